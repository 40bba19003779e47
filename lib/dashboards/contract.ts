import { z } from "zod";
import { Look, Title, Vis } from "#lib/looks/contract.ts";
import { Answer } from "#lib/semantic/answer.ts";
import { Question } from "#lib/semantic/question.ts";

export const DashboardFilter = z.object({
  /** As shown and as written in the URL: `?Account name=Acme`. */
  name: z.string(),
  field: z.string(),
  /** Filter text that applies when the URL says nothing; "" = any value, of a date the tile's own range. */
  default: z.string(),
  kind: z.enum(["string", "date", "number"]),
  suggest: z.boolean(),
  /** Other names that a link may carry for it. */
  aliases: z.array(z.string()),
  /** Set where the dashboard means little until the filter is chosen: the invitation to do so. */
  prompt: z.string().nullable(),
});
export type DashboardFilter = z.infer<typeof DashboardFilter>;

/** A place on the 12-column grid; `h` in rows of 40 px. Tiles are Looks by reference. */
export const Tile = z.object({
  id: z.string(),
  look: Look,
  section: z.string().nullable(),
  x: z.int().min(0).max(11),
  y: z.int().min(0),
  w: z.int().min(1).max(12),
  h: z.int().min(1).max(24),
});
export type Tile = z.infer<typeof Tile>;

export const DashboardSummary = z.object({
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  owner: z.string(),
  certified: z.object({ by: z.string(), on: z.iso.date() }).nullable(),
  shipped: z.boolean(),
  /** True when only its owner sees it. */
  personal: z.boolean(),
  tiles: z.int(),
  updatedAt: z.iso.datetime().nullable(),
});

export const Dashboard = DashboardSummary.extend({
  sections: z.array(z.string()),
  filters: z.array(DashboardFilter),
  tiles: z.array(Tile),
  version: z.string(),
  abilities: z.object({ edit: z.boolean(), explore: z.boolean() }),
});
export type Dashboard = z.infer<typeof Dashboard>;

export const ListDashboardsIn = z.strictObject({ q: z.string().max(200).default("") });
export const ListDashboardsOut = z.object({ items: z.array(DashboardSummary), next: z.null() });
export const GetDashboardIn = z.strictObject({ slug: z.string().max(80) });

/** `POST /api/v1/dashboards/{slug}/data`: filter name → filter text; names left out take their default. */
export const DashboardDataIn = z.strictObject({
  slug: z.string().max(80),
  filters: z.record(z.string().max(120), z.string().max(2000)).default({}),
  /** Every tile over instances that are seen throughout. */
  like_for_like: z.boolean().default(false),
  /** Only these tiles; null = all. */
  tiles: z.array(z.string()).max(50).nullable().default(null),
});
const TileError = z.object({
  code: z.string(),
  message: z.string(),
  path: z.string().nullable(),
  suggestion: z.string().nullable(),
});
export const DashboardDataOut = z.object({
  /** `question` is the Look's under the filters in force: what Explore from here opens. */
  tiles: z.array(
    z.object({
      id: z.string(),
      vis: Vis,
      question: Question,
      answer: Answer.nullable(),
      error: TileError.nullable(),
    }),
  ),
  /** A filter in the request that this dashboard does not have, or that could not be read: said, never silent. */
  notices: z.array(z.object({ filter: z.string(), message: z.string(), suggestion: z.string().nullable() })),
});
export type DashboardData = z.infer<typeof DashboardDataOut>;

export const CreateDashboardIn = z.strictObject({ title: Title, description: z.string().max(1000).default("") });
/** `POST /api/v1/dashboards/{slug}/tiles`: put a Look on a dashboard of one's own; it is placed below the rest. */
export const AddTileIn = z.strictObject({
  slug: z.string().max(80),
  lookId: z.string().max(80),
  ifMatch: z.string().nullable(),
});
export const RemoveTileIn = z.strictObject({
  slug: z.string().max(80),
  tileId: z.string().max(80),
  ifMatch: z.string().nullable(),
});

import { z } from "zod";
import { Question } from "#lib/semantic/question.ts";

export const VIS_TYPES = ["table", "line", "bar", "stacked_bar", "area", "single_value"] as const;

/** How a Look is drawn. `target` is a reference line in the unit of the first measure. */
export const Vis = z.strictObject({
  type: z.enum(VIS_TYPES),
  horizontal: z.boolean().default(false),
  target: z
    .strictObject({ value: z.number(), label: z.string().max(60) })
    .nullable()
    .default(null),
});
export type Vis = z.infer<typeof Vis>;

export const Title = z.string().trim().min(1, "Give it a title").max(120);

export const Look = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  owner: z.string(),
  certified: z.object({ by: z.string(), on: z.iso.date() }).nullable(),
  /** True for Looks shipped as text in `content/`: read-only, copy to edit. */
  shipped: z.boolean(),
  question: Question,
  vis: Vis,
  version: z.string(),
  updatedAt: z.iso.datetime().nullable(),
  /** Dashboards with it that the reader may open, and how many personal ones of others there are. */
  usedIn: z.array(z.object({ slug: z.string(), title: z.string() })),
  alsoUsedIn: z.int(),
  abilities: z.object({ edit: z.boolean(), explore: z.boolean() }),
});
export type Look = z.infer<typeof Look>;

export const LookSummary = Look.pick({
  id: true,
  title: true,
  description: true,
  owner: true,
  certified: true,
  shipped: true,
  updatedAt: true,
});
export const ListLooksIn = z.strictObject({ q: z.string().max(200).default("") });
export const ListLooksOut = z.object({ items: z.array(LookSummary), next: z.null() });
export const GetLookIn = z.strictObject({ id: z.string().max(80) });
export const CreateLookIn = z.strictObject({
  title: Title,
  description: z.string().max(1000).default(""),
  question: Question,
  vis: Vis,
});
/** `PATCH /api/v1/looks/{id}` with `If-Match`. */
export const UpdateLookIn = z.strictObject({
  id: z.string().max(80),
  title: Title,
  description: z.string().max(1000),
  question: Question,
  vis: Vis,
  ifMatch: z.string().nullable(),
});

import { z } from "zod";
import { ACCOUNT_TYPES } from "#lib/consent/model.ts";

export const GRAINS = ["day", "week", "month", "quarter", "year"] as const;
export const Grain = z.enum(GRAINS);
export type Grain = z.infer<typeof Grain>;

/** `source.field` or the id of a metric (`metrics.mau` is written `mau`). */
export const FieldId = z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/, "A field id looks like source.field");

/**
 * A question to the semantic layer: the whole state of an Explore, a Look's query, a tile.
 * Every key is present, so that two equal questions are equal as JSON. Keys whose feature is not
 * built yet accept only their empty value and say so.
 */
export const Question = z.strictObject({
  v: z.literal(1),
  /** Account types counted; null = what the metrics themselves count. */
  population: z.array(z.enum(ACCOUNT_TYPES)).min(1).nullable(),
  /** Dimensions and metrics in the order of the columns. */
  fields: z.array(z.strictObject({ id: FieldId })).max(40),
  pivots: z.array(z.never("Pivots are not available yet")),
  /** `range` is Looker date text ("12 months", "2026-01-01 to 2026-04-01"); `grain` null = one period. */
  time: z.strictObject({ field: FieldId, grain: Grain.nullable(), range: z.string().min(1).max(200) }).nullable(),
  zone: z.literal("UTC", "Days are UTC days"),
  week_start: z.literal("monday"),
  fiscal: z.null(),
  /** `text` is Looker's filter grammar; empty text = any value. */
  filters: z.array(z.strictObject({ field: FieldId, text: z.string().max(2000) })).max(40),
  having: z.array(z.never("Filters on measures are not available yet")),
  sort: z.array(z.strictObject({ field: FieldId, desc: z.boolean() })).max(10),
  limit: z.int().min(1).max(5000),
  totals: z.strictObject({ grand: z.boolean(), row: z.literal(false), sub: z.literal(false) }),
  compare: z.null("Comparison is not available yet"),
  topN: z.null("Top N is not available yet"),
  like_for_like: z.literal(false),
  custom: z.array(z.never("Custom fields are not available yet")),
  calcs: z.array(z.never("Table calculations are not available yet")),
  versions: z.record(z.string(), z.int()),
  no_rollup: z.boolean(),
});
export type Question = z.infer<typeof Question>;

export const EMPTY_QUESTION: Question = {
  v: 1,
  population: null,
  fields: [],
  pivots: [],
  time: null,
  zone: "UTC",
  week_start: "monday",
  fiscal: null,
  filters: [],
  having: [],
  sort: [],
  limit: 500,
  totals: { grand: false, row: false, sub: false },
  compare: null,
  topN: null,
  like_for_like: false,
  custom: [],
  calcs: [],
  versions: {},
  no_rollup: false,
};

import { z } from "zod";
import { ACCOUNT_TYPES } from "#lib/consent/model.ts";

export const GRAINS = ["day", "week", "month", "quarter", "year"] as const;
export const Grain = z.enum(GRAINS);
export type Grain = z.infer<typeof Grain>;

/** `source.field` or the id of a metric (`metrics.mau` is written `mau`). */
export const FieldId = z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/, "A field id looks like source.field");

/** A field by its id, or as an older report names it in its address ("Telemetry Status"). */
const FieldName = z.string().trim().min(1).max(120);

export const COMPARISONS = ["previous_period", "previous_year"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** Worked out from the finished rows, so each is marked in its column and none reaches the warehouse. */
export const CALC_KINDS = ["running_total", "rank", "percent_of_total", "percent_of_row", "percent_change"] as const;
export const CalcKind = z.enum(CALC_KINDS);
export type CalcKind = z.infer<typeof CalcKind>;

/** Its id stands among the columns, so it must not be that of a field. */
const Calc = z.strictObject({
  id: z.string().regex(/^calc_[a-z0-9_]{1,40}$/, "The id of a table calculation looks like calc_share"),
  label: z.string().trim().min(1, "Give the table calculation a name").max(80),
  kind: CalcKind,
  of: FieldId,
});

const CustomId = z.string().regex(/^custom\.[a-z][a-z0-9_]{0,39}$/, "The id of a custom field looks like custom.size");
const CustomLabel = z.string().trim().min(1, "Give the custom field a name").max(80);

/** Fields of this question alone: an expression over dimensions, a number in bins, a metric where something holds. */
export const CustomField = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("dimension"), id: CustomId, label: CustomLabel, expr: z.string().max(1000) }),
  z.strictObject({
    kind: z.literal("bin"),
    id: CustomId,
    label: CustomLabel,
    of: FieldId,
    edges: z.array(z.number()).min(1).max(50),
  }),
  z.strictObject({
    kind: z.literal("measure"),
    id: CustomId,
    label: CustomLabel,
    of: FieldId,
    where: z.string().max(1000),
  }),
]);
export type CustomField = z.infer<typeof CustomField>;

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
  /** Dimensions, or the time, whose values become columns. */
  pivots: z.array(z.strictObject({ id: FieldId })).max(2, "At most two fields can be pivots"),
  /** `range` is Looker date text ("12 months", "2026-01-01 to 2026-04-01"); `grain` null = one period. */
  time: z.strictObject({ field: FieldId, grain: Grain.nullable(), range: z.string().min(1).max(200) }).nullable(),
  zone: z.literal("UTC", "Days are UTC days"),
  week_start: z.enum(["monday", "sunday"]),
  /** With it, quarters and years are those of the fiscal year that begins in this month, 1 to 12. */
  fiscal: z.strictObject({ start_month: z.int().min(1).max(12) }).nullable(),
  /** `text` is Looker's filter grammar; empty text = any value. */
  filters: z.array(z.strictObject({ field: FieldName, text: z.string().max(2000) })).max(40),
  /** Rows are kept by their figures, after all is counted. */
  having: z.array(z.strictObject({ field: FieldName, text: z.string().max(2000) })).max(10),
  sort: z.array(z.strictObject({ field: FieldId, desc: z.boolean() })).max(10),
  limit: z.int().min(1).max(5000),
  /** Each computed at its own grain: `row` across the pivots, `sub` for each group of rows. */
  totals: z.strictObject({ grand: z.boolean(), row: z.boolean(), sub: z.boolean() }),
  compare: z.enum(COMPARISONS).nullable(),
  /** The `n` values of a field with the largest figure; with `other`, the rest together as one. */
  topN: z.strictObject({ field: FieldId, by: FieldId, n: z.int().min(1).max(100), other: z.boolean() }).nullable(),
  /** Only instances that are seen throughout: visible on every day of every period and with data in each. */
  like_for_like: z.boolean(),
  custom: z.array(CustomField).max(20),
  calcs: z.array(Calc).max(10),
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

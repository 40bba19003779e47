import { z } from "zod";
import { EXCLUSION_REASONS, LEVELS, REASON_KINDS } from "#lib/consent/model.ts";
import { CalcKind, COMPARISONS, Grain } from "#lib/semantic/question.ts";

/**
 * Why a cell is empty. A missing number is never a zero. `suppressed` is about 1 to 4 people; `withheld` would let
 * one of those be worked out.
 */
export const BLANK_CODES = [
  "suppressed",
  "withheld",
  "zero_denominator",
  "not_yet_sent",
  "late_data",
  "no_consented_data",
  "no_access",
] as const;
export const BlankCode = z.enum(BLANK_CODES);
export type BlankCode = z.infer<typeof BlankCode>;

export const Excluded = z.object({
  reason: z.enum(EXCLUSION_REASONS),
  kind: z.enum(REASON_KINDS),
  /** The tier in force, where the reason is one of tier; else null. */
  tier: z.int().min(0).max(3).nullable(),
  count: z.int(),
  /** At most 20, in order of name; `more` says how many are left out. */
  names: z.array(z.object({ id: z.string(), name: z.string() })),
  more: z.int(),
});

/** Somebody who is not covered. `since` is null where it is not the registry that says it. */
export const NotCovered = z.object({
  id: z.string(),
  name: z.string(),
  reason: z.enum(EXCLUSION_REASONS),
  tier: z.int().min(0).max(3).nullable(),
  since: z.iso.date().nullable(),
  /** The last day with data that may be shown; null where there is none within 400 days. */
  lastDay: z.iso.date().nullable(),
  /** The Customer Engineer, where one is on record. */
  who: z.string().nullable(),
});
export type NotCovered = z.infer<typeof NotCovered>;

const CoverageParts = {
  population: z.object({ unit: z.enum(["account", "instance"]), label: z.string(), count: z.int() }),
  eligible: z.int(),
  covered: z.int(),
  partial: z.int(),
  /** Share of the eligible accounts' seats that is covered, 0–1; null where nobody has seats. */
  seatsCovered: z.number().min(0).max(1).nullable(),
  excluded: z.array(Excluded),
  periods: z.array(z.object({ start: z.iso.date(), eligible: z.int(), covered: z.int(), partial: z.int() })),
  /** By first day of a period, against the one before; `marked` from 5 % of those covered before. */
  changes: z.array(z.object({ day: z.iso.date(), entered: z.int(), left: z.int(), marked: z.boolean() })),
} as const;

/**
 * Whom a number covers. Always: covered + Σ excluded.count = eligible, and partial ≤ covered.
 * `compare` is the same for the period it is compared with.
 */
export const Coverage = z.object({ ...CoverageParts, compare: z.object(CoverageParts).nullable() });
export type Coverage = z.infer<typeof Coverage>;

export const ColumnFormat = z.enum(["text", "integer", "decimal", "percent", "date"]);

export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof Cell>;

/**
 * What a measure's column holds: the figure, that of the compared period, the change between the two
 * (relative, or the difference for rates), or a table calculation over the finished rows.
 */
export const COLUMN_ROLES = ["value", "compared", "change", "calc"] as const;

export const AnswerColumn = z.object({
  /** The field, or the table calculation; columns of one field differ in `key`. */
  id: z.string(),
  key: z.string(),
  label: z.string(),
  kind: z.enum(["time", "dimension", "measure"]),
  type: z.enum(["string", "number", "boolean", "date"]),
  format: ColumnFormat,
  level: z.enum(LEVELS),
  /** Set on the time column. */
  grain: Grain.nullable(),
  /** Measures: the definition in plain words, and whether up is good ("up" | "down" | "neither"). */
  description: z.string(),
  better: z.enum(["up", "down", "neither"]),
  /** Null for dimensions and time. */
  role: z.enum(COLUMN_ROLES).nullable(),
  /** The key of the figure that a compared figure, a change or a calculation is about; else null. */
  of: z.string().nullable(),
  /** The values of the pivots this column is for; null outside pivots. */
  pivot: z
    .array(z.object({ id: z.string(), label: z.string(), value: Cell, text: Cell, grain: Grain.nullable() }))
    .nullable(),
  /** The total across the pivots, computed at its own grain. */
  rowTotal: z.boolean(),
  calc: CalcKind.nullable(),
});
export type AnswerColumn = z.infer<typeof AnswerColumn>;

export const Freshness = z.object({
  source: z.string(),
  label: z.string(),
  lastDay: z.iso.date().nullable(),
  status: z.enum(["fresh", "late", "stale", "manual", "unknown"]),
  note: z.string().nullable(),
});
export type Freshness = z.infer<typeof Freshness>;

/** The day on which a metric's definition became another; `shown` is the version that the figures follow. */
export const DefinitionChange = z.strictObject({
  metric: z.string(),
  label: z.string(),
  day: z.iso.date(),
  from: z.int(),
  to: z.int(),
  changed: z.string(),
  shown: z.int(),
});
export type DefinitionChange = z.infer<typeof DefinitionChange>;

/** `metric` null: about all of them. Half-open UTC days. */
export const AnswerAnnotation = z.object({
  id: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  text: z.string(),
  metric: z.string().nullable(),
  author: z.string(),
});
export type AnswerAnnotation = z.infer<typeof AnswerAnnotation>;

/** A result with everything needed to believe it: what it covers, when, from where, how. */
export const Answer = z.object({
  columns: z.array(AnswerColumn),
  rows: z.array(z.array(Cell)),
  /** The reason of each empty measure cell; `row` -1 is the totals row, -2 - n the subtotal n. */
  blanks: z.array(z.object({ row: z.int(), column: z.int(), code: BlankCode })),
  /** The grand total at its own grain, or null when not asked for. */
  totals: z.array(Cell).nullable(),
  /** Totals of groups of rows at their own grain: of the rows alike in their first `depth` columns, after row `after`. */
  subtotals: z.array(z.object({ after: z.int(), depth: z.int(), cells: z.array(Cell) })),
  /** True when more rows exist than the limit shows. */
  truncated: z.boolean(),
  /** Of the figure that needs the most telemetry. */
  coverage: Coverage,
  /** Of the metrics, by id, that do not cover the same. */
  columnCoverage: z.array(z.object({ metrics: z.array(z.string()), coverage: Coverage })),
  /** Half-open UTC days; `text` is the range as asked, `words` as a person reads it. */
  range: z.object({ from: z.iso.date(), to: z.iso.date(), text: z.string(), words: z.string() }).nullable(),
  /** What it is compared with, period by period. */
  compare: z
    .object({
      kind: z.enum(COMPARISONS),
      from: z.iso.date(),
      to: z.iso.date(),
      words: z.string(),
      periods: z.array(z.object({ start: z.iso.date(), compared: z.iso.date() })),
    })
    .nullable(),
  /** Where the weeks, quarters and years of the answer begin; the month from 1 to 12, null for January's. */
  calendar: z.object({ weekStart: z.enum(["monday", "sunday"]), fiscalStart: z.int().nullable() }),
  /** Starts of periods that are not complete yet, with the last day they hold data for. */
  incomplete: z.array(z.object({ start: z.iso.date(), through: z.iso.date() })),
  clocks: z.object({ data: z.iso.date(), consent: z.iso.date() }),
  freshness: z.array(Freshness),
  route: z.object({
    engine: z.enum(["duckdb", "bigquery"]),
    table: z.string(),
    ms: z.number(),
    bytes: z.number().nullable(),
    /** Nothing was run for it: what was worked out before, under the same consent and data, still holds. */
    cached: z.boolean(),
  }),
  sql: z.string(),
  /** What was understood from each filter, in plain words, in the order of the question. */
  readings: z.array(z.object({ field: z.string(), label: z.string(), words: z.string() })),
  /** Where in the range the definition of a shown metric changed, in the order of the metrics. */
  definitions: z.array(DefinitionChange),
  notices: z.array(z.string()),
  /** What happened on days of the range and explains its figures, in order of days. */
  annotations: z.array(AnswerAnnotation),
});
export type Answer = z.infer<typeof Answer>;

import { z } from "zod";
import { ACCOUNT_TYPES } from "#lib/consent/model.ts";
import { AnswerColumn, Cell, DefinitionChange } from "#lib/semantic/answer.ts";
import { Predicate } from "#lib/semantic/predicate.ts";
import { ENGINES } from "#lib/semantic/print/dialect.ts";
import { CalcKind, COMPARISONS, Grain } from "#lib/semantic/question.ts";

/** More cells than this are more than anybody reads: such a question is refused when it has been asked. */
export const MOST_CELLS = 50_000;

/** A bound value; the place `$n` (BigQuery: `@pn`) in the text is the n-th of the list. */
export const Param = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("string"), value: z.string() }),
  z.strictObject({ type: z.literal("number"), value: z.number() }),
  z.strictObject({ type: z.literal("date"), value: z.iso.date() }),
]);
export type Param = z.infer<typeof Param>;

/**
 * A part of a statement that is the same for many of them: the warehouse may keep it as a table. `sql` selects it;
 * its places are those of its own `params`.
 */
export const SharedRelation = z.strictObject({
  id: z.string().regex(/^[0-9a-f]+$/),
  sql: z.string(),
  params: z.array(Param),
});
export type SharedRelation = z.infer<typeof SharedRelation>;

/**
 * `sql` names tables as `{{snapshot}}.interval` and `{{warehouse}}.instance_day`, shared relations as `{{shared:id}}`. Every result column is
 * text, a floating-point number or an integer, so that rows are plain strings, numbers and nulls.
 */
export const Statement = z.strictObject({
  name: z.string().regex(/^[a-z_0-9]+$/),
  sql: z.string(),
  params: z.array(Param),
  shared: z.array(SharedRelation),
});
export type Statement = z.infer<typeof Statement>;

/** The rows of one statement, in the order of its columns. */
export type StatementResult = { readonly name: Statement["name"]; readonly rows: readonly (readonly Cell[])[] };

/** Calendar period `[start, end)`; `from` and `to` clip it to the range and to the data clock. */
export const Period = z.strictObject({
  start: z.iso.date(),
  end: z.iso.date(),
  from: z.iso.date(),
  to: z.iso.date(),
});
export type Period = z.infer<typeof Period>;

/** Attributes of the registry that a question may group or filter by; the part before the dot is a snapshot table. */
export const REGISTRY_COLUMNS = [
  "interval.account_type",
  "interval.hosting",
  "interval.environment",
  "interval.level",
  "account.account_id",
  "account.name",
  "account.segment",
  "account.region",
  "account.account_executive",
  "account.customer_engineer",
  "instance.name",
] as const;
export const RegistryColumn = z.enum(REGISTRY_COLUMNS);
export type RegistryColumn = z.infer<typeof RegistryColumn>;

/** What coverage has to know of the measure it speaks about. */
export const CoverageSpec = z.strictObject({
  metric: z.string(),
  unit: z.enum(["account", "instance"]),
  label: z.string(),
  types: z.array(z.enum(ACCOUNT_TYPES)),
  production: z.boolean(),
  level: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  /** `sent`: data arrived on a visible day; `licence` and `record`: a value is on record. */
  basis: z.enum(["sent", "licence", "record"]),
  /** The figure describes the whole calendar period, not only its days inside the range. */
  wholePeriods: z.boolean(),
  /** The figure divides by seats, so a licence without an instance can make it partial. */
  seats: z.boolean(),
  /** First release that sends what the figure is made of; null where every release does. */
  minVersion: z.string().nullable(),
  filters: z.array(z.strictObject({ column: RegistryColumn, predicate: Predicate })),
});
export type CoverageSpec = z.infer<typeof CoverageSpec>;

/** Metrics that cover the same, and the statements that say who sent something, here and in the compared range. */
export const CoveragePart = z.strictObject({
  spec: CoverageSpec,
  metrics: z.array(z.string()).min(1),
  sent: z.string(),
  compared: z.string().nullable(),
});
export type CoveragePart = z.infer<typeof CoveragePart>;

/** A field of the answer, before pivots and comparison make columns of it. */
const ResultColumn = z.strictObject({
  column: AnswerColumn,
  /** Its values become columns. */
  pivoted: z.boolean(),
  /** Labels of coded values. */
  labels: z.record(z.string(), z.string()).nullable(),
});
export type ResultColumn = z.infer<typeof ResultColumn>;

/** Where a result row holds a field: value, denominator of a ratio, users behind it. */
const Place = z.strictObject({
  column: z.int(),
  at: z.int(),
  denominator: z.int().nullable(),
  users: z.int().nullable(),
});
export type Place = z.infer<typeof Place>;

/**
 * One grain of the answer and the statement that has it: rows alike in their first `depth` row fields, apart by
 * the pivots or across them. A figure that is not among the places has none at this grain.
 */
export const Slice = z.strictObject({
  statement: z.string(),
  depth: z.int(),
  pivoted: z.boolean(),
  compared: z.boolean(),
  places: z.array(Place),
});
export type Slice = z.infer<typeof Slice>;

const Wire = z.strictObject({
  v: z.literal(1),
  /** Whose text the statements are in. */
  engine: z.enum(ENGINES),
  snapshot: z.strictObject({ epoch: z.int(), consentToday: z.iso.date() }),
  dataClock: z.iso.date(),
  modelHash: z.string(),
  statements: z.array(Statement).min(1),
  columns: z.array(ResultColumn),
  limit: z.int(),
  grain: Grain.nullable(),
  calendar: z.strictObject({ weekStart: z.enum(["monday", "sunday"]), fiscalStart: z.int().nullable() }),
  /** The period is what the rows are sorted by first. */
  timeSorted: z.boolean(),
  periods: z.array(Period),
  range: z.strictObject({ from: z.iso.date(), to: z.iso.date(), text: z.string(), words: z.string() }).nullable(),
  level: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  metrics: z.array(z.string()),
  /** Whom the figures cover; the first is that of the one that needs the most. */
  coverages: z.array(CoveragePart).min(1),
  likeForLike: z.boolean(),
  /** The metric of which only the names of those who are not covered are asked; null for an answer. */
  namesOf: z.string().nullable(),
  /** Tables read, for the route; freshness is shown for these. */
  tables: z.array(z.string()),
  slices: z.array(Slice),
  /** Which of the slices are shown as totals; the others only feed table calculations. */
  totals: z.strictObject({ grand: z.boolean(), row: z.boolean(), sub: z.boolean() }),
  /** What the rows are sorted by: fields by their place. */
  sort: z.array(z.strictObject({ column: z.int(), desc: z.boolean() })),
  /** The statement that says which rows come in which order, where the cells themselves do not. */
  order: z.string().nullable(),
  /** Only the rows that this statement names are shown. */
  strict: z.boolean(),
  /** Directions in which the values of each pivot stand. */
  pivotsDown: z.array(z.boolean()),
  compare: z
    .strictObject({
      kind: z.enum(COMPARISONS),
      from: z.iso.date(),
      to: z.iso.date(),
      words: z.string(),
      /** In step with `periods`. */
      periods: z.array(Period),
    })
    .nullable(),
  calcs: z.array(
    z.strictObject({ id: z.string(), label: z.string(), kind: CalcKind, /** Index of the field. */ of: z.int() }),
  ),
  readings: z.array(z.strictObject({ field: z.string(), label: z.string(), words: z.string() })),
  definitions: z.array(DefinitionChange),
  notices: z.array(z.string()),
});
export type CompiledParts = z.infer<typeof Wire>;

declare const COMPILED: unique symbol;

/** A question that went through the compiler and its gate. The warehouse runs nothing else. */
export type CompiledQuery = CompiledParts & { readonly [COMPILED]: true };

/** For the compiler, and for `revive` on the other side of the wire. */
export function mintCompiled(parts: CompiledParts): CompiledQuery {
  // Minting point 3 of 3: the only place where a CompiledQuery comes into being.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion
  return parts as CompiledQuery;
}

/** Reads a compiled query from JSON sent by the compiler; the channel between them is authenticated. */
export function revive(raw: unknown): CompiledQuery {
  return mintCompiled(Wire.parse(raw));
}

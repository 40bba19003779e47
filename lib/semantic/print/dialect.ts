import type { Grain } from "#lib/semantic/question.ts";

export const ENGINES = ["duckdb", "bigquery"] as const;
/** Who runs a statement. */
export type Engine = (typeof ENGINES)[number];

export type SqlType = "text" | "number" | "integer" | "date" | "boolean";

/**
 * What the two engines write differently. Everything that prints a plan goes through this, so that a new part of a
 * plan is printed for both; what both understand is written out where it stands. Arguments and results are SQL text.
 */
export type Dialect = {
  readonly engine: Engine;
  /** Whether a part that many statements have in common may be kept as a table beside the snapshot. */
  readonly keepsRelations: boolean;
  /** The place of the n-th bound value, counted from 1, and the same with its type made sure of. */
  readonly place: (number: number) => string;
  readonly typedPlace: (number: number, type: SqlType) => string;
  /** The type's name, for `CAST(… AS …)`. */
  readonly type: Readonly<Record<SqlType, string>>;
  /** The column that a scan and the consent intervals are joined by, of the one that the source declares. */
  readonly instanceKey: (declared: string) => string;
  /** First day of the calendar period that holds the date; weeks begin on Monday. */
  readonly startOf: (grain: Grain, date: string) => string;
  /** The date so many days or months later; fewer than none is earlier. */
  readonly addDays: (date: string, days: number) => string;
  readonly addMonths: (date: string, months: number) => string;
  /** How many starts of a period lie after `from`, up to `to`. */
  readonly periodsBetween: (grain: Grain, from: string, to: string) => string;
  /** Aggregate: the value, null too, of the row where `by` is greatest. */
  readonly latest: (value: string, by: string) => string;
  /** Aggregate: the same over the rows that have a value. */
  readonly latestKnown: (value: string, by: string) => string;
  /** A table of the rows written out, at least one, to stand after FROM. */
  readonly values: (alias: string, columns: readonly string[], rows: readonly (readonly string[])[]) => string;
  /** Whether the text is like the pattern, in which `%` is anything and a backslash takes the next sign literally. */
  readonly like: (text: string, pattern: string) => string;
};

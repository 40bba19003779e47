import type { Permission } from "#lib/access/permission.ts";
import type { AccountType, Day, Tier } from "#lib/consent/model.ts";
import { AppError } from "#lib/errors.ts";
import type { DefinitionChange } from "#lib/semantic/answer.ts";
import type { Calendar } from "#lib/semantic/calendar.ts";
import type { Period } from "#lib/semantic/compiled.ts";
import type { Dimension, Metric, TimeField } from "#lib/semantic/model.ts";
import type { Predicate } from "#lib/semantic/predicate.ts";
import type { Engine } from "#lib/semantic/print/dialect.ts";
import type { CalcKind, Comparison, Grain } from "#lib/semantic/question.ts";

/** What decides the meaning of a question besides its text. */
export type CompileContext = {
  readonly engine: Engine;
  readonly snapshot: { readonly epoch: number; readonly consentToday: Day };
  readonly dataClock: Day;
  readonly permissions: ReadonlySet<Permission>;
};

export type ResolvedFilter = { readonly dimension: Dimension; readonly predicate: Predicate };

/** A metric as this question asks for it: its level is raised by everything it stands beside. */
export type AskedMetric = {
  readonly metric: Metric;
  /** Counted only where this holds; null counts everywhere. */
  readonly where: Dimension | null;
  readonly level: Tier;
  readonly types: readonly AccountType[];
};

export type SortKey = { readonly column: number; readonly desc: boolean };

/** `pivoted`: its values become columns. */
export type ResolvedColumn =
  | { readonly kind: "time"; readonly field: TimeField; readonly grain: Grain; readonly pivoted: boolean }
  | { readonly kind: "dimension"; readonly dimension: Dimension; readonly group: number; readonly pivoted: boolean }
  | { readonly kind: "metric"; readonly metric: Metric; readonly slot: number };

export type ResolvedRange = {
  readonly from: Day;
  readonly to: Day;
  readonly text: string;
  readonly words: string;
};

/** What was understood from a filter, in plain words. */
export type Reading = { readonly field: string; readonly label: string; readonly words: string };

export type ResolvedHaving = { readonly slot: number; readonly predicate: Predicate };

/** The field `of` by its largest values and Other (`dimension`). */
export type ResolvedTop = {
  readonly of: Dimension;
  readonly dimension: Dimension;
  readonly by: AskedMetric;
  readonly n: number;
  readonly other: boolean;
  /** The days that the question itself is about. */
  readonly base: Pick<Resolved, "range" | "periods" | "grain">;
};

/** The periods that stand against those of the question, in step with them. */
export type ResolvedCompare = {
  readonly kind: Comparison;
  readonly range: ResolvedRange;
  readonly periods: readonly Period[];
};

export type ResolvedSpan = {
  readonly range: ResolvedRange;
  readonly periods: readonly Period[];
  readonly grain: Grain | null;
};

/** `of` is the place of the figure among the columns. */
export type ResolvedCalc = {
  readonly id: string;
  readonly label: string;
  readonly kind: CalcKind;
  readonly of: number;
};

export type Resolved = {
  readonly columns: readonly ResolvedColumn[];
  readonly groups: readonly Dimension[];
  readonly metrics: readonly AskedMetric[];
  readonly filters: readonly ResolvedFilter[];
  readonly sort: readonly SortKey[];
  readonly grain: Grain | null;
  readonly calendar: Calendar;
  readonly range: ResolvedRange;
  readonly periods: readonly Period[];
  readonly rolledUpTo: Day | null;
  readonly compare: ResolvedCompare | null;
  /** Like for like: the spans throughout which an instance must be seen; none otherwise. */
  readonly held: readonly ResolvedSpan[];
  readonly having: readonly ResolvedHaving[];
  readonly top: ResolvedTop | null;
  readonly calcs: readonly ResolvedCalc[];
  readonly level: Tier;
  readonly readings: readonly Reading[];
  readonly definitions: readonly DefinitionChange[];
  readonly notices: readonly string[];
};

/** A question that cannot be answered as it is written: where, and what would be right. */
export function invalid(message: string, path: string, suggestion: string | null = null): AppError {
  return new AppError("invalid_input", message, { path, suggestion });
}

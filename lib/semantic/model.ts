import type { z } from "zod";
import type { Permission } from "#lib/access/permission.ts";
import type { RawTable } from "#lib/consent/gate.ts";
import type { AccountType, Day, Tier } from "#lib/consent/model.ts";
import type { ColumnFormat } from "#lib/semantic/answer.ts";
import type { RegistryColumn } from "#lib/semantic/compiled.ts";
import type { Expr, ValueType } from "#lib/semantic/expr/ast.ts";
import type { Grain } from "#lib/semantic/question.ts";

/** A value that a column may hold, as people write it. */
export type CodedValue = { readonly value: string; readonly label: string; readonly aliases: readonly string[] };

export type Dimension = {
  readonly id: string;
  readonly source: string;
  readonly label: string;
  readonly group: string;
  readonly description: string;
  readonly synonyms: readonly string[];
  readonly type: ValueType;
  readonly level: Tier;
  readonly suggest: boolean;
  /** A permission beyond reading metrics; without it the whole question is refused. */
  readonly requires: Permission | null;
  /** The only values there are; null = free text. */
  readonly values: readonly CodedValue[] | null;
  /** Registry attributes are of the row's own day; the others come from the row. */
  readonly from:
    | { readonly kind: "registry"; readonly column: RegistryColumn }
    | { readonly kind: "row"; readonly source: string; readonly expr: Expr }
    /** An expression over other dimensions, by their ids. */
    | { readonly kind: "custom"; readonly expr: Expr; readonly parts: ReadonlyMap<string, Dimension> }
    /** Only the largest values of another; the rest is one value. */
    | { readonly kind: "top"; readonly of: Dimension };
};

export type TimeField = {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly description: string;
  readonly synonyms: readonly string[];
};

/**
 * How a measure comes about, first per instance and period, then over instances, whose figures are added up:
 * `last` the last visible row's value, `mean_per_day` the mean of the days' last values, `max` the largest,
 * `increase` what an all-time counter rose by between visible days with none hidden in between,
 * `sum` the rows' values (of a source with one row a day: the days' last ones), `present` 1 for an instance with a row,
 * `count` rows, `count_distinct` distinct values, `user_days` distinct values per day,
 * `median_of_instances`, `lowest_of_instances`, `highest_of_instances` last values that are not added up,
 * `seats` and `on_record` are the registry's, as of a period's last day.
 */
export const AGGREGATES = [
  "last",
  "mean_per_day",
  "max",
  "increase",
  "sum",
  "present",
  "count",
  "count_distinct",
  "user_days",
  "median_of_instances",
  "lowest_of_instances",
  "highest_of_instances",
  "seats",
  "on_record",
] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** The period that a row speaks about: a column with its first day. Weeks stay as the sender counts them. */
export type Described = {
  readonly column: string;
  readonly grain: "day" | "week" | "month";
  readonly weekStart: "monday" | "sunday";
};

export type Measure = {
  readonly id: string;
  readonly source: string;
  readonly agg: Aggregate;
  /** Made of an instance's newest rows, of every row, or of the registry. */
  readonly kind: "newest" | "rows" | "registry";
  readonly expr: Expr | null;
  readonly where: Expr | null;
  /** Counts of these people are what disclosure control looks at; null = not about people. */
  readonly users: Expr | null;
  /** The period that the value describes, where that is not the one of the row's own day. */
  readonly describes: Described | null;
  readonly level: Tier;
};

export type Population = {
  readonly unit: "account" | "instance";
  readonly label: string;
  /** Counted unless the question says otherwise. */
  readonly types: readonly AccountType[];
  /** What a question may ask for. */
  readonly allows: readonly AccountType[];
  readonly production: boolean;
};

/** Numbers that hold over `[from, to)`; null never ends. */
export type DatedNumbers = {
  readonly from: Day;
  readonly to: Day | null;
  readonly numbers: Readonly<Record<string, number>>;
};

/** Dated numbers of the registry by key. */
export type Settings = ReadonlyMap<string, readonly DatedNumbers[]>;

/**
 * A metric made of other metrics' figures of each account, after the gate: its value is the mean over the accounts
 * that have all of them. `setting` names dated numbers of the registry that the expression uses, `tenure` in it is
 * how many days the account has been a customer by the end of the period.
 */
export type Derived = {
  readonly parts: readonly { readonly name: string; readonly metric: Metric }[];
  readonly setting: { readonly key: string; readonly numbers: readonly string[] } | null;
  readonly expr: Expr;
};

export type Metric = {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly description: string;
  readonly synonyms: readonly string[];
  readonly owner: string;
  readonly certified: { readonly by: string; readonly on: string } | null;
  readonly howToRead: string;
  readonly formula: string;
  readonly format: z.infer<typeof ColumnFormat>;
  readonly better: "up" | "down" | "neither";
  readonly status: "exact" | "proposed";
  /** Counted from 1; a text once in force is never changed, the next version stands beside it. */
  readonly version: number;
  /** Day from which on this version is the definition; null for a first version that always was. */
  readonly since: string | null;
  /** What is otherwise than in the version before. */
  readonly changed: string | null;
  readonly minVersion: string | null;
  readonly grains: readonly Grain[];
  readonly needsGrain: boolean;
  /** Where the weeks begin that the sender counts by; null unless weeks are what it describes. */
  readonly weekStart: Described["weekStart"] | null;
  readonly population: Population;
  /** Of a derived metric, that of its part that needs the most. */
  readonly numerator: Measure;
  /** Null unless the metric is a ratio. */
  readonly denominator: Measure | null;
  readonly derived: Derived | null;
  /** The people behind the figure, of the lower side of a ratio: what disclosure control looks at. */
  readonly users: Expr | null;
  readonly level: Tier;
  readonly dimensions: readonly string[];
};

export type Source = {
  readonly id: string;
  readonly label: string;
  readonly origin: "warehouse" | "registry";
  readonly raw: RawTable | null;
  readonly time: TimeField | null;
  /** Columns that order the rows of a day, the last one wins; none where every row counts for itself. */
  readonly latestBy: readonly string[];
  /** Columns that tell apart what an instance says on one day, for example a language; none where it says one thing. */
  readonly rowKey: readonly string[];
};

export type Model = {
  /** Changes when any definition does. */
  readonly hash: string;
  readonly sources: ReadonlyMap<string, Source>;
  readonly dimensions: ReadonlyMap<string, Dimension>;
  readonly timeFields: ReadonlyMap<string, TimeField>;
  /** As they are defined now. */
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Dated numbers of the registry that derived metrics use; those that are not here leave them blank. */
  readonly settings: Settings;
  /** Every version that a metric ever had, the oldest first and the one of now last. */
  readonly versions: ReadonlyMap<string, readonly Metric[]>;
};

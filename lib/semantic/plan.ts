import { type Guarded, guard, type RawTable } from "#lib/consent/gate.ts";
import type { AccountType, Day } from "#lib/consent/model.ts";
import { type Calendar, earlier, floorTo, later } from "#lib/semantic/calendar.ts";
import type { Period } from "#lib/semantic/compiled.ts";
import type { Expr } from "#lib/semantic/expr/ast.ts";
import type { Aggregate, Described, Dimension, Measure, Metric, Model, Source } from "#lib/semantic/model.ts";
import type { Predicate } from "#lib/semantic/predicate.ts";
import type { Grain } from "#lib/semantic/question.ts";
import type { AskedMetric, Resolved } from "#lib/semantic/resolved.ts";

/** What is asked, without a word of any dialect. The printers say it in theirs. */
export type Plan = {
  /** Group columns first; the rest are only filtered by. */
  readonly fields: readonly Dimension[];
  readonly groups: number;
  readonly filters: readonly { readonly field: number; readonly predicate: Predicate }[];
  readonly facts: readonly Fact[];
  readonly grain: Grain | null;
  readonly calendar: Calendar;
  readonly days: ScanDays;
  readonly periods: readonly Period[];
  /** Like for like: the spans throughout which an instance must be seen; none otherwise. */
  readonly held: readonly HeldSpan[];
};

/** Periods as a plan of their own, with the same facts; `whole` says which of them describe whole periods. */
export type HeldSpan = { readonly plan: Plan; readonly whole: readonly boolean[] };

/** Days that are read, and the first day of the first period that is answered. */
export type ScanDays = { readonly from: Day; readonly to: Day; readonly firstPeriod: Day };

/** Which accounts and instances of the day a figure counts. */
export type Scope = { readonly types: readonly AccountType[]; readonly production: boolean };

/** One number of an instance and period, made of its newest rows. */
export type NewestPart = {
  readonly agg: "last" | "present" | "mean_per_day" | "sum" | "max" | "increase";
  /** Null counts the instance itself. */
  readonly value: Expr | null;
  readonly where: Expr | null;
  readonly describes: Described | null;
};

/** One number of an instance (or account), period and group, made of all its rows. */
export type RowsPart = {
  readonly agg: "count" | "count_distinct" | "user_days" | "sum";
  readonly value: Expr | null;
  readonly where: Expr | null;
};

/** One figure, computed per instance and period and combined over instances; its place in the answer is `slot`. */
export type Fact = { readonly slot: number; readonly scope: Scope } & (
  | {
      readonly kind: "last";
      readonly scan: Guarded;
      readonly latestBy: readonly string[];
      readonly rowKey: readonly string[];
      readonly value: NewestPart;
      /** What the value is divided by, over the instances that have both. */
      readonly by: NewestPart | null;
      /** The value is divided by the seats of the same instances. */
      readonly perSeat: boolean;
      readonly across: "sum" | "median" | "lowest" | "highest";
    }
  | {
      readonly kind: "rows";
      readonly scan: Guarded;
      readonly value: RowsPart;
      readonly by: RowsPart | null;
      readonly users: Expr | null;
    }
  | { readonly kind: "seats" }
  | { readonly kind: "on_record" }
);

export type LastFact = Extract<Fact, { kind: "last" }>;
export type RowsFact = Extract<Fact, { kind: "rows" }>;

export function planOf(model: Model, resolved: Resolved): Plan {
  const { groups, filters } = resolved;
  const fields = [...groups];
  const placed = filters.map(({ dimension, predicate }) => {
    if (!fields.includes(dimension)) fields.push(dimension);
    return { field: fields.indexOf(dimension), predicate };
  });
  return {
    fields,
    groups: groups.length,
    filters: placed,
    facts: resolved.metrics.map((asked, slot) => factOf(model, asked, slot)),
    grain: resolved.grain,
    calendar: resolved.calendar,
    days: daysOf(resolved),
    periods: resolved.periods,
    held: resolved.held.map((span) => ({
      plan: planOf(model, { ...resolved, ...span, groups: [], held: [] }),
      whole: resolved.metrics.map(({ metric }) => metric.needsGrain),
    })),
  };
}

/** Users of several months cannot be added up, so what is counted by month has no total over more than one. */
export function hasTotal({ needsGrain }: Metric, singlePeriod: boolean): boolean {
  return singlePeriod || !needsGrain;
}

function daysOf({ range, grain, calendar, periods }: Resolved): ScanDays {
  const to = periods.at(-1)?.to ?? range.from;
  const from = earlier(range.from, to);
  return { from, to: later(from, to), firstPeriod: grain === null ? from : floorTo(grain, from, calendar) };
}

function factOf(model: Model, asked: AskedMetric, slot: number): Fact {
  const { metric, types } = asked;
  const scope: Scope = { types, production: metric.population.production };
  const { agg, kind } = metric.numerator;
  if (agg === "seats" || agg === "on_record") return { kind: agg, slot, scope };
  return kind === "rows" ? rowsFact(model, asked, { slot, scope }) : lastFact(model, asked, { slot, scope });
}

type Place = { readonly slot: number; readonly scope: Scope };

function rowsFact(model: Model, { metric, level }: AskedMetric, place: Place): RowsFact {
  const { numerator, denominator } = metric;
  const scan = guard(tableOf(model, numerator).raw, level);
  const by = denominator === null ? null : rowsPart(denominator);
  return { ...place, kind: "rows", scan, value: rowsPart(numerator), by, users: metric.users };
}

function rowsPart({ id, agg, expr, where }: Measure): RowsPart {
  if (agg === "count" || agg === "count_distinct" || agg === "user_days" || agg === "sum")
    return { agg, value: agg === "count" ? null : expr, where };
  throw new Error(`${id} is not made of all rows`);
}

function lastFact(model: Model, { metric, level }: AskedMetric, place: Place): LastFact {
  const { numerator, denominator } = metric;
  const { raw, latestBy, rowKey } = tableOf(model, numerator);
  const perSeat = denominator?.agg === "seats";
  return {
    ...place,
    kind: "last",
    scan: guard(raw, level),
    latestBy,
    rowKey,
    value: newestPart(numerator),
    by: denominator === null || perSeat ? null : newestPart(denominator),
    perSeat,
    across: ACROSS.get(numerator.agg) ?? "sum",
  };
}

const ACROSS: ReadonlyMap<Aggregate, LastFact["across"]> = new Map([
  ["median_of_instances", "median"],
  ["lowest_of_instances", "lowest"],
  ["highest_of_instances", "highest"],
]);

const NEWEST: ReadonlyMap<Aggregate, NewestPart["agg"]> = new Map([
  ["last", "last"],
  ["present", "present"],
  ["mean_per_day", "mean_per_day"],
  ["sum", "sum"],
  ["max", "max"],
  ["increase", "increase"],
  ["median_of_instances", "last"],
  ["lowest_of_instances", "last"],
  ["highest_of_instances", "last"],
]);

function newestPart({ id, agg, expr, where, describes }: Measure): NewestPart {
  const made = NEWEST.get(agg);
  if (made === undefined) throw new Error(`${id} is not made of newest rows`);
  return { agg: made, value: made === "present" ? null : expr, where, describes };
}

function tableOf(model: Model, { id, source }: Measure): Pick<Source, "latestBy" | "rowKey"> & { raw: RawTable } {
  const found = model.sources.get(source);
  if (found === undefined || found.raw === null) throw new Error(`${id} has no table`);
  return { raw: found.raw, latestBy: found.latestBy, rowKey: found.rowKey };
}

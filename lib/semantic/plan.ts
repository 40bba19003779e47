import { type Guarded, guard, type RawTable } from "#lib/consent/gate.ts";
import type { AccountType, Day } from "#lib/consent/model.ts";
import { type Calendar, earlier, floorTo, later } from "#lib/semantic/calendar.ts";
import type { Period } from "#lib/semantic/compiled.ts";
import type { Expr } from "#lib/semantic/expr/ast.ts";
import type { Dimension, Measure, Metric, Model } from "#lib/semantic/model.ts";
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

/** One figure, computed per instance and period and summed over instances; its place in the answer is `slot`. */
export type Fact = { readonly slot: number; readonly scope: Scope } & (
  | {
      readonly kind: "last";
      readonly scan: Guarded;
      readonly latestBy: readonly string[];
      /** Null counts the instance itself. */
      readonly value: Expr | null;
      /** Divided by the value: mean of the days' last values, over instances that have it. */
      readonly mean: Expr | null;
      /** The value is divided by the seats of the same instances. */
      readonly perSeat: boolean;
    }
  | {
      readonly kind: "rows";
      readonly scan: Guarded;
      readonly distinct: Expr | null;
      readonly where: Expr | null;
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
  const { agg } = metric.numerator;
  switch (agg) {
    case "seats":
    case "on_record":
      return { kind: agg, slot, scope };
    case "count":
    case "count_distinct":
      return rowsFact(model, asked, { slot, scope });
    case "last":
    case "present":
    case "mean_per_day":
      return lastFact(model, asked, { slot, scope });
  }
}

type Place = { readonly slot: number; readonly scope: Scope };

function rowsFact(model: Model, { metric, level }: AskedMetric, place: Place): RowsFact {
  const { numerator } = metric;
  const { agg, expr, where, users } = numerator;
  const scan = guard(tableOf(model, numerator).raw, level);
  return { ...place, kind: "rows", scan, distinct: agg === "count" ? null : expr, where, users };
}

function lastFact(model: Model, { metric, level }: AskedMetric, place: Place): LastFact {
  const { numerator, denominator } = metric;
  const mean = numerator.agg === "mean_per_day" ? numerator.expr : null;
  const last = mean === null ? numerator : denominator;
  const { raw, latestBy } = tableOf(model, numerator);
  const scan = guard({ ...raw, describes: last?.describes ?? null }, level);
  const perSeat = denominator?.agg === "seats";
  return { ...place, kind: "last", scan, latestBy, value: last?.expr ?? null, mean, perSeat };
}

function tableOf(model: Model, { id, source }: Measure): { raw: RawTable; latestBy: readonly string[] } {
  const found = model.sources.get(source);
  if (found === undefined || found.raw === null) throw new Error(`${id} has no table`);
  return { raw: found.raw, latestBy: found.latestBy };
}

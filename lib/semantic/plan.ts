import { type Guarded, guard, type RawTable } from "#lib/consent/gate.ts";
import type { AccountType, Day } from "#lib/consent/model.ts";
import { type Calendar, earlier, floorTo, later } from "#lib/semantic/calendar.ts";
import type { Period } from "#lib/semantic/compiled.ts";
import type { Expr } from "#lib/semantic/expr/ast.ts";
import type {
  Aggregate,
  DatedNumbers,
  Derived,
  Described,
  Dimension,
  Measure,
  Metric,
  Model,
  Source,
} from "#lib/semantic/model.ts";
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
  /** Which values of a field count as the largest; null where no field is cut to them. */
  readonly top: TopPlan | null;
  readonly grain: Grain | null;
  readonly calendar: Calendar;
  readonly days: ScanDays;
  readonly periods: readonly Period[];
  /** Like for like: the spans throughout which an instance must be seen; none otherwise. */
  readonly held: readonly HeldSpan[];
  /** First day that rollups do not hold yet; null where only the rows themselves may answer. */
  readonly rolledUpTo: Day | null;
};

/** Periods as a plan of their own, with the same facts; `whole` says which of them describe whole periods. */
export type HeldSpan = { readonly plan: Plan; readonly whole: readonly boolean[] };

/** The largest values of the only group of a plan of its own, by its only figure. */
export type TopPlan = { readonly plan: Plan; readonly n: number };

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

/** `own` are filters of this figure alone. */
type Place = { readonly slot: number; readonly scope: Scope; readonly own: Plan["filters"] };

/** One figure, computed per instance and period and combined over instances; its place in the answer is `slot`. */
export type Fact = Place &
  (
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
    | {
        readonly kind: "derived";
        /** Figures of each account, with slots of their own. */
        readonly parts: readonly { readonly name: string; readonly fact: Fact }[];
        readonly expr: Expr;
        readonly numbers: readonly DatedNumbers[];
        readonly names: readonly string[];
      }
  );

export type LastFact = Extract<Fact, { kind: "last" }>;
export type RowsFact = Extract<Fact, { kind: "rows" }>;
export type DerivedFact = Extract<Fact, { kind: "derived" }>;

export function planOf(model: Model, resolved: Resolved): Plan {
  const fields = [...resolved.groups];
  const place = (dimension: Dimension) => {
    if (!fields.includes(dimension)) fields.push(dimension);
    return fields.indexOf(dimension);
  };
  const filters = resolved.filters.map(({ dimension, predicate }) => ({ field: place(dimension), predicate }));
  const facts = resolved.metrics.map((asked, slot) => {
    const own = asked.where === null ? [] : [{ field: place(asked.where), predicate: HOLDS }];
    return factOf(model, asked, { slot, own });
  });
  return {
    fields,
    groups: resolved.groups.length,
    filters,
    facts,
    top: fields.some(({ from }) => from.kind === "top") ? topPlan(model, resolved) : null,
    grain: resolved.grain,
    calendar: resolved.calendar,
    days: daysOf(resolved),
    periods: resolved.periods,
    held: resolved.held.map((span) => ({
      plan: planOf(model, { ...resolved, ...span, groups: [], held: [] }),
      whole: resolved.metrics.map(({ metric }) => metric.needsGrain),
    })),
    rolledUpTo: resolved.rolledUpTo,
  };
}

const HOLDS: Predicate = { any: [{ op: "is", value: true }], none: [] };

/** Its figure stands beside those of the statement, so it has a slot that none of them has. */
const TOP_SLOT = 90;
const TOP_FIRST_PART = 900;

/**
 * Ranked over the whole range of the question, also where the statement is about the days it is compared with; a
 * figure that has no total over it, by the last period.
 */
function topPlan(model: Model, { top, ...resolved }: Resolved): TopPlan | null {
  if (top === null) return null;
  const { base } = top;
  const single = base.periods.length === 1;
  const whole = single || hasTotal(top.by.metric, single);
  const periods = single ? base.periods : whole ? oneOf(base.periods) : lastOf(base.periods);
  const grain = single || !whole ? base.grain : null;
  const range = { ...base.range, from: periods[0]?.from ?? base.range.from };
  const filters = resolved.filters.filter(({ dimension }) => dimension.from.kind !== "top");
  const asked = {
    ...resolved,
    top: null,
    held: [],
    groups: [top.of],
    metrics: [top.by],
    filters,
    range,
    periods,
    grain,
  };
  const ranked = planOf(model, asked);
  return { plan: { ...ranked, facts: ranked.facts.map(inTop) }, n: top.n };
}

/** The last period that is over. */
export function lastOf(periods: readonly Period[]): readonly Period[] {
  return periods.filter(({ end, to }) => end === to).slice(-1);
}

/** All periods as one. */
export function oneOf(periods: readonly Period[]): Period[] {
  const [first] = periods;
  const last = periods.at(-1);
  if (first === undefined || last === undefined) return [];
  return [{ start: first.from, end: last.end, from: first.from, to: last.to }];
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

function factOf(model: Model, asked: AskedMetric, { slot, own }: Omit<Place, "scope">): Fact {
  const { metric, types } = asked;
  const place: Place = { slot, own, scope: { types, production: metric.population.production } };
  const { agg, kind } = metric.numerator;
  if (metric.derived !== null) return derivedFact(model, asked, metric.derived, place);
  if (agg === "seats" || agg === "on_record") return { kind: agg, ...place };
  return kind === "rows" ? rowsFact(model, asked, place) : lastFact(model, asked, place);
}

/** The figure that ranks, and the parts of it, under names that none of the answer's figures has. */
function inTop(fact: Fact): Fact {
  if (fact.kind !== "derived") return { ...fact, slot: TOP_SLOT };
  const parts = fact.parts.map((part, index) => ({ ...part, fact: { ...part.fact, slot: TOP_FIRST_PART + index } }));
  return { ...fact, slot: TOP_SLOT, parts };
}

/** Slots of the parts are counted from here, so that they never meet those of the figures. */
const FIRST_PART = 100;

/** Every part is asked at the level of the whole, of the whole's population. */
function derivedFact(model: Model, asked: AskedMetric, { parts, setting, expr }: Derived, place: Place): DerivedFact {
  const own = parts.map(({ name, metric }, index) => {
    const population = { ...metric.population, production: place.scope.production };
    const slot = FIRST_PART + 10 * place.slot + index;
    return { name, fact: factOf(model, { ...asked, metric: { ...metric, population } }, { slot, own: [] }) };
  });
  const numbers = setting === null ? [] : (model.settings.get(setting.key) ?? []);
  return { ...place, kind: "derived", parts: own, expr, numbers, names: setting?.numbers ?? [] };
}

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

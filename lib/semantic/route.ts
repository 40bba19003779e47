import { type Guarded, guard } from "#lib/consent/gate.ts";
import type { Day } from "#lib/consent/model.ts";
import { floorTo, shift } from "#lib/semantic/calendar.ts";
import type { Expr } from "#lib/semantic/expr/ast.ts";
import { parseExpression } from "#lib/semantic/expr/parse.ts";
import type { Dimension } from "#lib/semantic/model.ts";
import type { Plan, RowsFact, RowsPart } from "#lib/semantic/plan.ts";
import type { Predicate } from "#lib/semantic/predicate.ts";

/** Which of family and client a row of a rollup is of. */
export type Detail = "none" | "family" | "client" | "both";

/** Days, weeks or months as they are stored, for periods in `[from, to)`. */
export type StoredPeriods = { readonly grain: "day" | "week" | "month"; readonly from: Day; readonly to: Day };

/** Whose use counts: everybody but operators, or of them those who did something that counts as use. */
export type People = "seen" | "active";

/** Events, people, or the days of people. */
export type Counted = { readonly agg: "count" | "count_distinct" | "user_days"; readonly people: People };

/**
 * How a figure about events is read from rollups, exactly. What lies in a stored period whole, for an instance whose
 * consent and attributes do not change in it, is read from `event_period`; the rest by days: events from the days
 * of `event_period`, people from the days of `user_month`.
 */
export type PeriodRoute = {
  readonly kind: "periods";
  readonly periods: Guarded;
  readonly users: Guarded;
  readonly detail: Detail;
  readonly value: Counted;
  readonly by: Counted | null;
  /** The people behind the figure. */
  readonly people: People;
  /** Null where no stored period is exact. */
  readonly stored: StoredPeriods | null;
};

/** By name of the event: its days, where the first five users tell whether there are fewer. */
export type NameRoute = { readonly kind: "names"; readonly names: Guarded };

/** `sent` is where something was sent at all, by day: for coverage. */
export type Route = (PeriodRoute | NameRoute) & { readonly sent: Guarded };

const COLUMNS = new Map([
  ["user_key", "string"],
  ["counts_as_active", "boolean"],
  ["is_operator", "boolean"],
] as const);

const USER = parseExpression("user_key", COLUMNS);
const COUNTED = parseExpression("not is_operator", COLUMNS);
const ACTIVE = parseExpression("counts_as_active and not is_operator", COLUMNS);

function same(one: Expr | null, other: Expr): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What the rollups hold, recognised by its definition: a part that is defined otherwise is read from the rows. */
function countedOf({ agg, value, where }: RowsPart): Counted | null {
  const people = same(where, ACTIVE) ? "active" : same(where, COUNTED) ? "seen" : null;
  if (people === null) return null;
  if (agg === "count") return people === "seen" ? { agg, people } : null;
  return (agg === "count_distinct" || agg === "user_days") && same(value, USER) ? { agg, people } : null;
}

type Figure = Pick<PeriodRoute, "value" | "by" | "people">;

function figureOf({ scan, value, by, users }: RowsFact): Figure | null {
  if (scan.table !== "event" || !same(users, USER)) return null;
  const own = countedOf(value);
  if (by === null) return own === null ? null : { value: own, by: null, people: own.people };
  const base = countedOf(by);
  return own === null || base === null ? null : { value: own, by: base, people: base.people };
}

/** The columns of the event that the question groups or filters by; null where a rollup has not got one. */
function columnsUsed({ fields }: Plan): ReadonlySet<string> | null {
  const used = new Set<string>();
  for (const field of fields) {
    const { from } = field;
    if (isOfRegistry(field)) continue;
    if (from.kind !== "row" || from.expr.kind !== "column" || !["family", "client", "name"].includes(from.expr.name))
      return null;
    used.add(from.expr.name);
  }
  return used;
}

/** Attributes of an instance's day, which come from the snapshot whatever the table. */
export function isOfRegistry({ from }: Dimension): boolean {
  switch (from.kind) {
    case "registry":
      return true;
    case "row":
      return false;
    case "custom":
      return [...from.parts.values()].every(isOfRegistry);
    case "top":
      return isOfRegistry(from.of);
  }
}

function detailOf(used: ReadonlySet<string>): Detail {
  if (used.has("family")) return used.has("client") ? "both" : "family";
  return used.has("client") ? "client" : "none";
}

/** The smallest table that answers the figure exactly; null: the rows themselves. */
export function routeOf(plan: Plan, fact: RowsFact): Route | null {
  const figure = plan.rolledUpTo === null ? null : figureOf(fact);
  const used = columnsUsed(plan);
  if (plan.rolledUpTo === null || figure === null || used === null) return null;
  if (used.has("name")) return nameRoute(fact, figure);
  const isAdditive = addsUp(plan, fact);
  if (!isAdditive && [figure.value, figure.by].some((part) => part?.agg === "user_days")) return null;
  const { scan } = fact;
  const periods = periodsOf(fact);
  return {
    kind: "periods",
    sent: periods,
    periods,
    users: guard({ ...scan, table: "user_month", dayColumn: "month" }, scan.level),
    detail: detailOf(used),
    ...figure,
    stored: isAdditive ? storedPeriods(plan, plan.rolledUpTo) : null,
  };
}

function periodsOf({ scan }: RowsFact): Guarded {
  return guard({ ...scan, table: "event_period", dayColumn: "start" }, scan.level);
}

/** Only how often something happened is kept by name. */
function nameRoute(fact: RowsFact, { value, by }: Figure): Route | null {
  if (by !== null || value.agg !== "count") return null;
  const { scan } = fact;
  return { kind: "names", sent: periodsOf(fact), names: guard({ ...scan, table: "event_day" }, scan.level) };
}

/** The tables that a route reads, the smallest first. */
export function routeTables(route: Route): string[] {
  if (route.kind === "names") return [route.names.table];
  const byDays = route.stored?.grain === "day" ? [] : [route.users.table];
  return [route.periods.table, ...byDays];
}

/** People of several families or clients cannot be added up: one that is only filtered by must be one value. */
function addsUp({ fields, groups, ...plan }: Plan, { own }: RowsFact): boolean {
  const filters = [...plan.filters, ...own];
  return fields.every((field, index) => {
    if (index < groups || isOfRegistry(field)) return true;
    return filters.some((filter) => filter.field === index && isOneValue(filter.predicate));
  });
}

function isOneValue({ any }: Predicate): boolean {
  const [test] = any;
  return any.length === 1 && test?.op === "like" && test.segments.length === 1;
}

/** The stored periods that the question asks for whole: cut by neither end of the range, or only by the end of data. */
function storedPeriods({ grain, periods }: Plan, rolledUpTo: Day): StoredPeriods | null {
  const [only] = periods;
  const stored = grain ?? (periods.length === 1 && only !== undefined ? grainOf(only.from, only.to, rolledUpTo) : null);
  if (stored !== "day" && stored !== "week" && stored !== "month") return null;
  const whole = periods.filter(({ from, to }) => isWhole(stored, from, to, rolledUpTo));
  const first = whole[0];
  const last = whole.at(-1);
  return first === undefined || last === undefined ? null : { grain: stored, from: first.from, to: last.to };
}

function isWhole(grain: StoredPeriods["grain"], from: Day, to: Day, rolledUpTo: Day): boolean {
  const end = shift(grain, from, 1);
  return floorTo(grain, from) === from && (to === end || (to < end && to === rolledUpTo));
}

function grainOf(from: Day, to: Day, rolledUpTo: Day): StoredPeriods["grain"] | null {
  const grains = ["day", "week", "month"] as const;
  return grains.find((grain) => isWhole(grain, from, to, rolledUpTo)) ?? null;
}

/** A calendar month of a period, clipped to it, and the period where a stored one may stand for it. */
export type MonthSpan = {
  readonly period: Day;
  readonly month: Day;
  readonly from: Day;
  readonly to: Day;
  readonly whole: { readonly from: Day; readonly to: Day } | null;
};

/** The months that each period of the answer touches. */
export function monthSpans({ grain, days, periods }: Plan, stored: StoredPeriods | null): MonthSpan[] {
  return periods.flatMap(({ start, from, to }) => {
    const spans: MonthSpan[] = [];
    const whole = stored !== null && from >= stored.from && to <= stored.to ? { from, to } : null;
    for (let month = floorTo("month", from); month < to; month = shift("month", month, 1)) {
      const end = shift("month", month, 1);
      const period = grain === null ? days.firstPeriod : start;
      spans.push({ period, month, from: from < month ? month : from, to: to < end ? to : end, whole });
    }
    return spans;
  });
}

import type { Guarded } from "#lib/consent/gate.ts";
import type { RowsFact } from "#lib/semantic/plan.ts";
import {
  fieldColumns,
  filterConditions,
  OF_SCAN,
  type PrintContext,
  periodOf,
  scopeConditions,
} from "#lib/semantic/print/context.ts";
import { printExpr } from "#lib/semantic/print/expression.ts";
import { fieldNames, type Relation, select } from "#lib/semantic/print/text.ts";
import {
  type Counted,
  type Detail,
  monthSpans,
  type People,
  type PeriodRoute,
  type StoredPeriods,
} from "#lib/semantic/route.ts";

type Routed = { readonly fact: RowsFact; readonly route: PeriodRoute; readonly context: PrintContext };

/**
 * A figure about events out of stored periods, and, for an instance whose consent or attributes change within one and
 * for periods that the range cuts, out of days: `_open` says which instance is open on which days of a month.
 */
export function periodRelations(routed: Routed): Relation[] {
  const { fact, route, context } = routed;
  const f = `f${fact.slot}`;
  const parts = [
    ...(route.stored === null ? [] : [wholePart(routed, route.stored)]),
    ...(route.stored?.grain === "day" ? [] : dayParts(routed)),
    ...([route.value, route.by].some((one) => one?.agg === "user_days") ? [userDayPart(routed)] : []),
  ];
  const group = ["period", ...fieldNames(context.plan.groups)].join(", ");
  const counted = parts.flatMap(({ counted: one }) => (one === null ? [] : [one])).join("\nUNION ALL\n");
  const base = route.by === null ? [] : [`SUM(base) AS d${fact.slot}`];
  const sums = [`SUM(value) AS v${fact.slot}`, ...base, `SUM(people) AS u${fact.slot}`];
  return [
    ...parts.map(({ relation }) => relation),
    { name: `${f}_each`, sql: counted },
    { name: f, sql: select([group, ...sums], `FROM ${f}_each`, [], `GROUP BY ${group}`) },
  ];
}

/** Where something was sent: the days of all families and clients. */
export function sentByDay(fact: RowsFact, sent: Guarded, context: PrintContext): Relation {
  const { plan, params, gate, dialect } = context;
  const { columns, joins } = fieldColumns(context, { ...OF_SCAN, row: null });
  const picked = ["i.instance_no", "i.account_id", `${periodOf(plan, "s.start", params)} AS period`, ...columns];
  const from = [
    `FROM {{warehouse}}.${sent.table} AS s`,
    `INNER JOIN {{snapshot}}.interval AS i\n  ON ${gate.join(sent, dialect).join("\n  AND ")}`,
    ...joins,
  ];
  const rows = rowsOf(context, "day", "none", plan.days);
  return {
    name: `f${fact.slot}_seen`,
    sql: select(picked, from.join("\n"), [...rows, ...scopeConditions(fact.scope, context)]),
  };
}

function rowsOf(
  { params }: PrintContext,
  grain: StoredPeriods["grain"],
  detail: Detail,
  { from, to }: { readonly from: string; readonly to: string },
): string[] {
  return [
    `s.grain = ${params.string(grain)}`,
    `s.detail = ${params.string(detail)}`,
    `s.start >= ${params.date(from)}`,
    `s.start < ${params.date(to)}`,
  ];
}

/** A relation, and its figures where it has some. */
type Part = { readonly relation: Relation; readonly counted: string | null };

const USERS_OF = { seen: "users", active: "active_users" } as const;
const DAYS_OF = { seen: "seen_days", active: "active_days" } as const;

/** Stored periods that lie within one interval: they count as they are. */
function wholePart(routed: Routed, stored: StoredPeriods): Part {
  const { fact, route, context } = routed;
  const name = `f${fact.slot}_whole`;
  const last = lastDay(context, stored);
  const sql = periodRows(routed, "s.start", stored, route.detail, last);
  const figure = ({ agg, people }: Counted) => {
    if (agg === "user_days") return "0";
    return agg === "count" ? "SUM(events)" : `SUM(${USERS_OF[people]})`;
  };
  return { relation: { name, sql }, counted: counted(routed, name, figure, `SUM(${USERS_OF[route.people]})`) };
}

/** Days of people add up over days, whatever consent does in between. */
function userDayPart(routed: Routed): Part {
  const { fact, route, context } = routed;
  const { plan, params } = context;
  const name = `f${fact.slot}_daily`;
  const days = { grain: "day", from: plan.days.from, to: plan.days.to } as const;
  const sql = periodRows(routed, periodOf(plan, "s.start", params), days, route.detail, "s.start");
  const figure = ({ agg, people }: Counted) => (agg === "user_days" ? `SUM(${USERS_OF[people]})` : "0");
  return { relation: { name, sql }, counted: counted(routed, name, figure, "0") };
}

/** Rows of stored periods behind the gate, each of a period that lies within one interval up to its last day. */
function periodRows(
  { fact, route, context }: Routed,
  period: string,
  stored: StoredPeriods,
  detail: Detail,
  last: string,
): string {
  const { gate, dialect } = context;
  const { columns, joins } = fieldColumns(context, OF_SCAN);
  const picked = [`${period} AS period`, ...columns, "s.events", "s.users", "s.active_users"];
  const from = [
    `FROM {{warehouse}}.${route.periods.table} AS s`,
    `INNER JOIN {{snapshot}}.interval AS i\n  ON ${gate.join(route.periods, dialect, last).join("\n  AND ")}`,
    ...joins,
  ];
  const conditions = [...rowsOf(context, stored.grain, detail, stored), ...scopeConditions(fact.scope, context)];
  return select(picked, from.join("\n"), conditions);
}

/** The last day that a stored period speaks about: its own, or that of the data. */
function lastDay({ dialect, params }: PrintContext, { grain, to }: StoredPeriods): string {
  if (grain === "day") return "s.start";
  const end = grain === "week" ? dialect.addDays("s.start", 7) : dialect.addMonths("s.start", 1);
  return dialect.addDays(`CAST(LEAST(${end}, ${params.date(to)}) AS DATE)`, -1);
}

/** What remains, by days: `_open`, then events and people of the days that are open. */
function dayParts(routed: Routed): Part[] {
  const { fact, route, context } = routed;
  const f = `f${fact.slot}`;
  const { plan } = context;
  const byKey = `s.${keyOf(routed)} = o.${keyOf(routed)}`;
  const days = select(
    ["o.period", ...openColumns(context), "s.events"],
    `FROM {{warehouse}}.${route.periods.table} AS s\nINNER JOIN ${f}_open AS o\n  ON ${byKey}\n  AND s.start >= o.from_day\n  AND s.start < o.to_day`,
    rowsOf(context, "day", route.detail, plan.days),
  );
  const people = select(
    ["o.period", ...openColumns(context), "s.user_no", "s.active_days & o.days AS active_days"],
    `FROM {{warehouse}}.${route.users.table} AS s\nINNER JOIN ${f}_open AS o\n  ON ${byKey}\n  AND s.month = o.month`,
    userConditions(routed),
  );
  const users = (of: People) =>
    `COUNT(DISTINCT ${of === "seen" ? "user_no" : "CASE WHEN active_days <> 0 THEN user_no END"})`;
  const events = ({ agg }: Counted) => (agg === "count" ? "SUM(events)" : "0");
  const distinct = ({ agg, people: of }: Counted) => (agg === "count_distinct" ? users(of) : "0");
  return [
    ...openRelations(routed).map((relation) => ({ relation, counted: null })),
    { relation: { name: `${f}_days`, sql: days }, counted: counted(routed, `${f}_days`, events, "0") },
    {
      relation: { name: `${f}_people`, sql: people },
      counted: counted(routed, `${f}_people`, distinct, users(route.people)),
    },
  ];
}

function keyOf({ route, context }: Routed): string {
  return context.dialect.instanceKey(route.periods.key);
}

function userConditions({ route, context: { plan, params } }: Routed): string[] {
  const [first] = monthSpans(plan, null);
  const parts = [route.people, route.value.people, route.by?.people];
  const widest = parts.includes("seen") ? DAYS_OF.seen : DAYS_OF.active;
  return [
    `s.detail = ${params.string(route.detail)}`,
    `s.month >= ${params.date(first?.month ?? plan.days.from)}`,
    `s.month < ${params.date(plan.days.to)}`,
    `(s.${widest} & o.days) <> 0`,
  ];
}

/** Attributes of the registry come with the open days, the others with the row. */
function openColumns({ plan, params }: PrintContext): string[] {
  return plan.fields.map((field, index) =>
    field.from.kind === "row" ? `${printExpr(field.from.expr, "s", params)} AS c${index}` : `o.c${index}`,
  );
}

/** Per instance and month the days that may be seen, as bits, other than those that a stored period speaks for. */
function openRelations(routed: Routed): Relation[] {
  const { fact, route, context } = routed;
  const f = `f${fact.slot}`;
  const { gate, dialect } = context;
  const open = gate.bounds;
  const fields = fieldColumns(context, { ...OF_SCAN, row: null });
  const key = keyOf(routed);
  const picked = [
    "v.period",
    "v.month",
    ...new Set(["i.instance_no", `i.${key}`]),
    `GREATEST(v.from_day, ${open.from}) AS from_day`,
    `LEAST(v.to_day, ${open.to}) AS to_day`,
    ...fields.columns,
  ];
  const conditions = [
    ...scopeConditions(fact.scope, context),
    ...(route.stored === null
      ? []
      : [`NOT COALESCE(${open.from} <= v.whole_from AND ${open.to} >= v.whole_to, FALSE)`]),
  ];
  const join = [`${open.from} < v.to_day`, `${open.to} > v.from_day`, ...gate.days(route.users)];
  const from = [`FROM ${f}_span AS v`, `INNER JOIN {{snapshot}}.interval AS i\n  ON ${join.join("\n  AND ")}`];
  const length = dialect.periodsBetween("day", "r.from_day", "r.to_day");
  const before = dialect.periodsBetween("day", "r.month", "r.from_day");
  const one = `CAST(1 AS ${dialect.type.integer})`;
  const bits = `((${one} << ${length}) - 1) << ${before} AS days`;
  return [
    { name: `${f}_span`, sql: spanRows(context, route.stored) },
    { name: `${f}_span_open`, sql: select(picked, [...from, ...fields.joins].join("\n"), conditions) },
    { name: `${f}_open`, sql: select(["r.*", bits], `FROM ${f}_span_open AS r`, []) },
  ];
}

function spanRows({ plan, params, dialect }: PrintContext, stored: StoredPeriods | null): string {
  const columns = ["period", "month", "from_day", "to_day", "whole_from", "whole_to"];
  const day = (value: string | null) => (value === null ? "CAST(NULL AS DATE)" : params.date(value));
  const rows = monthSpans(plan, stored).map(({ period, month, from, to, whole }) =>
    [period, month, from, to, whole?.from ?? null, whole?.to ?? null].map(day),
  );
  if (rows.length === 0)
    return `SELECT ${columns.map((column) => `CAST(NULL AS DATE) AS ${column}`).join(", ")} LIMIT 0`;
  return select(
    columns.map((column) => `v.${column}`),
    `FROM ${dialect.values("v", columns, rows)}`,
    [],
  );
}

/** A part's figures by period and group, behind the reader's filters. */
function counted(
  { route, context }: Routed,
  relation: string,
  figure: (of: Counted) => string,
  people: string,
): string {
  const group = ["period", ...fieldNames(context.plan.groups)];
  const base = route.by === null ? [] : [`${figure(route.by)} AS base`];
  const figures = [...group, `${figure(route.value)} AS value`, ...base, `${people} AS people`];
  return select(figures, `FROM ${relation} AS r`, filterConditions(context, "r"), `GROUP BY ${group.join(", ")}`);
}

import type { LastFact } from "#lib/semantic/plan.ts";
import {
  fieldColumns,
  filterConditions,
  type PrintContext,
  periodOf,
  type RegistryPlaces,
  scopeConditions,
} from "#lib/semantic/print/context.ts";
import { printExpr } from "#lib/semantic/print/expression.ts";
import { fieldNames, indent, type Relation, select } from "#lib/semantic/print/text.ts";

const PLACES: RegistryPlaces = {
  interval: "i",
  accountType: "i.account_type",
  accountId: "i.account_id",
  instanceNo: "i.instance_no",
  row: "s",
};

/**
 * The visible rows first, then the last of each instance and period, then the filters: an instance
 * is counted once in a period, where its last visible row says.
 */
export function lastRelations(fact: LastFact, context: PrintContext): Relation[] {
  const f = `f${fact.slot}`;
  const fields = fieldNames(context.plan.fields.length);
  const group = ["period", ...fields.slice(0, context.plan.groups)];
  const relations = [lastSeen(fact, context), ...last(fact, context)];
  if (fact.mean !== null) relations.push(mean(fact, context));
  const rows = select(
    [
      "l.period",
      "l.instance_no",
      ...fields.map((name) => `l.${name}`),
      "l.value",
      fact.mean === null ? "1 AS mean" : "m.mean",
    ],
    fact.mean === null
      ? `FROM ${f}_last AS l`
      : `FROM ${f}_last AS l\nINNER JOIN ${f}_mean AS m USING (instance_no, period)`,
    filterConditions(context, "l"),
  );
  relations.push({ name: `${f}_rows`, sql: rows });
  if (fact.perSeat) relations.push(...seatRelations(fact, context));
  const [v, d] = [`v${fact.slot}`, `d${fact.slot}`];
  const figures = fact.mean === null ? [`SUM(value) AS ${v}`] : [`SUM(mean) / 1000000.0 AS ${v}`, `SUM(value) AS ${d}`];
  const grouped = select([...group, ...figures], `FROM ${f}_rows`, [], `GROUP BY ${group.join(", ")}`);
  return [...relations, { name: f, sql: grouped }];
}

/** Rows behind the gate, of the population. */
export function lastSeen(fact: LastFact, context: PrintContext): Relation {
  const { scan, mean } = fact;
  const { plan, params, gate, dialect } = context;
  const { columns, joins } = fieldColumns(context, PLACES);
  const day = `s.${scan.dayColumn}`;
  const own = periodOf(plan, day, params);
  const picked = [
    "i.instance_no",
    "i.account_id",
    ...(mean === null ? [] : [day]),
    ...fact.latestBy.map((column) => `s.${column}`),
    `${scan.describes === null ? own : `s.${scan.describes}`} AS period`,
    `${fact.value === null ? "1" : printExpr(fact.value, "s", params)} AS value`,
    ...(mean === null ? [] : [`${own} AS own_period`, `${printExpr(mean, "s", params)} AS mean`]),
    ...columns,
  ];
  const from = [
    `FROM {{warehouse}}.${scan.table} AS s`,
    `INNER JOIN {{snapshot}}.interval AS i\n  ON ${gate.join(scan, dialect).join("\n  AND ")}`,
    ...joins,
  ];
  const conditions = [
    `${day} >= ${params.date(plan.days.from)}`,
    `${day} < ${params.date(plan.days.to)}`,
    ...scopeConditions(fact.scope, context),
  ];
  return { name: `f${fact.slot}_seen`, sql: select(picked, from.join("\n"), conditions) };
}

/** The last seen row of each instance and period, then whether what it describes may be seen. */
function last(fact: LastFact, context: PrintContext): Relation[] {
  const f = `f${fact.slot}`;
  const { plan, dialect } = context;
  const fields = fieldNames(plan.fields.length);
  const keys = keysOf(fact, fields);
  const conditions = valueConditions(fact, context);
  const described = context.gate.described(fact.scan, dialect);
  const kept = ["instance_no", "period", "value", ...fields].map((column) => `r.${column}`);
  // Of one day there is one row as a rule: nothing to be gained by grouping first.
  if (plan.grain === "day" && keys.length > 0)
    return [{ name: `${f}_last`, sql: select(kept, `FROM ${f}_seen AS r`, conditions, newest(keys, "period")) }];
  const [first = "period", ...others] = keys;
  const group = ["r.instance_no", "r.period", ...others.map((key) => `r.${key}`)];
  const latest = (column: string) => `${dialect.latest(`r.${column}`, `r.${first}`)} AS ${column}`;
  const picked = [
    ...group,
    ...(others.length === 0 ? [] : [`MAX(r.${first}) AS ${first}`]),
    fact.value === null ? "1 AS value" : latest("value"),
    ...fields.map(latest),
  ];
  const grouped = select(picked, `FROM ${f}_seen AS r`, conditions, `GROUP BY ${group.join(", ")}`);
  if (others.length === 0 && described.length === 0) return [{ name: `${f}_last`, sql: grouped }];
  const tail = others.length === 0 ? "" : newest(keys, "period");
  return [
    { name: `${f}_latest`, sql: grouped },
    { name: `${f}_last`, sql: select(kept, `FROM ${f}_latest AS r`, described, tail) },
  ];
}

/** Columns that tell which row of an instance and period is the last; none where all rows would say the same. */
function keysOf({ value, latestBy, scan }: LastFact, fields: readonly string[]): readonly string[] {
  if (value === null && fields.length === 0) return [];
  return latestBy.filter((column) => column !== scan.describes);
}

/** Conditions on a seen row `r` for its value to count, apart from those of the gate. */
export function valueConditions({ scan, value }: LastFact, { plan, params }: PrintContext): string[] {
  const present = value === null ? [] : ["r.value IS NOT NULL"];
  if (scan.describes === null) return present;
  const { firstPeriod, to } = plan.days;
  return [...present, `r.period >= ${params.date(firstPeriod)}`, `r.period < ${params.date(to)}`];
}

/** Means are kept in millionths, as whole numbers: their sum does not depend on the order. */
function mean({ slot, scan, latestBy }: LastFact, { dialect }: PrintContext): Relation {
  const tail = newest(latestBy, scan.dayColumn);
  const days = select(["instance_no", "own_period", "mean"], `FROM f${slot}_seen`, ["mean IS NOT NULL"], tail);
  const sql = `SELECT
  instance_no,
  own_period AS period,
  CAST(ROUND(SUM(mean) * 1e6 / COUNT(mean)) AS ${dialect.type.integer}) AS mean
FROM (
${indent(days)}
) AS days
GROUP BY instance_no, own_period`;
  return { name: `f${slot}_mean`, sql };
}

function newest(keys: readonly string[], per: string): string {
  const order = keys.map((column) => `${column} DESC`).join(", ");
  return `QUALIFY ROW_NUMBER() OVER (PARTITION BY instance_no, ${per} ORDER BY ${order}) = 1`;
}

/** Seats of the licences whose instance is counted, and of those without one where every production instance is. */
function seatRelations(fact: LastFact, context: PrintContext): Relation[] {
  const f = `f${fact.slot}`;
  const { plan, params } = context;
  const fields = fieldNames(plan.fields.length);
  const account: RegistryPlaces = {
    interval: null,
    accountType: "k.account_type",
    accountId: "k.account_id",
    instanceNo: null,
    row: null,
  };
  const { columns, joins } = fieldColumns(context, account);
  const whole = `SELECT p.period, i.account_id
FROM periods AS p
INNER JOIN {{snapshot}}.interval AS i
  ON i.valid_from <= p.last_day AND p.last_day < i.valid_to AND i.environment = ${params.string("production")}
LEFT JOIN ${f}_last AS q ON q.instance_no = i.instance_no AND q.period = p.period
GROUP BY p.period, i.account_id
HAVING COUNT(*) = COUNT(q.instance_no)`;
  const own = select(
    ["q.period", ...fields.map((name) => `q.${name}`), "k.seats"],
    `FROM ${f}_rows AS q\nINNER JOIN ${f}_licence AS k ON k.instance_no = q.instance_no AND k.period = q.period`,
    [],
  );
  const shared = select(
    ["k.period", ...columns, "k.seats"],
    [
      `FROM ${f}_licence AS k`,
      `INNER JOIN ${f}_whole AS x ON x.account_id = k.account_id AND x.period = k.period`,
      ...joins,
    ].join("\n"),
    ["k.instance_no IS NULL"],
  );
  const group = ["period", ...fields.slice(0, plan.groups)];
  const counted = select(
    [...group, `SUM(seats) AS d${fact.slot}`],
    `FROM (\n${indent(own)}\n  UNION ALL\n${indent(filtered(shared, context))}\n) AS counted`,
    [],
    `GROUP BY ${group.join(", ")}`,
  );
  return [licenceRelation(fact, context), { name: `${f}_whole`, sql: whole }, { name: `${f}_seats`, sql: counted }];
}

function filtered(sql: string, context: PrintContext): string {
  const conditions = filterConditions(context, "k");
  if (conditions.length === 0) return sql;
  const columns = ["period", ...fieldNames(context.plan.fields.length), "seats"].map((column) => `k.${column}`);
  return select(columns, `FROM (\n${indent(sql)}\n) AS k`, conditions);
}

/** Licences active on the last day of each period, of accounts that were of the counted type on it. */
export function licenceRelation({ slot, scope }: Pick<LastFact, "slot" | "scope">, { params }: PrintContext): Relation {
  const types = scope.types.map((type) => params.string(type)).join(", ");
  const sql = `SELECT p.period, p.last_day, l.account_id, l.instance_no, l.seats, t.type AS account_type
FROM periods AS p
INNER JOIN {{snapshot}}.licence AS l ON l.valid_from <= p.last_day AND p.last_day < l.valid_to
INNER JOIN {{snapshot}}.account_type AS t
  ON t.account_id = l.account_id AND t.valid_from <= p.last_day AND p.last_day < t.valid_to
WHERE t.type IN (${types})`;
  return { name: `f${slot}_licence`, sql };
}

import type { LastFact } from "#lib/semantic/plan.ts";
import { fieldColumns, filterConditions, type PrintContext, type RegistryPlaces } from "#lib/semantic/print/context.ts";
import { fieldNames, indent, type Relation, select } from "#lib/semantic/print/text.ts";

/** Seats of the licences whose instance is counted, and of those without one where every production instance is. */
export function seatRelations(fact: LastFact, placed: string, context: PrintContext): Relation[] {
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
LEFT JOIN ${placed} AS q ON q.instance_no = i.instance_no AND q.period = p.period
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

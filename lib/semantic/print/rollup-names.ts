import { SMALLEST_CELL } from "#lib/semantic/disclosure.ts";
import type { RowsFact } from "#lib/semantic/plan.ts";
import {
  fieldColumns,
  filterConditions,
  OF_SCAN,
  type PrintContext,
  periodOf,
  scopeConditions,
} from "#lib/semantic/print/context.ts";
import { fieldNames, indent, type Relation, select } from "#lib/semantic/print/text.ts";
import type { NameRoute } from "#lib/semantic/route.ts";

type Routed = { readonly fact: RowsFact; readonly route: NameRoute; readonly context: PrintContext };

const KEPT = Array.from({ length: SMALLEST_CELL }, (_, index) => `user_${index + 1}`);

/**
 * Events by name, out of their days. Whether a cell is about fewer people than may be told apart is decided exactly:
 * by the most users of a day where those are enough, else by the users that each day keeps.
 */
export function nameRelations({ fact, route, context }: Routed): Relation[] {
  const f = `f${fact.slot}`;
  const groups = ["period", ...fieldNames(context.plan.groups)];
  const filters = filterConditions(context, "r");
  const own = groups.map((column) => `r.${column}`);
  const each = select(
    [...own, "r.instance_no", "SUM(r.events) AS value", "MAX(r.users) AS people"],
    `FROM ${f}_rows AS r`,
    filters,
    `GROUP BY ${[...own, "r.instance_no"].join(", ")}`,
  );
  const cells = select(
    [...groups, "SUM(value) AS value", "SUM(people) AS people"],
    `FROM ${f}_each`,
    [],
    `GROUP BY ${groups.join(", ")}`,
  );
  const enough = `people >= ${SMALLEST_CELL}`;
  const parts = [
    select([...groups, "value", `CASE WHEN ${enough} THEN people ELSE 0 END AS people`], `FROM ${f}_cells`, []),
    select(
      [...groups, "0 AS value", "COUNT(DISTINCT user_no) AS people"],
      `FROM ${f}_few`,
      [],
      `GROUP BY ${groups.join(", ")}`,
    ),
  ];
  const sums = [`SUM(value) AS v${fact.slot}`, `SUM(people) AS u${fact.slot}`];
  return [
    nameRows({ fact, route, context }),
    { name: `${f}_each`, sql: each },
    { name: `${f}_cells`, sql: cells },
    { name: `${f}_few`, sql: fewUsers(f, groups, filters) },
    {
      name: f,
      sql: select(
        [...groups, ...sums],
        `FROM (\n${parts.map(indent).join("\n  UNION ALL\n")}\n) AS parts`,
        [],
        `GROUP BY ${groups.join(", ")}`,
      ),
    },
  ];
}

/** The users of the cells that have fewer on every day: each of their days keeps all it has. */
function fewUsers(f: string, groups: readonly string[], filters: readonly string[]): string {
  const same = groups.map((column) => `r.${column} IS NOT DISTINCT FROM k.${column}`).join("\n  AND ");
  const from = `FROM ${f}_rows AS r\nINNER JOIN ${f}_cells AS k\n  ON ${same}\n  AND k.people < ${SMALLEST_CELL}`;
  const users = KEPT.map((user) =>
    select([...groups.map((column) => `k.${column}`), `r.${user} AS user_no`], from, [
      ...filters,
      `r.${user} IS NOT NULL`,
    ]),
  );
  return users.join("\nUNION ALL\n");
}

function nameRows({ fact, route, context }: Routed): Relation {
  const { plan, params, gate, dialect } = context;
  const { columns, joins } = fieldColumns(context, OF_SCAN);
  const day = `s.${route.names.dayColumn}`;
  const kept = KEPT.map((user) => `s.${user}`);
  const period = `${periodOf(plan, day, params)} AS period`;
  const from = [
    `FROM {{warehouse}}.${route.names.table} AS s`,
    `INNER JOIN {{snapshot}}.interval AS i\n  ON ${gate.join(route.names, dialect).join("\n  AND ")}`,
    ...joins,
  ];
  const conditions = [
    `${day} >= ${params.date(plan.days.from)}`,
    `${day} < ${params.date(plan.days.to)}`,
    ...scopeConditions(fact.scope, context),
  ];
  const picked = ["i.instance_no", period, "s.events", "s.users", ...kept, ...columns];
  return { name: `f${fact.slot}_rows`, sql: select(picked, from.join("\n"), conditions) };
}

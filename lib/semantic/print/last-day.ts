import type { Day } from "#lib/consent/model.ts";
import { addDays } from "#lib/semantic/calendar.ts";
import type { Param } from "#lib/semantic/compiled.ts";
import type { Plan } from "#lib/semantic/plan.ts";
import { printContext, scopeConditions } from "#lib/semantic/print/context.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";
import type { GateText } from "#lib/semantic/print/gate.ts";
import { select } from "#lib/semantic/print/text.ts";

/** Days before the data clock in which a last sign of life is looked for. */
const LOOK_BACK = 400;

/** The last day on which each instance sent something that may be seen; null for figures of the registry. */
export function printLastDay(
  plan: Plan,
  slot: number,
  dataClock: Day,
  dialect: Dialect,
  gate: GateText,
): { sql: string; params: Param[]; shared: [] } | null {
  const fact = plan.facts.find((one) => one.slot === slot);
  if (fact === undefined || !("scan" in fact)) return null;
  const context = printContext(plan, dialect, gate);
  const { params } = context;
  const day = `s.${fact.scan.dayColumn}`;
  const from = [
    `FROM {{warehouse}}.${fact.scan.table} AS s`,
    `INNER JOIN {{snapshot}}.interval AS i\n  ON ${gate.join(fact.scan, dialect).join("\n  AND ")}`,
  ];
  const sql = select(
    ["i.instance_no", `CAST(MAX(${day}) AS ${dialect.type.text}) AS last_day`],
    from.join("\n"),
    [
      `${day} >= ${params.date(addDays(dataClock, -LOOK_BACK))}`,
      `${day} < ${params.date(addDays(dataClock, 1))}`,
      ...scopeConditions(fact.scope, context),
    ],
    "GROUP BY i.instance_no",
  );
  return { sql, params: params.list, shared: [] };
}

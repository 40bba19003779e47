import type { LastFact } from "#lib/semantic/plan.ts";
import { type PrintContext, scopeConditions } from "#lib/semantic/print/context.ts";
import { indent, type Relation, select } from "#lib/semantic/print/text.ts";

/** How long before the range the row may lie from which the first increase counts. */
export const LOOK_BACK_DAYS = 31;

/** Numbers the stretches of days in which an instance is visible and of the population without a gap. */
export function runRelations(fact: LastFact, context: PrintContext): Relation[] {
  const f = `f${fact.slot}`;
  const before = "LAG(i.valid_to) OVER (PARTITION BY i.instance_no ORDER BY i.valid_from)";
  const breaks = select(
    ["i.instance_no", "i.valid_from", `CASE WHEN ${before} = i.valid_from THEN 0 ELSE 1 END AS begins`],
    "FROM {{snapshot}}.interval AS i",
    [...context.gate.days(fact.scan), ...scopeConditions(fact.scope, context)],
  );
  const run = "SUM(begins) OVER (PARTITION BY instance_no ORDER BY valid_from) AS run";
  return [
    { name: `${f}_stretches`, sql: breaks },
    { name: `${f}_runs`, sql: select(["instance_no", "valid_from", run], `FROM ${f}_stretches`, []) },
  ];
}

/**
 * What a counter rose by from one day's last value to the next one's of the same stretch, in the period of the
 * later day. A counter that fell has been cleaned up at the sender: that is no increase.
 */
export function increaseRelation(fact: LastFact, name: string, days: string, { plan, params }: PrintContext): Relation {
  const day = fact.scan.dayColumn;
  const keys = ["instance_no", ...fact.rowKey];
  const within = `PARTITION BY ${[...keys, "run"].join(", ")} ORDER BY ${day}`;
  const steps = select(
    ["instance_no", "period", day, `value - LAG(value) OVER (${within}) AS rise`],
    `FROM (\n${indent(days)}\n) AS days`,
    [],
  );
  const sql = select(
    ["instance_no", "period", "SUM(GREATEST(rise, 0)) AS value"],
    `FROM (\n${indent(steps)}\n) AS steps`,
    ["rise IS NOT NULL", `${day} >= ${params.date(plan.days.from)}`],
    "GROUP BY instance_no, period",
  );
  return { name, sql };
}

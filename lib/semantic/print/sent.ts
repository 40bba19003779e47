import type { Fact } from "#lib/semantic/plan.ts";
import { filterConditions, type PrintContext } from "#lib/semantic/print/context.ts";
import { keptRelations } from "#lib/semantic/print/facts.ts";
import { describedConditions } from "#lib/semantic/print/held.ts";
import { seenRelations, sidesOf } from "#lib/semantic/print/last.ts";
import { valueConditions } from "#lib/semantic/print/newest.ts";
import { apart, isShareable, placed, share } from "#lib/semantic/print/share.ts";
import { type Relation, select } from "#lib/semantic/print/text.ts";

/** The instances and the periods in which each sent something that counts. */
export function sentRelation(fact: Fact, context: PrintContext, name: string): Relation {
  // What is derived was filtered where its parts were.
  if (fact.kind === "derived") return sentOf(`f${fact.slot}_seen`, "period", [], withoutFilters(context), name);
  const period = fact.kind === "last" ? sidesOf(fact).value.period : "period";
  return sentOf(`f${fact.slot}_seen`, period, sentConditions(fact, context), context, name);
}

function sentOf(
  from: string,
  period: string,
  conditions: readonly string[],
  context: PrintContext,
  name: string,
): Relation {
  const sql = select(
    [`r.${period} AS period`, "r.instance_no", "r.account_id"],
    `FROM ${from} AS r`,
    [...conditions, ...registryFilters(context)],
    `GROUP BY r.${period}, r.instance_no, r.account_id`,
  );
  return { name, sql };
}

/** The relations up to `sent`; what the registry's filters let pass is chosen from what all have in common. */
export function sentSources(fact: Fact, context: PrintContext): Relation[] {
  if (fact.kind !== "last" || !isShareable(context)) {
    return [...keptRelations(fact, context), sentRelation(fact, context, "sent")];
  }
  const own = apart(fact, context);
  const { period } = sidesOf(fact).value;
  const sql = select(
    [`r.${period} AS period`, "r.instance_no", "r.valid_from"],
    "FROM f0_seen AS r",
    sentConditions(own.fact, own.context),
    `GROUP BY r.${period}, r.instance_no, r.valid_from`,
  );
  const relations = [...seenRelations(own.fact, own.context, ["i.valid_from"]), { name: "sent", sql }];
  const columns = ["period", "instance_no", "valid_from"];
  const from = share({ relations, last: "sent", columns }, own.context, context);
  const kept = ["l.period", "l.instance_no", "i.account_id"];
  return [placed(from, kept, "heard", context, false), sentOf("heard", "period", [], context, "sent")];
}

/** Periods that follow one another, numbered alike. */
export function runsRelation(fact: Fact, context: PrintContext): Relation {
  const { plan, params, gate, dialect } = context;
  const described = describedConditions(fact, gate, dialect);
  const number = dialect.periodsBetween(plan.grain ?? "day", params.date(plan.days.firstPeriod), "r.period");
  const place = "ROW_NUMBER() OVER (PARTITION BY r.instance_no, r.account_id ORDER BY r.period)";
  const runs = select(
    ["r.period", "r.instance_no", "r.account_id", `${number} - ${place} AS run`],
    "FROM sent AS r",
    described,
  );
  return { name: "runs", sql: runs };
}

function sentConditions(fact: Fact, context: PrintContext): string[] {
  return fact.kind === "last" ? valueConditions(fact, sidesOf(fact).value, context) : [];
}

function withoutFilters(context: PrintContext): PrintContext {
  return { ...context, plan: { ...context.plan, filters: [] } };
}

/** What a row says about itself does not decide whom a figure covers; the registry's filters do. */
function registryFilters(context: PrintContext): string[] {
  const { plan } = context;
  const filters = plan.filters.filter(({ field }) => plan.fields[field]?.from.kind === "registry");
  return filterConditions({ ...context, plan: { ...plan, filters } }, "r");
}

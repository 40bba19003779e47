import type { Param, SharedRelation } from "#lib/semantic/compiled.ts";
import { SMALLEST_CELL } from "#lib/semantic/disclosure.ts";
import type { Fact, Plan } from "#lib/semantic/plan.ts";
import type { Predicate } from "#lib/semantic/predicate.ts";
import { contextOf, type PrintContext, periodsRelation, printContext } from "#lib/semantic/print/context.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";
import { printPredicate } from "#lib/semantic/print/expression.ts";
import { factRelations, keptRelations } from "#lib/semantic/print/facts.ts";
import { combined, figureColumns, figureText, isAboutUsers, partsOf } from "#lib/semantic/print/figures.ts";
import type { GateText } from "#lib/semantic/print/gate.ts";
import { heldRelations } from "#lib/semantic/print/held.ts";
import { runsRelation, sentRelation, sentSources } from "#lib/semantic/print/sent.ts";
import { fieldNames, type Relation, select, withRelations } from "#lib/semantic/print/text.ts";
import { OTHER_VALUE } from "#lib/semantic/resolve-top.ts";

/** Sorted by a group column, by the period, or by a figure. */
export type OrderKey = {
  readonly by: { readonly kind: "period" } | { readonly kind: "group" | "figure"; readonly index: number };
  readonly desc: boolean;
};

/** Rows are kept where the figure passes. */
export type Having = { readonly figure: number; readonly predicate: Predicate };

type Printed = { readonly sql: string; readonly params: Param[]; readonly shared: SharedRelation[] };

/**
 * The answer's rows: period, group columns, then per figure its value, for a ratio the denominator, and
 * for figures about people how many. Every figure is a floating-point number, every period text.
 */
export function printRows(
  plan: Plan,
  order: readonly OrderKey[],
  limit: number,
  dialect: Dialect,
  gate: GateText,
  having: readonly Having[] = [],
): Printed {
  const context = printContext(plan, dialect, gate);
  const relations = withPeriods(
    plan.facts.flatMap((fact) => figureRelations(fact, context)),
    context,
  );
  relations.unshift(...topRelations(context));
  const groups = fieldNames(plan.groups);
  const parts = plan.facts.flatMap((fact) => partsOf(fact));
  relations.push({ name: "combined", sql: combined(parts, groups, dialect) });
  const figures = plan.facts.flatMap((fact) => figureColumns(fact));
  const isThere = plan.facts.map(({ slot }) => `v${slot} IS NOT NULL`).join(" OR ");
  const present = having.length === 0 ? isThere : `(${isThere})`;
  const final = `SELECT
  CAST(period AS ${dialect.type.text}) AS period,
${[...groups, ...figures].map((column) => `  ${column}`).join(",\n")}
FROM combined
WHERE ${[present, ...having.flatMap((one) => havingConditions(one, context))].join("\n  AND ")}
ORDER BY ${orderText(order, context)}
LIMIT ${limit}`;
  return { sql: withRelations(relations, final), params: context.params.list, shared: context.shared };
}

/**
 * Which instances sent something that counts, from which period to which: what coverage is made of. Periods that
 * follow one another are one row.
 */
export function printSent(plan: Plan, slot: number, dialect: Dialect, gate: GateText): Printed {
  const context = printContext(plan, dialect, gate);
  const fact = plan.facts.find((one) => one.slot === slot);
  if (fact === undefined) throw new Error("no such figure");
  const relations = withPeriods([...sentSources(fact, context), runsRelation(fact, context)], context);
  relations.unshift(...topRelations(context));
  const { text } = dialect.type;
  const ends = [`CAST(MIN(r.period) AS ${text}) AS period`, `CAST(MAX(r.period) AS ${text}) AS last`];
  const tail = "GROUP BY r.instance_no, r.account_id, r.run";
  const final = select([...ends, "r.instance_no", "r.account_id"], "FROM runs AS r", [], tail);
  return { sql: withRelations(relations, final), params: context.params.list, shared: context.shared };
}

/** A figure with its own filters, and like for like held to those who are seen throughout. */
function figureRelations(fact: Fact, context: PrintContext): readonly Relation[] {
  return heldRelations(fact, factRelations(fact, contextOf(fact, context)), context, (one, span) => [
    ...keptRelations(one, span),
    sentRelation(one, span, `f${one.slot}_sent`),
  ]);
}

/** True where a figure about people may be shown: what is hidden must not be found out by order or by filter. */
function shownCondition({ slot }: Fact): string {
  return `(v${slot} = 0 OR u${slot} >= ${SMALLEST_CELL})`;
}

function havingConditions({ figure, predicate }: Having, { plan, params }: PrintContext): string[] {
  const fact = plan.facts[figure];
  if (fact === undefined) return [];
  const tests = printPredicate(predicate, `(${figureText(fact)})`, params);
  return isAboutUsers(fact) ? [...tests, shownCondition(fact)] : tests;
}

/** The asked order, Other after all values, then every group column: no two rows are equal in all of them. */
function orderText(order: readonly OrderKey[], context: PrintContext): string {
  const { plan } = context;
  const asked = order.map((key) => `${keyText(key, plan)} ${key.desc ? "DESC" : "ASC"} NULLS LAST`);
  const ties = ["combined.period", ...fieldNames(plan.groups)].map((column) => `${column} ASC NULLS LAST`);
  const isNew = (tie: string) => !asked.some((key) => key.split(" ")[0] === tie.split(" ")[0]);
  const keys = [...asked, ...ties.filter(isNew)];
  const isPeriod = (key: string | undefined) => key?.startsWith("combined.period ") === true;
  keys.splice(isPeriod(keys[0]) ? 1 : 0, 0, ...otherLast(context));
  return keys.join(", ");
}

function otherLast({ plan, params }: PrintContext): string[] {
  const at = plan.fields.slice(0, plan.groups).findIndex(({ from }) => from.kind === "top");
  return at === -1 ? [] : [`CASE WHEN c${at} = ${params.string(OTHER_VALUE)} THEN 1 ELSE 0 END ASC`];
}

function keyText({ by }: OrderKey, { facts }: Plan): string {
  if (by.kind === "period") return "combined.period";
  if (by.kind === "group") return `c${by.index}`;
  const fact = facts[by.index];
  if (fact === undefined || !isAboutUsers(fact)) return `m${by.index}`;
  return `CASE WHEN ${shownCondition(fact)} THEN v${by.index} END`;
}

/**
 * The largest values of a field, by a statement of their own inside the statement. Its periods may be others than
 * those of the answer, so they have a name of their own.
 */
function topRelations(context: PrintContext): Relation[] {
  const { top } = context.plan;
  const [fact] = top?.plan.facts ?? [];
  if (top === null || fact === undefined) return [];
  const ranked: PrintContext = { ...context, plan: top.plan };
  const relations = withPeriods(figureRelations(fact, ranked), ranked);
  const text = context.dialect.type.text;
  const figure = isAboutUsers(fact)
    ? `CASE WHEN ${shownCondition(fact)} THEN ${figureText(fact)} END`
    : figureText(fact);
  const largest = select(
    [`COALESCE(CAST(c0 AS ${text}), '') AS value`],
    "FROM top_combined",
    [`v${fact.slot} IS NOT NULL`],
    `ORDER BY ${figure} DESC NULLS LAST, value ASC\nLIMIT ${top.n}`,
  );
  return [
    ...relations.map(({ name, sql }) => ({
      name: name === "periods" ? "top_periods" : name,
      sql: sql.replaceAll("FROM periods AS p", "FROM top_periods AS p"),
    })),
    { name: "top_combined", sql: combined(partsOf(fact), ["c0"], context.dialect) },
    { name: "top", sql: largest },
  ];
}

function withPeriods(relations: readonly Relation[], context: PrintContext): Relation[] {
  const isUsed = relations.some(({ sql }) => sql.includes("periods AS p"));
  return isUsed ? [periodsRelation(context), ...relations] : [...relations];
}

import type { Param } from "#lib/semantic/compiled.ts";
import type { Fact, Plan } from "#lib/semantic/plan.ts";
import { filterConditions, type PrintContext, periodsRelation, printContext } from "#lib/semantic/print/context.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";
import type { GateText } from "#lib/semantic/print/gate.ts";
import { describedConditions, heldRelations } from "#lib/semantic/print/held.ts";
import { lastRelations, seenRelations, sidesOf } from "#lib/semantic/print/last.ts";
import { valueConditions } from "#lib/semantic/print/newest.ts";
import { recordSeen, registrySum, seatsSeen } from "#lib/semantic/print/other.ts";
import { accountsSent, rowsRelations, rowsSeen } from "#lib/semantic/print/rows.ts";
import { fieldNames, nullOf, type Relation, select, withRelations } from "#lib/semantic/print/text.ts";

/** Sorted by a group column, by the period, or by a figure. */
export type OrderKey = {
  readonly by: { readonly kind: "period" } | { readonly kind: "group" | "figure"; readonly index: number };
  readonly desc: boolean;
};

type Printed = { readonly sql: string; readonly params: Param[] };

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
): Printed {
  const context = printContext(plan, dialect, gate);
  const relations = plan.facts.flatMap((fact) =>
    heldRelations(fact, factRelations(fact, context), context, (one, span) => [
      ...keptRelations(one, span),
      sentRelation(one, span, `f${one.slot}_sent`),
    ]),
  );
  if (relations.some(({ sql }) => sql.includes("periods AS p"))) relations.unshift(periodsRelation(context));
  const groups = fieldNames(plan.groups);
  const parts = plan.facts.flatMap((fact) => partsOf(fact));
  relations.push({ name: "combined", sql: combined(parts, groups, dialect) });
  const figures = plan.facts.flatMap((fact) => figureColumns(fact));
  const present = plan.facts.map(({ slot }) => `v${slot} IS NOT NULL`).join(" OR ");
  const final = `SELECT
  CAST(period AS ${dialect.type.text}) AS period,
${[...groups, ...figures].map((column) => `  ${column}`).join(",\n")}
FROM combined
WHERE ${present}
ORDER BY ${orderText(order, plan)}
LIMIT ${limit}`;
  return { sql: withRelations(relations, final), params: context.params.list };
}

/**
 * Which instances sent something that counts, from which period to which: what coverage is made of. Periods that
 * follow one another are one row.
 */
export function printSent(plan: Plan, slot: number, dialect: Dialect, gate: GateText): Printed {
  const context = printContext(plan, dialect, gate);
  const fact = plan.facts.find((one) => one.slot === slot);
  if (fact === undefined) throw new Error("no such figure");
  const relations = [...keptRelations(fact, context), ...sentRelations(fact, context)];
  if (relations.some(({ sql }) => sql.includes("periods AS p"))) relations.unshift(periodsRelation(context));
  const { text } = dialect.type;
  const ends = [`CAST(MIN(r.period) AS ${text}) AS period`, `CAST(MAX(r.period) AS ${text}) AS last`];
  const tail = "GROUP BY r.instance_no, r.account_id, r.run";
  const final = select([...ends, "r.instance_no", "r.account_id"], "FROM runs AS r", [], tail);
  return { sql: withRelations(relations, final), params: context.params.list };
}

/** The instances and the periods in which each sent something that counts. */
function sentRelation(fact: Fact, context: PrintContext, name: string): Relation {
  const period = fact.kind === "last" ? sidesOf(fact).value.period : "period";
  const sql = select(
    [`r.${period} AS period`, "r.instance_no", "r.account_id"],
    `FROM f${fact.slot}_seen AS r`,
    [...sentConditions(fact, context), ...registryFilters(context)],
    `GROUP BY r.${period}, r.instance_no, r.account_id`,
  );
  return { name, sql };
}

function sentRelations(fact: Fact, context: PrintContext): Relation[] {
  const { plan, params, gate, dialect } = context;
  const described = describedConditions(fact, gate, dialect);
  const number = dialect.periodsBetween(plan.grain ?? "day", params.date(plan.days.firstPeriod), "r.period");
  const place = "ROW_NUMBER() OVER (PARTITION BY r.instance_no, r.account_id ORDER BY r.period)";
  const runs = select(
    ["r.period", "r.instance_no", "r.account_id", `${number} - ${place} AS run`],
    "FROM sent AS r",
    described,
  );
  return [sentRelation(fact, context, "sent"), { name: "runs", sql: runs }];
}

function sentConditions(fact: Fact, context: PrintContext): string[] {
  return fact.kind === "last" ? valueConditions(fact, sidesOf(fact).value, context) : [];
}

/** What a row says about itself does not decide whom a figure covers; the registry's filters do. */
function registryFilters(context: PrintContext): string[] {
  const { plan } = context;
  const filters = plan.filters.filter(({ field }) => plan.fields[field]?.from.kind === "registry");
  return filterConditions({ ...context, plan: { ...plan, filters } }, "r");
}

function factRelations(fact: Fact, context: PrintContext): Relation[] {
  if (fact.kind === "last") return lastRelations(fact, context);
  if (fact.kind === "rows") return rowsRelations(fact, context);
  return [...keptRelations(fact, context), registrySum(fact, context)];
}

/** The relations up to the one with everybody who counts. */
function keptRelations(fact: Fact, context: PrintContext): Relation[] {
  switch (fact.kind) {
    case "last":
      return seenRelations(fact, context);
    case "rows":
      return [fact.scan.keyedBy === "account" ? accountsSent(fact, context) : rowsSeen(fact, context)];
    case "seats":
      return seatsSeen(fact, context);
    case "on_record":
      return [recordSeen(fact, context)];
  }
}

type Part = { readonly relation: string; readonly columns: readonly string[] };

/** The relations that deliver figures and which ones each delivers. */
function partsOf(fact: Fact): Part[] {
  const { slot } = fact;
  const f = `f${slot}`;
  const columns = [`v${slot}`];
  if (isRatio(fact) && !isPerSeat(fact)) columns.push(`d${slot}`);
  if (fact.kind === "rows" && fact.users !== null) columns.push(`u${slot}`);
  const own = { relation: f, columns };
  return isPerSeat(fact) ? [own, { relation: `${f}_seats`, columns: [`d${slot}`] }] : [own];
}

/** Facts meet by UNION ALL with typed nulls and one GROUP BY; each gives at most one row a group. */
function combined(parts: readonly Part[], groups: readonly string[], dialect: Dialect): string {
  const columns = parts.flatMap((part) => part.columns);
  const branches = parts.map(({ relation, columns: own }) => {
    const figures = columns.map((column) =>
      own.includes(column)
        ? `CAST(${column} AS ${dialect.type.number}) AS ${column}`
        : `${nullOf("number", dialect)} AS ${column}`,
    );
    return `  SELECT ${["period", ...groups, ...figures].join(", ")} FROM ${relation}`;
  });
  const group = ["period", ...groups].join(", ");
  const sums = columns.map((column) => `SUM(${column}) AS ${column}`).join(", ");
  return `SELECT ${group}, ${sums}\nFROM (\n${branches.join("\n  UNION ALL\n")}\n) AS facts\nGROUP BY ${group}`;
}

function isRatio(fact: Fact): boolean {
  return isPerSeat(fact) || ((fact.kind === "last" || fact.kind === "rows") && fact.by !== null);
}

function isPerSeat(fact: Fact): boolean {
  return fact.kind === "last" && fact.perSeat;
}

function figureColumns(fact: Fact): string[] {
  const { slot } = fact;
  const value = isRatio(fact) ? `v${slot} / NULLIF(d${slot}, 0) AS m${slot}` : `v${slot} AS m${slot}`;
  const more: string[] = [];
  if (isRatio(fact)) more.push(`COALESCE(d${slot}, 0) AS d${slot}`);
  if (fact.kind === "rows" && fact.users !== null) more.push(`u${slot}`);
  return [value, ...more];
}

/** The asked order, then every group column: no two rows are equal in all of them. */
function orderText(order: readonly OrderKey[], plan: Plan): string {
  const name = ({ by }: OrderKey) =>
    by.kind === "period" ? "combined.period" : `${by.kind === "group" ? "c" : "m"}${by.index}`;
  const asked = order.map((key) => `${name(key)} ${key.desc ? "DESC" : "ASC"} NULLS LAST`);
  const ties = ["combined.period", ...fieldNames(plan.groups)].map((column) => `${column} ASC NULLS LAST`);
  const isNew = (tie: string) => !asked.some((key) => key.split(" ")[0] === tie.split(" ")[0]);
  return [...asked, ...ties.filter(isNew)].join(", ");
}

import type { LastFact, NewestPart } from "#lib/semantic/plan.ts";
import type { PrintContext } from "#lib/semantic/print/context.ts";
import { increaseRelation } from "#lib/semantic/print/increase.ts";
import { indent, type Relation, select } from "#lib/semantic/print/text.ts";

/** One side of a figure with the columns of the seen rows that hold its period and its value. */
export type Side = { readonly part: NewestPart; readonly period: string; readonly column: string };

/** Whether the last row of an instance and period says the side's value by itself. */
export function isSimple({ rowKey }: LastFact, { part }: Side): boolean {
  return part.agg === "present" || (part.agg === "last" && rowKey.length === 0);
}

/** Means are kept in millionths, as whole numbers: their sum does not depend on the order. */
export function figureOf({ agg }: NewestPart, sum: string): string {
  return agg === "mean_per_day" ? `${sum} / 1000000.0` : sum;
}

/** Conditions on a seen row `r` for a side's value to count, apart from those of the gate. */
export function valueConditions(fact: LastFact, side: Side, { plan, params }: PrintContext): string[] {
  const { part, period, column } = side;
  const present = part.value === null && part.where === null ? [] : [`r.${column} IS NOT NULL`];
  if (looksBack(fact)) present.push(`r.${fact.scan.dayColumn} >= ${params.date(plan.days.from)}`);
  if (part.describes === null) return present;
  const { firstPeriod, to } = plan.days;
  return [...present, `r.${period} >= ${params.date(firstPeriod)}`, `r.${period} < ${params.date(to)}`];
}

function looksBack({ value, by }: LastFact): boolean {
  return value.agg === "increase" || by?.agg === "increase";
}

/** The last seen row of each instance and period, then whether what it describes may be seen. */
export function newestRows(
  fact: LastFact,
  side: Side,
  context: PrintContext,
  name: string,
  fields: readonly string[],
): Relation[] {
  const { plan, dialect, gate } = context;
  const keys = keysOf(fact, side, fields);
  const conditions = valueConditions(fact, side, context);
  const described = side.part.describes === null ? [] : gate.described(fact.scan, side.part.describes, dialect);
  const own = [renamed("r", side.period, "period"), renamed("r", side.column, "value")];
  // Of one day there is one row as a rule: nothing to be gained by grouping first.
  if (plan.grain === "day" && keys.length > 0) {
    const kept = ["r.instance_no", ...own, ...fields.map((field) => `r.${field}`)];
    return [{ name, sql: select(kept, `FROM f${fact.slot}_seen AS r`, conditions, newest(keys, side.period)) }];
  }
  const [first = "period", ...others] = keys;
  const latest = (column: string) => dialect.latest(`r.${column}`, `r.${first}`);
  const picked = [
    "r.instance_no",
    renamed("r", side.period, "period"),
    ...others.map((key) => `r.${key}`),
    ...(others.length === 0 ? [] : [`MAX(r.${first}) AS ${first}`]),
    side.part.agg === "present" ? "1 AS value" : `${latest(side.column)} AS value`,
    ...fields.map((field) => `${latest(field)} AS ${field}`),
  ];
  const group = ["r.instance_no", `r.${side.period}`, ...others.map((key) => `r.${key}`)];
  const grouped = select(picked, `FROM f${fact.slot}_seen AS r`, conditions, `GROUP BY ${group.join(", ")}`);
  if (others.length === 0 && described.length === 0) return [{ name, sql: grouped }];
  const tail = others.length === 0 ? "" : newest([first, ...others], "period");
  const kept = ["instance_no", "period", "value", ...fields].map((column) => `r.${column}`);
  const latestName = `${name}_known`;
  return [
    { name: latestName, sql: grouped },
    { name, sql: select(kept, `FROM ${latestName} AS r`, described, tail) },
  ];
}

function renamed(alias: string, column: string, name: string): string {
  return column === name ? `${alias}.${column}` : `${alias}.${column} AS ${name}`;
}

/** Columns that tell which row of an instance and period is the last; none where all rows would say the same. */
function keysOf({ latestBy }: LastFact, { part }: Side, fields: readonly string[]): readonly string[] {
  if (part.agg === "present" && fields.length === 0) return [];
  return latestBy.filter((column) => column !== part.describes?.column);
}

/** One number per instance and period, called by the side's column: `instance_no`, `period`, `value`. */
export function valueRelations(fact: LastFact, side: Side, context: PrintContext): Relation[] {
  const name = `f${fact.slot}_${side.column}`;
  const { agg } = side.part;
  if (agg === "last" || agg === "present")
    return isSimple(fact, side)
      ? newestRows(fact, side, context, name, [])
      : [{ name, sql: grouped("SUM(value)", lastOfEach(fact, side, context, ["period"])) }];
  if (agg === "max") return [{ name, sql: grouped("SUM(value)", highestOfEach(fact, side, context)) }];
  const days = lastOfEach(fact, side, context, [fact.scan.dayColumn]);
  if (agg === "increase") return [increaseRelation(fact, name, days, context)];
  if (agg === "sum") return [{ name, sql: grouped("SUM(value)", days) }];
  const number = fact.rowKey.length === 0 ? "COUNT(value)" : `COUNT(DISTINCT ${fact.scan.dayColumn})`;
  const mean = `CAST(ROUND(SUM(value) * 1e6 / ${number}) AS ${context.dialect.type.integer})`;
  return [{ name, sql: grouped(mean, days) }];
}

function grouped(value: string, from: string): string {
  const sources = `FROM (\n${indent(from)}\n) AS own`;
  return select(["instance_no", "period", `${value} AS value`], sources, [], "GROUP BY instance_no, period");
}

/** The last known value of each thing that an instance tells apart, per day or per period. */
function lastOfEach(fact: LastFact, side: Side, context: PrintContext, per: readonly string[]): string {
  const { part } = side;
  const { scan, rowKey, latestBy } = fact;
  const isDaily = per.includes(scan.dayColumn);
  const conditions =
    isDaily && part.agg === "increase" ? [`r.${side.column} IS NOT NULL`] : valueConditions(fact, side, context);
  if (part.describes !== null) conditions.push(...context.gate.described(scan, part.describes, context.dialect));
  const columns = [
    "r.instance_no",
    renamed("r", side.period, "period"),
    ...(isDaily ? [`r.${scan.dayColumn}`] : []),
    ...rowKey.map((column) => `r.${column}`),
    ...(part.agg === "increase" ? ["r.run"] : []),
    renamed("r", side.column, "value"),
  ];
  const keys = latestBy.filter((column) => column !== part.describes?.column);
  const within = [isDaily ? scan.dayColumn : side.period, ...rowKey].map((column) => `r.${column}`);
  return select(columns, `FROM f${fact.slot}_seen AS r`, conditions, newest(keys, within.join(", ")));
}

function highestOfEach(fact: LastFact, side: Side, context: PrintContext): string {
  const per = ["r.instance_no", `r.${side.period}`, ...fact.rowKey.map((column) => `r.${column}`)];
  const columns = ["r.instance_no", renamed("r", side.period, "period"), `MAX(r.${side.column}) AS value`];
  const conditions = valueConditions(fact, side, context);
  return select(columns, `FROM f${fact.slot}_seen AS r`, conditions, `GROUP BY ${per.join(", ")}`);
}

function newest(keys: readonly string[], per: string): string {
  const order = keys.map((column) => `r.${column} DESC`).join(", ");
  const group = per.startsWith("r.") ? per : `r.${per}`;
  return `QUALIFY ROW_NUMBER() OVER (PARTITION BY r.instance_no, ${group} ORDER BY ${order}) = 1`;
}

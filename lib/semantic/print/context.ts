import type { Calendar } from "#lib/semantic/calendar.ts";
import type { RegistryColumn, SharedRelation } from "#lib/semantic/compiled.ts";
import type { Dimension } from "#lib/semantic/model.ts";
import type { Fact, Plan, Scope } from "#lib/semantic/plan.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";
import { printExpr, printOver, printPredicate } from "#lib/semantic/print/expression.ts";
import type { GateText } from "#lib/semantic/print/gate.ts";
import { nullOf, Params } from "#lib/semantic/print/text.ts";
import type { Grain } from "#lib/semantic/question.ts";
import { OTHER_VALUE } from "#lib/semantic/resolve-top.ts";

/** What every part of a statement is printed with. */
export type PrintContext = {
  readonly plan: Plan;
  readonly params: Params;
  readonly gate: GateText;
  readonly dialect: Dialect;
  /** Relations of the statement that are kept apart; printing adds to it. */
  readonly shared: SharedRelation[];
};

export function printContext(plan: Plan, dialect: Dialect, gate: GateText): PrintContext {
  return { plan, dialect, gate, params: new Params(dialect), shared: [] };
}

/** Where a relation has the registry's attributes; null where it has none. */
export type RegistryPlaces = {
  readonly interval: string | null;
  readonly accountType: string | null;
  /** Columns to join accounts and instances by. */
  readonly accountId: string;
  readonly instanceNo: string | null;
  /** Alias of the warehouse row, for fields that come from it. */
  readonly row: string | null;
};

/** A scan `s` of instances' rows, joined with the intervals `i`. */
export const OF_SCAN: RegistryPlaces = {
  interval: "i",
  accountType: "i.account_type",
  accountId: "i.account_id",
  instanceNo: "i.instance_no",
  row: "s",
};

/** The fields of the plan as columns `c0, c1, …` over such a relation, with the joins they need. */
export function fieldColumns(context: PrintContext, places: RegistryPlaces): { columns: string[]; joins: string[] } {
  const { fields } = context.plan;
  const columns = fields.map((field, index) => `${fieldText(field, places, context)} AS c${index}`);
  const tables = fields.flatMap(registryTables);
  const joins: string[] = [];
  if (tables.includes("account"))
    joins.push(`LEFT JOIN {{snapshot}}.account AS a ON a.account_id = ${places.accountId}`);
  if (tables.includes("instance") && places.instanceNo !== null)
    joins.push(`LEFT JOIN {{snapshot}}.instance AS n ON n.instance_no = ${places.instanceNo}`);
  const top = fields.find(({ from }) => from.kind === "top");
  if (top?.from.kind === "top") joins.push(topJoin(top.from.of, places, context));
  return { columns, joins };
}

/** A join, for a search among the largest might be made anew for each row. Nothing and an empty text are one of them. */
function topJoin(field: Dimension, places: RegistryPlaces, context: PrintContext): string {
  const text = `COALESCE(CAST(${fieldText(field, places, context)} AS ${context.dialect.type.text}), '')`;
  return `LEFT JOIN (SELECT DISTINCT t.value FROM top AS t) AS largest ON largest.value = ${text}`;
}

/** Tables of the snapshot that a field is made of. */
function registryTables({ from }: Dimension): string[] {
  switch (from.kind) {
    case "registry":
      return [from.column.split(".")[0] ?? ""];
    case "row":
      return [];
    case "custom":
      return [...from.parts.values()].flatMap(registryTables);
    case "top":
      return registryTables(from.of);
  }
}

function fieldText({ from }: Dimension, places: RegistryPlaces, context: PrintContext): string {
  const { params, dialect } = context;
  const missing = nullOf("text", dialect);
  switch (from.kind) {
    case "row":
      return places.row === null ? missing : printExpr(from.expr, places.row, params);
    case "registry":
      return registryText(from.column, places, dialect) ?? missing;
    case "custom":
      return printOver(from.expr, (name) => partText(from.parts.get(name), places, context), params);
    case "top": {
      const text = `CAST(${fieldText(from.of, places, context)} AS ${dialect.type.text})`;
      return `CASE WHEN largest.value IS NOT NULL THEN ${text} ELSE ${params.string(OTHER_VALUE)} END`;
    }
  }
}

function partText(part: Dimension | undefined, places: RegistryPlaces, context: PrintContext): string {
  return part === undefined ? nullOf("text", context.dialect) : fieldText(part, places, context);
}

function registryText(
  column: RegistryColumn,
  { interval, accountType, instanceNo }: RegistryPlaces,
  { type }: Dialect,
): string | null {
  if (column === "interval.account_type") return accountType;
  if (column === "instance.name") return instanceNo === null ? null : "n.name";
  if (column.startsWith("account.")) return `a.${column.slice("account.".length)}`;
  if (interval === null) return null;
  if (column === "interval.level") return `CAST(${interval}.level AS ${type.text})`;
  return `${interval}.${column.slice("interval.".length)}`;
}

/** The plan's filters over a relation that carries the fields as columns. */
export function filterConditions({ plan, params }: PrintContext, alias: string): string[] {
  return plan.filters.flatMap(({ field, predicate }) => printPredicate(predicate, `${alias}.c${field}`, params));
}

/** The population, over the consent intervals of the day. */
export function scopeConditions({ types, production }: Scope, { params }: PrintContext, interval = "i"): string[] {
  const conditions = [`${interval}.account_type IN (${types.map((type) => params.string(type)).join(", ")})`];
  if (production) conditions.push(`${interval}.environment = ${params.string("production")}`);
  return conditions;
}

/** First day of the period that holds the day; without a grain, of the range. */
export function periodOf({ grain, calendar, days }: Plan, day: string, params: Params): string {
  return grain === null ? params.date(days.firstPeriod) : startOf(grain, day, calendar, params.dialect);
}

/** The dialects know weeks from Monday and years from January; the others are those of a day moved there and back. */
function startOf(grain: Grain, day: string, { weekStart, fiscalStart }: Calendar, dialect: Dialect): string {
  if (grain === "week" && weekStart === "sunday")
    return dialect.addDays(dialect.startOf("week", dialect.addDays(day, 1)), -1);
  const months = grain === "quarter" || grain === "year" ? (fiscalStart ?? 1) - 1 : 0;
  if (months === 0) return dialect.startOf(grain, day);
  const start = dialect.startOf(grain, `CAST(${dialect.addMonths(day, -months)} AS DATE)`);
  return `CAST(${dialect.addMonths(start, months)} AS DATE)`;
}

/** The periods of the answer with the last day that each can speak about. */
export function periodsRelation({ plan, params, dialect }: PrintContext): { name: string; sql: string } {
  const rows = plan.periods.map(({ start, to }) => [params.date(start), dialect.addDays(params.date(to), -1)]);
  const day = nullOf("date", dialect);
  if (rows.length === 0) return { name: "periods", sql: `SELECT ${day} AS period, ${day} AS last_day LIMIT 0` };
  const from = dialect.values("v", ["period", "last_day"], rows);
  return { name: "periods", sql: `SELECT v.period, CAST(v.last_day AS DATE) AS last_day\nFROM ${from}` };
}

/** The context of one figure, whose own filters stand beside those of the question. */
export function contextOf({ own }: Pick<Fact, "own">, context: PrintContext): PrintContext {
  const { plan } = context;
  return own.length === 0 ? context : { ...context, plan: { ...plan, filters: [...plan.filters, ...own] } };
}

import type { RowsFact, RowsPart } from "#lib/semantic/plan.ts";
import {
  fieldColumns,
  filterConditions,
  OF_SCAN,
  type PrintContext,
  periodOf,
  type RegistryPlaces,
  scopeConditions,
} from "#lib/semantic/print/context.ts";
import { printExpr } from "#lib/semantic/print/expression.ts";
import { periodRelations, sentByDay } from "#lib/semantic/print/rollup.ts";
import { nameRelations } from "#lib/semantic/print/rollup-names.ts";
import { fieldNames, nullOf, type Relation, select } from "#lib/semantic/print/text.ts";
import { routeOf } from "#lib/semantic/route.ts";

/** What an account's row can say of the registry: the account, and its type on the row's own day. */
const OF_ACCOUNT: RegistryPlaces = {
  interval: null,
  accountType: "i.type",
  accountId: "i.account_id",
  instanceNo: null,
  row: "s",
};

/** Rows behind the gate; counts are made per instance (or account) and period, then summed. */
export function rowsRelations(fact: RowsFact, context: PrintContext): Relation[] {
  const route = routeOf(context.plan, fact);
  if (route === null) return rawRelations(fact, context);
  return route.kind === "names" ? nameRelations({ fact, route, context }) : periodRelations({ fact, route, context });
}

function rawRelations(fact: RowsFact, context: PrintContext): Relation[] {
  const f = `f${fact.slot}`;
  const group = ["period", ...fieldNames(context.plan.groups)];
  const key = fact.scan.keyedBy === "account" ? "account_id" : "instance_no";
  const counted = fact.by === null ? "counted" : "base_counted";
  const each = [
    ...group,
    key,
    `${countText(fact.value, "counted", "value")} AS value`,
    ...(fact.by === null ? [] : [`${countText(fact.by, "base_counted", "base")} AS base`]),
    ...(fact.users === null ? [] : [`COUNT(DISTINCT CASE WHEN ${counted} THEN person END) AS people`]),
  ];
  const filters = filterConditions(context, "r");
  const figures = [`SUM(value) AS v${fact.slot}`];
  if (fact.by !== null) figures.push(`SUM(base) AS d${fact.slot}`);
  if (fact.users !== null) figures.push(`SUM(people) AS u${fact.slot}`);
  return [
    rowsSeen(fact, context),
    {
      name: `${f}_each`,
      sql: select(each, `FROM ${f}_seen AS r`, filters, `GROUP BY ${[...group, key].join(", ")}`),
    },
    { name: f, sql: select([...group, ...figures], `FROM ${f}_each`, [], `GROUP BY ${group.join(", ")}`) },
  ];
}

function countText({ agg }: RowsPart, counted: string, column: string): string {
  const when = (what: string) => `CASE WHEN ${counted} THEN ${what} END`;
  if (agg === "count") return `COUNT(${when("1")})`;
  return agg === "sum" ? `SUM(${when(column)})` : `COUNT(DISTINCT ${when(column)})`;
}

/** Where something was sent; out of a rollup where one answers. */
export function rowsSent(fact: RowsFact, context: PrintContext): Relation {
  const route = routeOf(context.plan, fact);
  return route === null ? rowsSeen(fact, context) : sentByDay(fact, route.sent, context);
}

/** Rows behind the gate, of the population. */
function rowsSeen(fact: RowsFact, context: PrintContext): Relation {
  const { scan, value, by, users } = fact;
  const { plan, params, gate, dialect } = context;
  const isAccount = scan.keyedBy === "account";
  const { columns, joins } = fieldColumns(context, isAccount ? OF_ACCOUNT : OF_SCAN);
  const day = `s.${scan.dayColumn}`;
  const picked = [
    isAccount ? `${nullOf("integer", dialect)} AS instance_no` : "i.instance_no",
    "i.account_id",
    `${periodOf(plan, day, params)} AS period`,
    ...partColumns(value, { counted: "counted", column: "value" }, day, context),
    ...(by === null ? [] : partColumns(by, { counted: "base_counted", column: "base" }, day, context)),
    ...(users === null ? [] : [`${printExpr(users, "s", params)} AS person`]),
    ...columns,
  ];
  const from = [
    `FROM {{warehouse}}.${scan.table} AS s`,
    `INNER JOIN {{snapshot}}.${isAccount ? "account_type" : "interval"} AS i\n  ON ${gate.join(scan, dialect).join("\n  AND ")}`,
    ...joins,
  ];
  const conditions = [
    `${day} >= ${params.date(plan.days.from)}`,
    `${day} < ${params.date(plan.days.to)}`,
    ...(isAccount ? [typesCondition(fact, context)] : scopeConditions(fact.scope, context)),
  ];
  return { name: `f${fact.slot}_seen`, sql: select(picked, from.join("\n"), conditions) };
}

type Names = { readonly counted: string; readonly column: string };

function partColumns({ agg, value, where }: RowsPart, names: Names, day: string, context: PrintContext): string[] {
  const { params, dialect } = context;
  const counted = `${where === null ? "TRUE" : printExpr(where, "s", params)} AS ${names.counted}`;
  if (value === null) return [counted];
  const text = printExpr(value, "s", params);
  // A null user makes no day: both engines give null for what is joined to a null.
  const shown = agg === "user_days" ? `CAST(${day} AS ${dialect.type.text}) || '/' || ${text}` : text;
  return [counted, `${shown} AS ${names.column}`];
}

function typesCondition({ scope }: RowsFact, { params }: PrintContext): string {
  return `i.type IN (${scope.types.map((type) => params.string(type)).join(", ")})`;
}

/** For what is kept by account: everybody who was of a counted type in a period, whether there are rows or none. */
export function accountsSent(fact: RowsFact, context: PrintContext): Relation {
  const { columns, joins } = fieldColumns(context, { ...OF_ACCOUNT, row: null });
  const from = [
    "FROM periods AS p",
    "INNER JOIN {{snapshot}}.account_type AS i ON i.valid_from <= p.last_day AND i.valid_to > p.period",
    ...joins,
  ];
  const picked = ["p.period", `${nullOf("integer", context.dialect)} AS instance_no`, "i.account_id", ...columns];
  return { name: `f${fact.slot}_seen`, sql: select(picked, from.join("\n"), [typesCondition(fact, context)]) };
}

import { addDays } from "#lib/semantic/calendar.ts";
import type { LastFact, NewestPart } from "#lib/semantic/plan.ts";
import {
  fieldColumns,
  filterConditions,
  type PrintContext,
  periodOf,
  type RegistryPlaces,
  scopeConditions,
} from "#lib/semantic/print/context.ts";
import { printExpr } from "#lib/semantic/print/expression.ts";
import { LOOK_BACK_DAYS, runRelations } from "#lib/semantic/print/increase.ts";
import { figureOf, isSimple, newestRows, type Side, valueRelations } from "#lib/semantic/print/newest.ts";
import { seatRelations } from "#lib/semantic/print/seats.ts";
import { apart, isShareable, ownFields, placed, share } from "#lib/semantic/print/share.ts";
import { fieldNames, indent, type Relation, select } from "#lib/semantic/print/text.ts";

const PLACES: RegistryPlaces = {
  interval: "i",
  accountType: "i.account_type",
  accountId: "i.account_id",
  instanceNo: "i.instance_no",
  row: "s",
};

/** The sides of the figure, each with its columns in the seen rows. */
export function sidesOf({ value, by }: LastFact): { value: Side; by: Side | null } {
  return {
    value: { part: value, period: "period", column: "value" },
    by: by === null ? null : { part: by, period: "base_period", column: "base" },
  };
}

/** Says in which group an instance stands: the side that is a last value, the upper one before the lower. */
function anchorOf({ value, by }: ReturnType<typeof sidesOf>): Side {
  const isLast = ({ part }: Side) => part.agg === "last" || part.agg === "present";
  return by !== null && isLast(by) && !isLast(value) ? by : value;
}

/**
 * The visible rows first, then the last of each instance and period, then the filters: an instance
 * is counted once in a period, where its last visible row says.
 */
export function lastRelations(fact: LastFact, context: PrintContext): Relation[] {
  const f = `f${fact.slot}`;
  const fields = fieldNames(context.plan.fields.length);
  const sides = sidesOf(fact);
  const { relations, last: placed } = isShareable(context)
    ? sharedRelations(fact, context)
    : placedRelations(fact, context, fields, []);
  const kept = ["period", "instance_no", ...fields, "value", ...(sides.by === null ? [] : ["base"])];
  const rows = select(
    kept.map((column) => `l.${column}`),
    `FROM ${placed} AS l`,
    filterConditions(context, "l"),
  );
  const counted = [...relations, { name: `${f}_rows`, sql: rows }];
  if (fact.perSeat) counted.push(...seatRelations(fact, placed, context));
  return [...counted, { name: f, sql: combined(fact, sides, context) }];
}

/** The figures of each instance and period, whatever is filtered and grouped by: the last one of the relations. */
function placedRelations(
  fact: LastFact,
  context: PrintContext,
  fields: readonly string[],
  more: readonly string[],
): { relations: Relation[]; last: string } {
  const f = `f${fact.slot}`;
  const sides = sidesOf(fact);
  const anchor = anchorOf(sides);
  const others = [sides.value, ...(sides.by === null ? [] : [sides.by])].filter(
    (side) => side !== anchor || !isSimple(fact, side),
  );
  const relations = [...seenRelations(fact, context, more), ...newestRows(fact, anchor, context, `${f}_last`, fields)];
  for (const side of others) relations.push(...valueRelations(fact, side, context));
  if (others.length === 0) return { relations, last: `${f}_last` };
  const each = select(
    ["l.period", "l.instance_no", ...fields.map((name) => `l.${name}`), ...figures(sides, others)],
    [
      `FROM ${f}_last AS l`,
      ...others.map(({ column }) => `INNER JOIN ${f}_${column} AS ${column}_of USING (instance_no, period)`),
    ].join("\n"),
    [],
  );
  return { relations: [...relations, { name: `${f}_placed`, sql: each }], last: `${f}_placed` };
}

/** The same as a relation that other statements share, with the registry's fields joined to it afterwards. */
function sharedRelations(fact: LastFact, context: PrintContext): { relations: Relation[]; last: string } {
  const own = apart(fact, context);
  const fields = ["valid_from", ...fieldNames(ownFields(context).length)];
  const { relations, last } = placedRelations(own.fact, own.context, fields, ["i.valid_from"]);
  const columns = ["period", "instance_no", "value", ...(fact.by === null ? [] : ["base"])];
  const from = share({ relations, last, columns: [...columns, ...fields] }, own.context, context);
  const shared = columns.map((column) => `l.${column}`);
  const name = `f${fact.slot}_placed`;
  return { relations: [placed(from, shared, name, context, true)], last: name };
}

function figures({ value, by }: ReturnType<typeof sidesOf>, joined: readonly Side[]): string[] {
  return [value, ...(by === null ? [] : [by])].map((side) =>
    joined.includes(side) ? `${side.column}_of.value AS ${side.column}` : `l.value AS ${side.column}`,
  );
}

/** The instances' figures as one: added up, or the one in the middle, the lowest or the highest. */
function combined(fact: LastFact, { value, by }: ReturnType<typeof sidesOf>, { plan }: PrintContext): string {
  const f = `f${fact.slot}`;
  const [v, d] = [`v${fact.slot}`, `d${fact.slot}`];
  const group = ["period", ...fieldNames(plan.groups)];
  const tail = `GROUP BY ${group.join(", ")}`;
  if (fact.across === "median") return median(fact, group);
  const aggregate = { sum: "SUM", lowest: "MIN", highest: "MAX" }[fact.across];
  const top = `${figureOf(value.part, `${aggregate}(value)`)} AS ${v}`;
  const below = by === null ? [] : [`${figureOf(by.part, "SUM(base)")} AS ${d}`];
  return select([...group, top, ...below], `FROM ${f}_rows`, [], tail);
}

/** Of an even number of instances the mean of the two in the middle. */
function median({ slot }: LastFact, group: readonly string[]): string {
  const within = `PARTITION BY ${group.join(", ")}`;
  const ranked = select(
    [
      ...group,
      "value",
      `ROW_NUMBER() OVER (${within} ORDER BY value, instance_no) AS place`,
      `COUNT(*) OVER (${within}) AS number`,
    ],
    `FROM f${slot}_rows`,
    [],
  );
  const middle = ["2 * place >= number", "2 * place <= number + 2"];
  const from = `FROM (\n${indent(ranked)}\n) AS ranked`;
  return select([...group, `AVG(value) AS v${slot}`], from, middle, `GROUP BY ${group.join(", ")}`);
}

/** Rows behind the gate, of the population, with `more` columns. An increase begins at a row before the range. */
export function seenRelations(fact: LastFact, context: PrintContext, more: readonly string[] = []): Relation[] {
  const { scan } = fact;
  const { plan, params, gate, dialect } = context;
  const { columns, joins } = fieldColumns(context, PLACES);
  const { value, by } = sidesOf(fact);
  const sides = by === null ? [value] : [value, by];
  const rises = sides.some(({ part }) => part.agg === "increase");
  const day = `s.${scan.dayColumn}`;
  const needsDay = sides.some(({ part }) => ["mean_per_day", "sum", "increase"].includes(part.agg));
  const picked = [
    "i.instance_no",
    "i.account_id",
    ...more,
    ...(needsDay ? [day] : []),
    ...new Set([...fact.latestBy, ...fact.rowKey].map((column) => `s.${column}`)),
    ...(rises ? ["u.run"] : []),
    ...sides.flatMap(({ part, period, column }) => [
      `${part.describes === null ? periodOf(plan, day, params) : `s.${part.describes.column}`} AS ${period}`,
      `${valueText(part, context)} AS ${column}`,
    ]),
    ...columns,
  ];
  const from = [
    `FROM {{warehouse}}.${scan.table} AS s`,
    `INNER JOIN {{snapshot}}.interval AS i\n  ON ${gate.join(scan, dialect).join("\n  AND ")}`,
    ...(rises
      ? [`INNER JOIN f${fact.slot}_runs AS u ON u.instance_no = i.instance_no AND u.valid_from = i.valid_from`]
      : []),
    ...joins,
  ];
  const first = rises ? addDays(plan.days.from, -LOOK_BACK_DAYS) : plan.days.from;
  const conditions = [
    `${day} >= ${params.date(first)}`,
    `${day} < ${params.date(plan.days.to)}`,
    ...scopeConditions(fact.scope, context),
  ];
  const seen = { name: `f${fact.slot}_seen`, sql: select(picked, from.join("\n"), conditions) };
  return rises ? [...runRelations(fact, context), seen] : [seen];
}

function valueText({ value, where }: NewestPart, { params }: PrintContext): string {
  const text = value === null ? "1" : printExpr(value, "s", params);
  return where === null ? text : `CASE WHEN ${printExpr(where, "s", params)} THEN ${text} END`;
}

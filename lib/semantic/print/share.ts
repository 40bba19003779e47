import { createHash } from "node:crypto";
import type { Statement } from "#lib/semantic/compiled.ts";
import type { Dimension } from "#lib/semantic/model.ts";
import type { LastFact } from "#lib/semantic/plan.ts";
import { fieldColumns, type PrintContext, type RegistryPlaces } from "#lib/semantic/print/context.ts";
import { indent, Params, type Relation, select, withRelations } from "#lib/semantic/print/text.ts";

/**
 * What a figure is made of before anybody filters or groups it: a row per instance and period, with the interval of
 * the registry that the row stands in. It is the same for every tile, filter and group that asks about the same days,
 * so the warehouse may keep it as a table. What the row says about itself stands in `c0, c1, …`.
 */
export type Shareable = {
  readonly relations: readonly Relation[];
  readonly last: string;
  readonly columns: readonly string[];
};

/** Whether it pays: a row a day of each instance is nearly the table itself. Like for like changes what is seen. */
export function isShareable({ plan, dialect }: PrintContext): boolean {
  return dialect.keepsRelations && plan.grain !== "day" && plan.held.length === 0;
}

/** What the plan's fields are made of that a row brings along; the registry's are joined afterwards. */
export function ownFields({ plan }: PrintContext): readonly Dimension[] {
  const found = new Map(plan.fields.flatMap(rowParts).map((field) => [field.id, field]));
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function rowParts(field: Dimension): Dimension[] {
  const { from } = field;
  switch (from.kind) {
    case "row":
      return [field];
    case "registry":
      return [];
    case "custom":
      return [...from.parts.values()].flatMap(rowParts);
    case "top":
      return rowParts(from.of);
  }
}

/** The same fact and days, printed for itself: other parts of the statement leave no trace in it. */
export function apart<F extends LastFact>(fact: F, context: PrintContext): { fact: F; context: PrintContext } {
  const plan = { ...context.plan, fields: ownFields(context), groups: 0, filters: [] };
  return { fact: { ...fact, slot: 0 }, context: { ...context, plan, params: new Params(context.dialect) } };
}

/** Puts the relation aside and gives the text that stands for it after FROM. */
export function share({ relations, last, columns }: Shareable, own: PrintContext, context: PrintContext): string {
  const final = select(columns, `FROM ${last}`, []);
  const sql = withRelations(relations, final);
  const { list: params } = own.params;
  const id = createHash("sha256")
    .update(JSON.stringify([sql, params]))
    .digest("hex")
    .slice(0, 24);
  if (!context.shared.some((known) => known.id === id)) context.shared.push({ id, sql, params });
  return `{{shared:${id}}}`;
}

/**
 * The shared rows `l` with the plan's fields, called `name`: the registry's as they stand in the row's interval, and
 * where it `hasRows` those that the row brings along.
 */
export function placed(
  from: string,
  columns: readonly string[],
  name: string,
  context: PrintContext,
  hasRows: boolean,
): Relation {
  const own = ownFields(context).map(({ id }) => id);
  const fields = context.plan.fields.map((field) => overShared(field, own));
  const { columns: named, joins } = fieldColumns(
    { ...context, plan: { ...context.plan, fields } },
    hasRows ? PLACES : { ...PLACES, row: null },
  );
  const sources = [
    `FROM ${from} AS l`,
    "INNER JOIN {{snapshot}}.interval AS i ON i.instance_no = l.instance_no AND i.valid_from = l.valid_from",
    ...joins,
  ];
  return { name, sql: select([...columns, ...named], sources.join("\n"), []) };
}

const PLACES: RegistryPlaces = {
  interval: "i",
  accountType: "i.account_type",
  accountId: "i.account_id",
  instanceNo: "i.instance_no",
  row: "l",
};

/** The field made of the shared rows' columns, called in the order of `own`. */
function overShared(field: Dimension, own: readonly string[]): Dimension {
  const { from } = field;
  switch (from.kind) {
    case "row": {
      const expr = { kind: "column", name: `c${own.indexOf(field.id)}`, type: field.type } as const;
      return { ...field, from: { ...from, expr } };
    }
    case "registry":
      return field;
    case "custom": {
      const parts = new Map([...from.parts].map(([name, part]) => [name, overShared(part, own)]));
      return { ...field, from: { ...from, parts } };
    }
    case "top":
      return { ...field, from: { ...from, of: overShared(from.of, own) } };
  }
}

/** The statement with its shared relations written in place, for engines and readers that keep none. */
export function inlined(statement: Statement): Pick<Statement, "sql" | "params"> {
  const params = [...statement.params];
  let { sql } = statement;
  for (const { id, sql: own, params: bound } of statement.shared) {
    const before = params.length;
    const text = own.replaceAll(/\$(\d+)/g, (_, place: string) => `$${String(Number(place) + before)}`);
    sql = sql.replaceAll(`{{shared:${id}}}`, () => `(\n${indent(text)}\n)`);
    params.push(...bound);
  }
  return { sql, params };
}

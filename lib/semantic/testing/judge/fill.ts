import type { Expr } from "#lib/semantic/expr/ast.ts";
import type { Model } from "#lib/semantic/model.ts";
import { type Columns, type ColumnType, columnList } from "#warehouse/columns.ts";
import { TABLE_NAMES, TABLES, type TableName } from "#warehouse/schema.ts";

/** Columns whose value is that of the instance and day, or says which they are. */
const GIVEN = new Set(["instance_no", "site_id", "account_id", "day"]);
/** Rows per instance (or account) and day in a table that the world does not have. */
const ROWS = 3;
/** Words that no definition knows. */
const OTHER_WORDS = ["other", "Another_1"];

/** What lies in the world already: the columns of each of its tables. */
export type Existing = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Statements that give a world in DuckDB every table and column of the schema, with values drawn from the row itself:
 * missing ones, numbers, and the words that the model's definitions ask for. The world's own columns stay as they are.
 */
export function fillWorld(world: string, existing: Existing, model: Model): string[] {
  return TABLE_NAMES.flatMap((table) => {
    const words = [...wordsOf(model, table), ...OTHER_WORDS];
    const own = existing.get(table);
    return own === undefined ? newTable(world, table, words) : newColumns(world, table, own, words);
  });
}

function newColumns(world: string, table: TableName, own: ReadonlySet<string>, words: readonly string[]): string[] {
  const columns: Columns = TABLES[table];
  const missing = Object.entries(columns).filter(([name]) => !own.has(name));
  if (missing.length === 0) return [];
  const sets = missing.map(([name, type]) => `${name} = ${drawn(name, type, words, "instance_no")}`);
  return [
    ...missing.map(([name, type]) => `ALTER TABLE ${world}.${table} ADD COLUMN ${name} ${type}`),
    ...(own.has("day") && own.has("instance_no") ? [`UPDATE ${world}.${table} SET ${sets.join(", ")}`] : []),
  ];
}

function newTable(world: string, table: TableName, words: readonly string[]): string[] {
  const columns: Columns = TABLES[table];
  const create = `CREATE TABLE ${world}.${table} (${columnList(columns)})`;
  if (columns["day"] === undefined) return [create];
  const days = `(SELECT DISTINCT day FROM ${world}.instance_day)`;
  const isAccounts = columns["account_id"] !== undefined;
  const from = isAccounts
    ? `(SELECT account_id, NULL AS instance_no, NULL AS site_id FROM ${world}.account) CROSS JOIN ${days}`
    : `(SELECT DISTINCT instance_no, site_id, day FROM ${world}.instance_day)`;
  const of = isAccounts ? "account_id" : "instance_no";
  const cells = Object.entries(columns).map(([name, type]) =>
    GIVEN.has(name) ? name : drawn(name, type, words, `${of}, k.k`),
  );
  return [create, `INSERT INTO ${world}.${table} SELECT ${cells.join(", ")} FROM ${from}, range(${ROWS}) AS k(k)`];
}

/** A value by the row and the column; about every fifth is missing, times and what names a row never are. */
function drawn(name: string, type: ColumnType, words: readonly string[], of: string): string {
  const draw = `CAST(hash(day, ${of}, '${name}') % 1000 AS BIGINT)`;
  const orNull = (value: string) => `CASE WHEN ${draw} % 5 = 0 THEN NULL ELSE ${value} END`;
  switch (type) {
    case "BIGINT":
    case "INTEGER":
      return orNull(`${draw} // 10`);
    case "BOOLEAN":
      return orNull(`${draw} % 2 = 0`);
    case "VARCHAR": {
      const list = `[${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(", ")}]`;
      return orNull(`${list}[1 + ${draw} % ${words.length}]`);
    }
    case "DATE":
      if (name.includes("month")) return "DATE_TRUNC('month', day)";
      return name.includes("week") ? "DATE_TRUNC('week', day)" : "day";
    case "TIMESTAMP":
      return of.includes("k.k") ? "day + TO_HOURS(CAST(k.k AS BIGINT))" : "CAST(day AS TIMESTAMP)";
  }
}

/** Texts that some definition over the table compares with, or that a field of it is coded by. */
function wordsOf({ sources, metrics, dimensions }: Model, table: TableName): string[] {
  const own = new Set([...sources.values()].filter(({ raw }) => raw?.table === table).map(({ id }) => id));
  const measures = [...metrics.values()].flatMap(({ numerator, denominator }) =>
    denominator === null ? [numerator] : [numerator, denominator],
  );
  const asked = measures
    .filter(({ source }) => own.has(source))
    .flatMap(({ expr, where }) => [...textsIn(expr), ...textsIn(where)]);
  const coded = [...dimensions.values()]
    .filter(({ source, from }) => own.has(source) && from.kind === "row")
    .flatMap(({ values }) => values?.map(({ value }) => value) ?? []);
  return [...new Set([...asked, ...coded])].toSorted();
}

function textsIn(expr: Expr | null): string[] {
  if (expr === null) return [];
  switch (expr.kind) {
    case "string":
      return [expr.value];
    case "not":
    case "is_null":
      return textsIn(expr.of);
    case "binary":
    case "extreme":
      return [...textsIn(expr.left), ...textsIn(expr.right)];
    case "if":
      return [expr.when, expr.yes, expr.no].flatMap(textsIn);
    case "coalesce":
      return expr.args.flatMap(textsIn);
    case "column":
    case "number":
    case "boolean":
      return [];
  }
}

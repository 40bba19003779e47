import { z } from "zod";
import { ModelError, ModelFile } from "#lib/semantic/model-file.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import type { TablePath } from "#lib/warehouse/bigquery/api.ts";
import { type BigQueryColumn, columnsOf } from "#lib/warehouse/bigquery/columns.ts";
import { TABLE_NAMES, type TableName } from "#warehouse/schema.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const PATH = /^(?:([a-z][a-z0-9-]{4,28}[a-z0-9])\.)?([A-Za-z0-9_]+)\.([A-Za-z0-9_-]+)$/;

const TableMapping = z.strictObject({
  table: z.string().regex(PATH, "write it as dataset.table or project.dataset.table").optional(),
  /** The portal's column: theirs, or null where they have none. */
  columns: z
    .record(z.string(), z.string().regex(NAME, "write the name of one column, nothing else").nullable())
    .default({}),
});
const MappingFile = z.strictObject({ tables: z.record(z.string(), TableMapping).default({}) });

/** A column as it stands in the foreign table; null where that has none. */
export type PlacedColumn = BigQueryColumn & { readonly foreign: string | null };

/** Where one of the portal's tables is, and under which names. */
export type PlacedTable = {
  readonly name: TableName;
  readonly path: TablePath;
  readonly columns: readonly PlacedColumn[];
};

/** Where all tables are. */
export type Mapping = ReadonlyMap<TableName, PlacedTable>;

export type Home = { readonly project: string; readonly dataset: string };

/**
 * Reads the file that says where an existing warehouse keeps what the portal reads; what it does not name is in the
 * portal's own dataset. Throws a `ModelError` with the line, column and nearest name of each fault.
 */
export function readMapping(file: string, text: string, home: Home): Mapping {
  const source = new ModelFile(file, text);
  const read = source.read(MappingFile);
  const tables = read?.tables ?? {};
  for (const name of Object.keys(tables)) checkTable(source, name, tables[name]?.columns ?? {});
  if (source.faults.length > 0) throw new ModelError(source.faults);
  return new Map(TABLE_NAMES.map((name) => [name, placed(name, home, tables[name] ?? { columns: {} })]));
}

/** Every table in the portal's own dataset, under its own names. */
export function ownMapping(home: Home): Mapping {
  return new Map(TABLE_NAMES.map((name) => [name, placed(name, home, { columns: {} })]));
}

function checkTable(source: ModelFile, name: string, columns: Readonly<Record<string, string | null>>): void {
  const table = TABLE_NAMES.find((known) => known === name);
  if (table === undefined) {
    source.add(["tables", name], `The portal has no table "${name}"${hint(name, TABLE_NAMES)}`);
    return;
  }
  const known = columnsOf(table).map((column) => column.name);
  for (const column of Object.keys(columns)) {
    if (!known.includes(column))
      source.add(["tables", name, "columns", column], `${table} has no column "${column}"${hint(column, known)}`);
  }
}

function hint(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === null ? "" : `; did you mean "${meant}"?`;
}

function placed(name: TableName, home: Home, mapped: z.infer<typeof TableMapping>): PlacedTable {
  const [, project = home.project, dataset = home.dataset, table = name] = PATH.exec(mapped.table ?? "") ?? [];
  const columns = columnsOf(name).map((column): PlacedColumn => {
    const foreign = mapped.columns[column.name];
    return { ...column, foreign: foreign === undefined ? column.name : foreign };
  });
  return { name, path: { project, dataset, table }, columns };
}

export function pathText({ project, dataset, table }: TablePath): string {
  return `\`${project}.${dataset}.${table}\``;
}

/** What may follow FROM for a table: its path, or a selection that gives its columns the portal's names. */
export function tableText({ path, columns }: PlacedTable): string {
  if (columns.every(({ name, foreign }) => name === foreign)) return pathText(path);
  const picked = columns.map(({ name, type, foreign }) => {
    return foreign === null ? `CAST(NULL AS ${type}) AS ${name}` : `t.${foreign} AS ${name}`;
  });
  return `(SELECT ${picked.join(", ")} FROM ${pathText(path)} AS t)`;
}

import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import type { Statement } from "#lib/semantic/compiled.ts";
import {
  bigQueryText,
  type SnapshotArray,
  snapshotArrays,
  snapshotParameter,
  type TableTexts,
} from "#lib/semantic/print/bigquery-text.ts";
import type { Duck } from "#lib/semantic/testing/duck.ts";
import type { Scalar, ZetaColumn, ZetaParam, ZetaTable, ZetaType } from "#lib/semantic/testing/judge/zetasql.ts";
import type { Columns, ColumnType } from "#warehouse/columns.ts";
import { TABLE_NAMES, TABLES } from "#warehouse/schema.ts";

/** Where the judge's tables stand: the whole path of each is one name. */
export const PLACE = "vendor.telemetry";

export const PLACES: TableTexts = {
  warehouse: (table) => `\`${PLACE}.${table}\``,
  snapshot: (table) => `UNNEST(@${snapshotParameter(table)})`,
};

const TYPES: Readonly<Record<ColumnType, Scalar>> = {
  VARCHAR: "STRING",
  INTEGER: "INT64",
  BIGINT: "INT64",
  BOOLEAN: "BOOL",
  DATE: "DATE",
  TIMESTAMP: "TIMESTAMP",
};

const PARAM_TYPES = { string: "STRING", number: "FLOAT64", date: "DATE" } as const;

/** The tables of the schema as BigQuery has them: without the registry's number, which no foreign table knows. */
export function columnsOf(table: keyof typeof TABLES): ZetaColumn[] {
  const columns: Columns = TABLES[table];
  return Object.entries(columns).flatMap(([name, type]) =>
    name === "instance_no" ? [] : [{ name, type: TYPES[type] }],
  );
}

export function emptyTables(): ZetaTable[] {
  return TABLE_NAMES.map((table) => ({ name: `${PLACE}.${table}`, columns: columnsOf(table), rows: [] }));
}

/** What lies in DuckDB's world of that name, less the registry's own number. */
export async function loadedTables(duck: Duck, world: string): Promise<ZetaTable[]> {
  const tables: ZetaTable[] = [];
  for (const table of TABLE_NAMES) {
    const found = await duck.table(world, table);
    if (found === null) continue;
    const kept = found.columns.flatMap((column, at) => (column.name === "instance_no" ? [] : [{ ...column, at }]));
    tables.push({
      name: `${PLACE}.${table}`,
      columns: kept.map(({ name, type }) => ({ name, type: scalarOf(type) })),
      rows: found.rows.map((row) => kept.map(({ at }) => row[at] ?? null)),
    });
  }
  return tables;
}

function scalarOf(duckType: string): Scalar {
  const found = Object.entries(TYPES).find(([name]) => name === duckType);
  if (found === undefined) throw new Error(`BigQuery has no type for DuckDB's ${duckType}`);
  return found[1];
}

/** A statement as the engine takes it: the text with its tables, and every parameter with its type. */
export function placed({ sql, params }: Statement, snapshot: Snapshot): { sql: string; params: ZetaParam[] } {
  const own = params.map(({ type, value }, index) => ({ name: `p${index + 1}`, type: PARAM_TYPES[type], value }));
  return { sql: bigQueryText(sql, PLACES), params: [...own, ...snapshotArrays(sql, snapshot).map(arrayParam)] };
}

function arrayParam({ parameter, columns, rows }: SnapshotArray): ZetaParam {
  const type: ZetaType = { array: { struct: columns } };
  return { name: parameter, type, value: rows };
}

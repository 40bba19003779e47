import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import { SNAPSHOT_TABLES } from "#lib/consent/snapshot-rows.ts";
import type { Statement } from "#lib/semantic/compiled.ts";
import {
  bigQueryText,
  type SnapshotArray,
  snapshotArrays,
  snapshotParameter,
  type TableTexts,
} from "#lib/semantic/print/bigquery-text.ts";
import type { Duck } from "#lib/semantic/testing/duck.ts";
import type { Scalar, ZetaParam, ZetaTable, ZetaType } from "#lib/semantic/testing/judge/zetasql.ts";
import type { ColumnType } from "#warehouse/columns.ts";

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

/** What lies in DuckDB's world of that name, less the registry and its own number. */
export async function loadedTables(duck: Duck, world: string): Promise<ZetaTable[]> {
  const tables: ZetaTable[] = [];
  for (const table of await duck.tables(world)) {
    if (table in SNAPSHOT_TABLES) continue;
    const found = await duck.table(world, table);
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

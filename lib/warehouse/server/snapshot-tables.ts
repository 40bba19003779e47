import type { DuckDBConnection } from "@duckdb/node-api";
import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import { SNAPSHOT_TABLES, type SnapshotRows, type SnapshotTable, snapshotRows } from "#lib/consent/snapshot-rows.ts";
import { appender } from "#warehouse/append.ts";
import { columnList } from "#warehouse/columns.ts";

async function fill(
  connection: DuckDBConnection,
  schema: string,
  table: SnapshotTable,
  rows: SnapshotRows[SnapshotTable],
): Promise<void> {
  const columns = SNAPSHOT_TABLES[table];
  await connection.run(`CREATE TABLE "${schema}"."${table}" (${columnList(columns)})`);
  const target = await appender(connection, table, columns, schema);
  for (const row of rows) target.add(row);
  target.close();
}

/** Writes a snapshot as a schema of its own: what the registry allows, where the engine can join it. */
export async function writeSnapshot(connection: DuckDBConnection, schema: string, snapshot: Snapshot): Promise<void> {
  const rows = snapshotRows(snapshot);
  await connection.run(`CREATE SCHEMA "${schema}"`);
  for (const table of ["account", "account_type", "instance", "licence"] as const) {
    await fill(connection, schema, table, rows[table]);
  }
  await fill(connection, schema, "interval", rows.interval);
}

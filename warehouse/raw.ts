import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { z } from "zod";
import { LoadError } from "#warehouse/load/load-error.ts";
import { createTable, TABLES, type TableName } from "#warehouse/schema.ts";
import { PING_LIST_NAMES } from "#warehouse/schema-pings.ts";

/** What `load` keeps, and from which `refresh` builds the file that is served. */
export function rawFile(served: string): string {
  return `${served}.raw`;
}

const KEPT = [
  "release",
  "data_source",
  "update_check",
  ...PING_LIST_NAMES,
  "event",
  "ticket",
  "nps_response",
  "quarantine",
  "load_run",
] as const satisfies readonly TableName[];

/** Runs `work` on the store of everything loaded so far. One process at a time. */
export async function withRaw<T>(served: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const file = rawFile(served);
  await mkdir(path.dirname(file), { recursive: true });
  const options = { threads: "2", memory_limit: "600MB", temp_directory: `${file}.tmp` };
  const instance = await DuckDBInstance.create(file, options).catch((error: unknown) => {
    throw new LoadError(openFailure(file, error));
  });
  const connection = await instance.connect();
  try {
    for (const table of KEPT) await connection.run(createTable(table));
    await addColumns(connection);
    await connection.run("CREATE TABLE IF NOT EXISTS sample (is_sample BOOLEAN)");
    // The days that a load brought rows for: what a refresh has to make anew.
    await connection.run("CREATE TABLE IF NOT EXISTS changed_day (run_id VARCHAR, source VARCHAR, day DATE)");
    const result = await work(connection);
    await connection.run("CHECKPOINT");
    return result;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const Known = z.array(z.tuple([z.string()]));

/** A store of an earlier version gets the columns that it lacks, empty: what was loaded then did not say more. */
async function addColumns(connection: DuckDBConnection): Promise<void> {
  const reader = await connection.runAndReadAll(
    "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'main'",
  );
  const known = new Set(Known.parse(reader.getRowsJson()).flat());
  for (const table of KEPT) {
    for (const [column, type] of Object.entries(TABLES[table])) {
      if (!known.has(`${table}.${column}`)) await connection.run(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    }
  }
}

function openFailure(file: string, error: unknown): string {
  const text = error instanceof Error ? error.message : "";
  if (/lock/i.test(text)) return `${file} is in use. Another load or refresh is running; wait until it has finished.`;
  return `${file} cannot be opened. If it was damaged, move it away and load the folders again.`;
}

/** All or nothing. */
export async function inTransaction<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  await connection.run("BEGIN");
  try {
    const result = await work();
    await connection.run("COMMIT");
    return result;
  } catch (error) {
    await connection.run("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

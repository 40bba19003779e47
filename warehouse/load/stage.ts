import { access } from "node:fs/promises";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { appender } from "#warehouse/append.ts";
import { type Columns, type ColumnType, columnList } from "#warehouse/columns.ts";
import { LoadError } from "#warehouse/load/load-error.ts";
import { readNdjson } from "#warehouse/load/ndjson.ts";
import { quoted } from "#warehouse/quoted.ts";
import { FILE_COLUMNS, type TelemetryFile } from "#warehouse/schema.ts";

/** `line` counts from 1: the line of an NDJSON file, the row of a Parquet file. */
const LINE = { line: "BIGINT" } as const;
const REFUSED = { ...LINE, field: "VARCHAR", reason: "VARCHAR", sha256: "VARCHAR" } as const;

const PARQUET_TYPES: Readonly<Record<ColumnType, RegExp>> = {
  VARCHAR: /^VARCHAR$/,
  INTEGER: /^U?(TINY|SMALL)?INT(EGER)?$/,
  BIGINT: /^(U?(TINY|SMALL)?INT(EGER)?|BIGINT)$/,
  BOOLEAN: /^BOOLEAN$/,
  DATE: /^DATE$/,
  TIMESTAMP: /^TIMESTAMP(_S|_MS|_NS| WITH TIME ZONE)?$/,
};

const Described = z.array(z.tuple([z.string(), z.string()]));

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Which form the folder has this file in; null = not at all. */
export async function telemetryFile(folder: string, name: TelemetryFile): Promise<string | null> {
  const forms = [`${name}.parquet`, `${name}.ndjson`];
  const found = await Promise.all(forms.map(async (form) => ((await exists(path.join(folder, form))) ? [form] : [])));
  const [file, second] = found.flat();
  if (second !== undefined) throw new LoadError(`The folder holds both ${forms.join(" and ")}. Keep one.`);
  return file ?? null;
}

async function describe(connection: DuckDBConnection, file: string, name: string): Promise<Map<string, string>> {
  try {
    const reader = await connection.runAndReadAll(
      `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${quoted(file)}))`,
    );
    return new Map(Described.parse(reader.getRowsJson()));
  } catch {
    throw new LoadError(`${name} is not a readable Parquet file.`);
  }
}

function checkTypes(found: ReadonlyMap<string, string>, columns: Columns, name: string): void {
  for (const [column, type] of Object.entries(columns)) {
    const given = found.get(column);
    if (given !== undefined && !PARQUET_TYPES[type].test(given)) {
      throw new LoadError(
        `${name}: column ${column} is ${given} and should be ${type}. Nothing of the file was loaded.`,
      );
    }
  }
}

/** A row with a value in a column that nobody knows is refused whole. */
async function refuseUnknown(connection: DuckDBConnection, from: string, unknown: readonly string[]): Promise<void> {
  for (const column of unknown) {
    const shown = /^[a-zA-Z_]\w{0,63}$/.test(column) ? column : "";
    await connection.run(`INSERT INTO refused
      SELECT file_row_number + 1, ${quoted(shown)}, 'unknown column', NULL FROM ${from}
      WHERE "${column.replaceAll('"', '""')}" IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM refused WHERE line = file_row_number + 1)`);
  }
}

async function stageParquet(connection: DuckDBConnection, file: string, columns: Columns): Promise<void> {
  const name = path.basename(file);
  const found = await describe(connection, file, name);
  checkTypes(found, columns, name);
  const from = `read_parquet(${quoted(file)}, file_row_number = true)`;
  const unknown = [...found.keys()].filter((column) => !(column in columns));
  await refuseUnknown(connection, from, unknown);
  const picked = Object.entries(columns).map(([column, type]) => {
    return found.has(column) ? `"${column}"::${type} AS ${column}` : `NULL::${type} AS ${column}`;
  });
  await connection.run(
    `CREATE TEMP VIEW staged AS SELECT file_row_number + 1 AS line, ${picked.join(", ")} FROM ${from}`,
  );
}

async function stageNdjson(connection: DuckDBConnection, file: string, columns: Columns): Promise<void> {
  const all = { ...LINE, ...columns };
  await connection.run(`CREATE TEMP TABLE staged (${columnList(all)})`);
  const rows = await appender(connection, "staged", all);
  const refused = await appender(connection, "refused", REFUSED);
  for await (const { line, values, fault, sha256 } of readNdjson(file, columns)) {
    rows.add([line, ...values]);
    if (fault !== null) refused.add([line, fault.field, fault.reason, sha256]);
  }
  rows.close();
  refused.close();
}

/**
 * Brings a file into `staged` (line and columns) and `refused` (line, field, reason): the latter holds
 * so far the rows that cannot be read at all. Both are temporary; `unstage` takes them away.
 */
export async function stage(
  connection: DuckDBConnection,
  folder: string,
  file: string,
  name: TelemetryFile,
): Promise<void> {
  const columns = FILE_COLUMNS[name];
  const full = path.join(folder, file);
  await connection.run(`CREATE OR REPLACE TEMP TABLE refused (${columnList(REFUSED)})`);
  await (file.endsWith(".parquet") ? stageParquet(connection, full, columns) : stageNdjson(connection, full, columns));
}

export async function unstage(connection: DuckDBConnection, file: string): Promise<void> {
  await connection.run(`DROP ${file.endsWith(".parquet") ? "VIEW" : "TABLE"} IF EXISTS staged`);
  await connection.run("DROP TABLE IF EXISTS refused");
}

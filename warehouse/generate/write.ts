import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Columns } from "#warehouse/columns.ts";
import { quoted } from "#warehouse/quoted.ts";

/** Writes what the SQL gives as a Parquet file of the folder with these columns; its order is the file's. */
export async function writeParquet(
  connection: DuckDBConnection,
  folder: string,
  name: string,
  columns: Columns,
  sql: string,
): Promise<void> {
  const typed = Object.entries(columns).map(([column, type]) => `${column}::${type} AS ${column}`);
  const file = path.join(folder, `${name}.parquet`);
  await connection.run(
    `COPY (SELECT ${typed.join(", ")} FROM (${sql})) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd)`,
  );
}

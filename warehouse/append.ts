import {
  BIGINT,
  BOOLEAN,
  DATE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
} from "@duckdb/node-api";
import type { Columns, ColumnType } from "#warehouse/columns.ts";
import { dayNumber } from "#warehouse/day.ts";

/** A DATE as `YYYY-MM-DD` or days since 1970, a TIMESTAMP in milliseconds since 1970. */
export type Plain = string | number | boolean | null;

const TYPES: Readonly<Record<ColumnType, DuckDBType>> = {
  VARCHAR,
  INTEGER,
  BIGINT,
  BOOLEAN,
  DATE,
  TIMESTAMP,
};

const CHUNK_ROWS = 2048;

function toDuck(type: ColumnType, value: Plain): DuckDBValue {
  if (value === null) return null;
  switch (type) {
    case "BIGINT":
      return BigInt(Number(value));
    case "DATE":
      return new DuckDBDateValue(typeof value === "string" ? dayNumber(value) : Number(value));
    case "TIMESTAMP":
      return new DuckDBTimestampValue(BigInt(Number(value)) * 1000n);
    case "VARCHAR":
    case "INTEGER":
    case "BOOLEAN":
      return value;
  }
}

export type Appender = { add(row: readonly Plain[]): void; close(): void };

/** Rows into a table of the connection, in the order of `columns`; `close` writes what is left. */
export async function appender(
  connection: DuckDBConnection,
  table: string,
  columns: Columns,
  schema: string | null = null,
): Promise<Appender> {
  const inner = await connection.createAppender(table, schema);
  const kinds = Object.values(columns);
  const types = kinds.map((kind) => TYPES[kind]);
  let buffers = kinds.map((): DuckDBValue[] => []);
  let rows = 0;
  const flush = (): void => {
    if (rows === 0) return;
    const chunk = DuckDBDataChunk.create(types, rows);
    chunk.setColumns(buffers);
    inner.appendDataChunk(chunk);
    buffers = kinds.map(() => []);
    rows = 0;
  };
  return {
    add(row) {
      kinds.forEach((kind, i) => buffers[i]?.push(toDuck(kind, row[i] ?? null)));
      rows += 1;
      if (rows === CHUNK_ROWS) flush();
    },
    close() {
      flush();
      inner.closeSync();
    },
  };
}

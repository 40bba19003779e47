import type { Columns, ColumnType } from "#warehouse/columns.ts";
import { TABLES, type TableName } from "#warehouse/schema.ts";

export type BigQueryType = "STRING" | "INT64" | "FLOAT64" | "BOOL" | "DATE" | "TIMESTAMP";

const TYPES: Readonly<Record<ColumnType, BigQueryType>> = {
  VARCHAR: "STRING",
  INTEGER: "INT64",
  BIGINT: "INT64",
  BOOLEAN: "BOOL",
  DATE: "DATE",
  TIMESTAMP: "TIMESTAMP",
};

/** The API still calls some types by the names of the older SQL. */
const SAME_TYPE: Readonly<Record<string, string>> = { INTEGER: "INT64", FLOAT: "FLOAT64", BOOLEAN: "BOOL" };

export function standardType(type: string): string {
  return SAME_TYPE[type] ?? type;
}

export type BigQueryColumn = { readonly name: string; readonly type: BigQueryType };

/** The columns of a table there: all but the registry's number, which only the portal gives. */
export function columnsOf(table: TableName): BigQueryColumn[] {
  const columns: Columns = TABLES[table];
  return Object.entries(columns).flatMap(([name, type]) =>
    name === "instance_no" ? [] : [{ name, type: TYPES[type] }],
  );
}

/** The column by whose days (or months) a table is cut, so that a question reads only those it asks for. */
export function partitionOf(table: TableName): string | null {
  const columns: Columns = TABLES[table];
  const found = ["day", "start", "month"].find((name) => columns[name] === "DATE");
  return found ?? null;
}

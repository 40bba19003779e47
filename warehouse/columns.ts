/** The column types that DuckDB and BigQuery both have; ``columnList` prints DuckDB's names. */
export type ColumnType = "VARCHAR" | "INTEGER" | "BIGINT" | "BOOLEAN" | "DATE" | "TIMESTAMP";

export type Columns = Readonly<Record<string, ColumnType>>;

/** `a VARCHAR, b DATE`: the body of a CREATE TABLE. */
export function columnList(columns: Columns): string {
  return Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(", ");
}

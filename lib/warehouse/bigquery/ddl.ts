import { type BigQueryColumn, columnsOf, partitionOf } from "#lib/warehouse/bigquery/columns.ts";
import { type Home, pathText } from "#lib/warehouse/bigquery/mapping.ts";
import { TABLE_NAMES, type TableName } from "#warehouse/schema.ts";

/** Columns that questions are filtered by, in this order; BigQuery takes four. */
const CLUSTERED = ["site_id", "name", "family", "client"] as const;

function columnText({ name, type }: BigQueryColumn): string {
  return `  ${name} ${type}`;
}

function path({ project, dataset }: Home, table: string): string {
  return pathText({ project, dataset, table });
}

/** The statement that makes a table as the portal reads it: cut by day, sorted by what is filtered by. */
export function createTableText(home: Home, name: TableName): string {
  const columns = columnsOf(name);
  const partition = partitionOf(name);
  const clustered = CLUSTERED.filter((column) => columns.some((one) => one.name === column));
  const monthly = partition === "month" ? `DATE_TRUNC(${partition}, MONTH)` : partition;
  return [
    `CREATE TABLE IF NOT EXISTS ${path(home, name)} (`,
    `${columns.map(columnText).join(",\n")}\n)`,
    ...(monthly === null ? [] : [`PARTITION BY ${monthly}`]),
    ...(clustered.length === 0 ? [] : [`CLUSTER BY ${clustered.join(", ")}`]),
    ...(partition === null ? [] : ["OPTIONS (require_partition_filter = TRUE)"]),
  ].join("\n");
}

/** Every table, in the order of the schema. */
export function schemaText(home: Home): string {
  return TABLE_NAMES.map((name) => `${createTableText(home, name)};\n`).join("\n");
}

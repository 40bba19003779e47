import { expect, test } from "vitest";
import { columnsOf, partitionOf } from "#lib/warehouse/bigquery/columns.ts";
import { createTableText, schemaText } from "#lib/warehouse/bigquery/ddl.ts";
import { TABLE_NAMES } from "#warehouse/schema.ts";

const HOME = { project: "vendor-prod", dataset: "candor" };

test("a table is made as the portal reads it: cut by day, sorted by what is filtered by, never read whole", () => {
  expect(createTableText(HOME, "event_day")).toBe(`CREATE TABLE IF NOT EXISTS \`vendor-prod.candor.event_day\` (
  day DATE,
  site_id STRING,
  name STRING,
  family STRING,
  client STRING,
  events INT64,
  users INT64,
  user_1 INT64,
  user_2 INT64,
  user_3 INT64,
  user_4 INT64,
  user_5 INT64
)
PARTITION BY day
CLUSTER BY site_id, name, family, client
OPTIONS (require_partition_filter = TRUE)`);
  expect(createTableText(HOME, "user_month")).toContain("PARTITION BY DATE_TRUNC(month, MONTH)");
  expect(createTableText(HOME, "edition")).toMatch(/data_version STRING,[^]*\)$/);
});

test("every table of the schema is there once, none with the registry's number", () => {
  const text = schemaText(HOME);
  expect([...text.matchAll(/CREATE TABLE/g)]).toHaveLength(TABLE_NAMES.length);
  expect(text).not.toContain("instance_no");
  for (const name of TABLE_NAMES) {
    const made = createTableText(HOME, name);
    expect(made).toContain(`vendor-prod.candor.${name}\``);
    for (const column of columnsOf(name)) expect(made).toContain(`  ${column.name} ${column.type}`);
    expect(made.includes("require_partition_filter")).toBe(partitionOf(name) !== null);
  }
});

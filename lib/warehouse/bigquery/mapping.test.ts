import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ModelError } from "#lib/semantic/model-file.ts";
import { bigQueryApi } from "#lib/warehouse/bigquery/api.ts";
import { checkTables } from "#lib/warehouse/bigquery/check.ts";
import { columnsOf } from "#lib/warehouse/bigquery/columns.ts";
import { type Mapping, ownMapping, readMapping, tableText } from "#lib/warehouse/bigquery/mapping.ts";
import { canned, doubleOf, LOCATION, PROJECT } from "#lib/warehouse/bigquery/testing/canned.ts";
import type { BigQueryDouble } from "#lib/warehouse/bigquery/testing/double.ts";
import type { TableLayout } from "#lib/warehouse/bigquery/testing/layout.ts";
import { DATASET, layoutOf } from "#lib/warehouse/bigquery/testing/served.ts";
import { TABLE_NAMES } from "#warehouse/schema.ts";

const HOME = { project: PROJECT, dataset: DATASET };

function read(text: string): Mapping {
  return readMapping("mapping.yml", text, HOME);
}

function faultsOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
  return "";
}

function textOf(mapping: Mapping, name: "release" | "event"): string {
  const table = mapping.get(name);
  if (table === undefined) throw new Error("not mapped");
  return tableText(table);
}

describe("a mapping", () => {
  test("leaves what it does not name in the portal's own dataset", () => {
    const mapping = read("tables: {}");
    expect(mapping).toEqual(ownMapping(HOME));
    expect(textOf(mapping, "event")).toBe("`vendor.telemetry.event`");
  });

  test("gives another warehouse's table and columns the portal's names, and null where there is none", () => {
    const mapping = read(`
tables:
  release:
    table: sourcegraph-prod.sourcegraph_analytics.releases
    columns: { version: tag, minor_index: null }
  event: { table: dotcom_events.events_usage }
`);
    expect(textOf(mapping, "release")).toBe(
      "(SELECT t.tag AS version, CAST(NULL AS INT64) AS minor_index, t.released_on AS released_on" +
        " FROM `sourcegraph-prod.sourcegraph_analytics.releases` AS t)",
    );
    expect(textOf(mapping, "event")).toBe("`vendor.dotcom_events.events_usage`");
  });

  test.each([
    ["tables:\n  evnt: {}", 'mapping.yml:2:9 The portal has no table "evnt"; did you mean "event"?'],
    [
      "tables:\n  event:\n    columns: { user_ky: u }",
      'mapping.yml:3:25 event has no column "user_ky"; did you mean "user_key"?',
    ],
    ["tables:\n  event: { table: events_usage }", "mapping.yml:2:19 tables.event.table: write it as dataset.table"],
    ["tables:\n  event: { tabel: a.b }", 'mapping.yml:2:12 Unknown key "tabel" in tables.event'],
    ["tables:\n  event: { columns: { day: DATE(ts) } }", "mapping.yml:2:28 tables.event.columns.day: write the name"],
    ["tables:\n  event: { columns: { day: 'x` AS t); --' } }", "write the name of one column"],
    ["tables: [", "mapping.yml:"],
  ])("that is wrong says where, and what was meant: %j", (text, words) => {
    expect(faultsOf(text)).toContain(words);
  });
});

describe("the check of the tables", () => {
  let double: BigQueryDouble;
  beforeEach(async () => {
    double = await doubleOf(canned({}));
  });
  afterEach(async () => {
    await double.close();
  });

  function check(mapping = ownMapping(HOME)): Promise<string[]> {
    return checkTables(bigQueryApi({ project: PROJECT, location: LOCATION, endpoint: double.endpoint }), mapping);
  }

  function change(table: string, resource: Partial<TableLayout["resource"]> | null): void {
    const layout = new Map(layoutOf(() => 1, 30, "2026-03-28"));
    const path = `${PROJECT}.${DATASET}.${table}`;
    const found = layout.get(path);
    if (found === undefined) throw new Error(`no table ${table}`);
    if (resource === null) layout.delete(path);
    else layout.set(path, { ...found, resource: { ...found.resource, ...resource } });
    double.layout = layout;
  }

  test("finds nothing in tables as the portal makes them", async () => {
    double.layout = layoutOf(() => 1, 30, "2026-03-28");
    expect(await check()).toEqual([]);
    expect(double.calls("table")).toHaveLength(TABLE_NAMES.length);
  });

  test("names a table that is not there, and the nearest", async () => {
    change("event", null);
    const [fault] = await check();
    expect(fault).toMatch(/^event: there is no table `vendor\.telemetry\.event`; did you mean "event_\w+"\?$/);
  });

  test("names a column that is not there, and one of another type", async () => {
    const fields = columnsOf("release").map(({ name, type }) => ({
      name: name === "version" ? "versions" : name,
      type: name === "released_on" ? "TIMESTAMP" : type,
    }));
    change("release", { schema: { fields } });
    expect(await check()).toEqual([
      'release: `vendor.telemetry.release` has no column "version", wanted as version; did you mean "versions"?',
      'release: `vendor.telemetry.release`: column "released_on" is TIMESTAMP, and DATE is wanted',
    ]);
  });

  test("names a table that each question would read whole", async () => {
    change("event", { timePartitioning: { field: "ts" } });
    expect(await check()).toEqual([
      'event: `vendor.telemetry.event` is not partitioned by "day": each question would read it whole',
    ]);
  });

  test("names a dataset that is not there, and an account that may not look", async () => {
    double.layout = new Map();
    const [first] = await check();
    expect(first).toContain("there is no dataset vendor.telemetry, or the portal's account may not see it");
    double.layout = layoutOf(() => 1, 30, "2026-03-28");
    double.faults.add({ on: "table", kind: "status", status: 403, reason: "accessDenied" });
    expect(await check()).toEqual([expect.stringContaining("cannot be read: by script: accessDenied")]);
  });
});

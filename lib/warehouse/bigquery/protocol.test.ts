import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { bigQueryApi } from "#lib/warehouse/bigquery/api.ts";
import { asked, canned, doubleOf, LOCATION, PROJECT, runnerOn } from "#lib/warehouse/bigquery/testing/canned.ts";
import type { BigQueryDouble } from "#lib/warehouse/bigquery/testing/double.ts";
import type { DoubleResult } from "#lib/warehouse/bigquery/testing/jobs.ts";
import { queryParameters, tableParameter } from "#lib/warehouse/bigquery/values.ts";

const MANY = 45_001;
const RESULTS: Readonly<Record<string, DoubleResult>> = {
  one: { fields: [{ name: "n", type: "INTEGER" }], rows: [[1]] },
  none: { fields: [{ name: "n", type: "INTEGER" }], rows: [] },
  many: {
    fields: [{ name: "n", type: "INTEGER" }],
    rows: Array.from({ length: MANY }, (_, index) => [index]),
  },
  types: {
    fields: ["STRING", "INTEGER", "FLOAT", "NUMERIC", "BOOLEAN", "DATE", "TIMESTAMP", "JSON", "STRING"].map(
      (type, index) => ({ name: `c${String(index)}`, type }),
    ),
    rows: [
      ["text", 42, 0.1, "12.50", true, "2026-01-31", "1769817600123456", '{"a":1}', null],
      ["", "-9007199254740993", "NaN", "-0.1", false, "0001-01-01", "0", "null", null],
    ],
  },
};
const never = new AbortController().signal;

let double: BigQueryDouble;
beforeEach(async () => {
  double = await doubleOf(canned(RESULTS));
});
afterEach(async () => {
  await double.close();
});

function bodies(route: "query" | "insert"): Record<string, unknown>[] {
  return double.calls(route).map(({ body }) => z.record(z.string(), z.unknown()).parse(JSON.parse(body)));
}

describe("both routes", () => {
  test.each(["quick", "job"] as const)("%s: plain values, whatever their type", async (route) => {
    const { rows } = await runnerOn(double).run(asked("types", { route }), never);
    expect(rows).toEqual([
      ["text", 42, 0.1, 12.5, true, "2026-01-31", "2026-01-31T00:00:00.123Z", '{"a":1}', null],
      ["", -9007199254740992, NaN, -0.1, false, "0001-01-01", "1970-01-01T00:00:00.000Z", "null", null],
    ]);
  });

  test.each(["quick", "job"] as const)("%s: every row of every page, or none", async (route) => {
    const { rows } = await runnerOn(double).run(asked("many", { route }), never);
    expect(rows).toHaveLength(MANY);
    expect(rows.at(-1)).toEqual([MANY - 1]);
    expect(double.calls("results").length).toBeGreaterThanOrEqual(2);
  });

  test.each(["quick", "job"] as const)("%s: an empty result is one", async (route) => {
    const { rows, fields } = await runnerOn(double).run(asked("none", { route }), never);
    expect(rows).toEqual([]);
    expect(fields).toEqual([{ name: "n", type: "INTEGER" }]);
  });

  test("a tile needs one call and no job; anything else has a job of its own name", async () => {
    await runnerOn(double).run(asked("one"), never);
    expect(double.seen.map(({ route }) => route)).toEqual(["query"]);
    expect(bodies("query")[0]).toMatchObject({
      jobCreationMode: "JOB_CREATION_OPTIONAL",
      location: LOCATION,
      maximumBytesBilled: "1000000000",
      useLegacySql: false,
    });
    await runnerOn(double).run(asked("one", { route: "job" }), never);
    expect(double.calls("insert")[0]?.body).toMatch(/"jobId":"candor_[0-9a-f-]{36}"/);
    expect(bodies("insert")[0]).toMatchObject({
      jobReference: { location: LOCATION },
      configuration: { jobTimeoutMs: "20000", query: { maximumBytesBilled: "1000000000" } },
    });
  });

  test("a slow tile becomes a job that is waited for", async () => {
    double.faults.add({ on: "query", kind: "slow", ms: 300 });
    const { rows } = await runnerOn(double).run(asked("one"), never);
    expect(rows).toEqual([[1]]);
    expect(double.calls("results")).toHaveLength(1);
  });

  test("the same text costs nothing the second time", async () => {
    await runnerOn(double).run(asked("one"), never);
    await runnerOn(double).run(asked("one"), never);
    expect(double.jobs.ran).toBe(1);
  });
});

describe("parameters", () => {
  test("carry their types, also as empty arrays, and nulls inside", async () => {
    const columns = [
      { name: "site_id", type: "STRING" },
      { name: "valid_from", type: "DATE" },
    ];
    const parameters = [
      ...queryParameters([
        { type: "string", value: "a'; DROP" },
        { type: "number", value: 0.5 },
        { type: "date", value: "2026-01-01" },
      ]),
      tableParameter({ parameter: "snapshot_interval", columns, rows: [] }),
      tableParameter({ parameter: "snapshot_account", columns, rows: [["s", null]] }),
    ];
    await runnerOn(double).run(asked("one", { parameters }), never);
    const struct = { type: "STRUCT", structTypes: columns.map(({ name, type }) => ({ name, type: { type } })) };
    expect(bodies("query")[0]?.["queryParameters"]).toEqual([
      { name: "p1", parameterType: { type: "STRING" }, parameterValue: { value: "a'; DROP" } },
      { name: "p2", parameterType: { type: "FLOAT64" }, parameterValue: { value: "0.5" } },
      { name: "p3", parameterType: { type: "DATE" }, parameterValue: { value: "2026-01-01" } },
      {
        name: "snapshot_interval",
        parameterType: { type: "ARRAY", arrayType: struct },
        parameterValue: { arrayValues: [] },
      },
      {
        name: "snapshot_account",
        parameterType: { type: "ARRAY", arrayType: struct },
        parameterValue: {
          arrayValues: [{ structValues: { site_id: { value: "s" }, valid_from: { value: null } } }],
        },
      },
    ]);
  });
});

describe("a dry run", () => {
  test("says what would be read and runs nothing", async () => {
    const estimate = await runnerOn(double).dryRun(asked("one"), never);
    expect(estimate).toMatchObject({ statementType: "SELECT", totalBytesProcessed: 0, referencedTables: [] });
    expect(double.jobs.byId.size).toBe(0);
  });
});

describe("tables", () => {
  test("are looked up, listed and replaced as a whole", async () => {
    const path = { project: PROJECT, dataset: "snap", table: "s_1" };
    const schema = { fields: [{ name: "site_id", type: "STRING" }] };
    double.layout = new Map([["vendor.snap.s_1", { resource: { schema }, rows: 7, days: null }]]);
    const api = bigQueryApi({ project: PROJECT, location: LOCATION, endpoint: double.endpoint });
    expect(await api.table(path)).toMatchObject({ numRows: 7, schema });
    expect(await api.tables(PROJECT, "snap")).toEqual(["s_1"]);
    await api.load({ path, schema: schema.fields, rows: [{ site_id: "a" }, { site_id: null }] });
    expect(double.loaded.get("vendor.snap.s_1")).toEqual({ schema, rows: [{ site_id: "a" }, { site_id: null }] });
  });
});

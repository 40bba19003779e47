import { afterEach, beforeEach, expect, test } from "vitest";
import { loadModels } from "#lib/semantic/load.ts";
import { bigQueryApi } from "#lib/warehouse/bigquery/api.ts";
import { ownMapping } from "#lib/warehouse/bigquery/mapping.ts";
import { doubleOf, LOCATION, PROJECT, runnerOn } from "#lib/warehouse/bigquery/testing/canned.ts";
import type { BigQueryDouble } from "#lib/warehouse/bigquery/testing/double.ts";
import type { DoubleResult } from "#lib/warehouse/bigquery/testing/jobs.ts";
import { DATASET, layoutOf } from "#lib/warehouse/bigquery/testing/served.ts";
import { trialsOf } from "#lib/warehouse/bigquery/testing/trials.ts";
import { verify } from "#lib/warehouse/bigquery/verify.ts";

const MAPPING = ownMapping({ project: PROJECT, dataset: DATASET });
const ALL = trialsOf(loadModels("models"), MAPPING, 1);
/** Whom a figure covers: the columns of these are the same whatever is asked. */
const TRIALS = ALL.filter(({ name }) => name.endsWith(", sent")).slice(0, 6);
const SENT: DoubleResult = {
  fields: ["period", "last", "instance_no", "account_id"].map((name) => ({
    name,
    type: name === "instance_no" ? "INTEGER" : "STRING",
  })),
  rows: [["2026-01-01", "2026-01-01", 1, "acc_1"]],
};

let double: BigQueryDouble;
let result: DoubleResult;
beforeEach(async () => {
  result = SENT;
  double = await doubleOf(() => Promise.resolve(result));
  double.layout = layoutOf(() => 1_000, 400, "2026-03-28");
});
afterEach(async () => {
  await double.close();
});

function tried(smoke = 2) {
  const api = bigQueryApi({ project: PROJECT, location: LOCATION, endpoint: double.endpoint });
  return verify({ api, runner: runnerOn(double), mapping: MAPPING }, TRIALS, smoke);
}

test("the corpus is tried by dry runs, a few of it by runs, and the bytes are summed", async () => {
  expect(ALL.length).toBeGreaterThan(20);
  const report = await tried();
  expect(report).toMatchObject({ texts: 6, faults: [], runs: 2, rows: 2 });
  expect(report.bytes).toBeGreaterThan(0);
  expect(report.dearest?.bytes).toBeLessThanOrEqual(report.bytes);
  expect(double.calls("insert")).toHaveLength(8);
});

test("columns of other types than declared are faults", async () => {
  result = { ...SENT, fields: SENT.fields.map((field) => ({ ...field, type: "STRING" })) };
  const { faults } = await tried(0);
  expect(faults).toHaveLength(6);
  expect(faults[0]).toMatch(/, sent instance_no is "STRING", declared INT64/);
});

test("a missing table, a refused text and a text that reads too much are faults, each with its name", async () => {
  const layout = new Map(layoutOf(() => 10 ** 9, 400, "2026-03-28"));
  layout.delete(`${PROJECT}.${DATASET}.release`);
  double.layout = layout;
  double.faults.add({ on: "insert", kind: "status", status: 403, reason: "accessDenied" });
  const { faults } = await tried(0);
  expect(faults.some((fault) => fault.startsWith("release: there is no table"))).toBe(true);
  expect(faults.some((fault) => fault.endsWith("by script: accessDenied"))).toBe(true);
  expect(faults.some((fault) => fault.endsWith("would read more than a Viewer may"))).toBe(true);
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "#lib/errors.ts";
import { Circuit } from "#lib/warehouse/bigquery/circuit.ts";
import { BigQueryFault, faultOf } from "#lib/warehouse/bigquery/faults.ts";
import { jobLabels } from "#lib/warehouse/bigquery/labels.ts";
import type { Asked } from "#lib/warehouse/bigquery/runner.ts";
import { asked, canned, doubleOf, QUICK_RETRIES, runnerOn } from "#lib/warehouse/bigquery/testing/canned.ts";
import type { BigQueryDouble } from "#lib/warehouse/bigquery/testing/double.ts";
import { Refused } from "#lib/warehouse/bigquery/testing/jobs.ts";

const NUMBER = [{ name: "n", type: "INTEGER" }];
const rows = Array.from({ length: 30_000 }, (_, index) => [index]);
const RESULTS = { one: { fields: NUMBER, rows: [[1]] }, pages: { fields: NUMBER, rows } };
const ROUTES = ["quick", "job"] as const;
const never = new AbortController().signal;

let double: BigQueryDouble;
beforeEach(async () => {
  double = await doubleOf(canned(RESULTS));
});
afterEach(async () => {
  await double.close();
});

function run(changed: Partial<Asked> = {}, signal = never, sql = "one") {
  return runnerOn(double).run(asked(sql, changed), signal);
}

/** The reason that a run failed for, and what a reader is told. */
async function failure(changed: Partial<Asked> = {}, sql = "one"): Promise<{ reason: string; told: AppError }> {
  const error: unknown = await run(changed, never, sql).then(
    () => new Error("it succeeded"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof BigQueryFault)) throw error;
  return { reason: error.reason, told: error.toAppError() };
}

const first = { quick: "query", job: "insert" } as const;

describe.each(ROUTES)("what passes by itself is asked again (%s)", (route) => {
  const on = first[route];

  test.each([
    [503, "backendError"],
    [500, "internalError"],
    [403, "rateLimitExceeded"],
    [403, "jobRateLimitExceeded"],
    [429, "rateLimitExceeded"],
    [502, "badGateway"],
  ])("%d %s twice", async (status, reason) => {
    double.faults.add({ on, kind: "status", status, reason, times: 2 });
    expect((await run({ route })).rows).toEqual([[1]]);
    expect(double.calls(on)).toHaveLength(3);
    expect(double.jobs.ran).toBe(1);
  });

  test("a connection that is reset", async () => {
    double.faults.add({ on, kind: "reset" });
    expect((await run({ route })).rows).toEqual([[1]]);
  });

  test("a proxy's page in place of an answer", async () => {
    double.faults.add({ on, kind: "garbage" });
    expect((await run({ route })).rows).toEqual([[1]]);
  });

  test("a page whose rows are lost", async () => {
    double.faults.add({ on: "results", kind: "losePage" });
    expect((await run({ route }, never, "pages")).rows).toHaveLength(30_000);
  });

  test("a job that fails in Google's own works", async () => {
    double.faults.add({ on, kind: "fails", reason: "backendError" });
    expect((await run({ route })).rows).toEqual([[1]]);
  });
});

test("one request id and one job name stay the same over all attempts, so that nothing runs twice", async () => {
  double.faults.add({ on: "results", kind: "status", status: 503, reason: "backendError", times: 2 });
  await run({ route: "job" });
  const names = double.calls("insert").map(({ body }) => /candor_[0-9a-f-]+/.exec(body)?.[0]);
  expect(names).toHaveLength(3);
  expect(new Set(names).size).toBe(1);
  expect(double.jobs.ran).toBe(1);
  double.faults.add({ on: "query", kind: "reset" });
  await run();
  const ids = double.calls("query").map(({ body }) => /"requestId":"([^"]+)"/.exec(body)?.[1]);
  expect(new Set(ids).size).toBe(1);
});

test("no wait goes beyond the budget, and waits are spread", async () => {
  double.faults.add({ on: "query", kind: "status", status: 503, reason: "backendError", times: 99 });
  const plan = { ...QUICK_RETRIES, attempts: 99, baseMs: 20, budgetMs: 200 };
  const started = performance.now();
  await expect(runnerOn(double, plan).run(asked("one"), never)).rejects.toMatchObject({ reason: "backendError" });
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(double.calls("query").length).toBeGreaterThan(1);
  expect(double.calls("query").length).toBeLessThanOrEqual(5);
});

describe.each(ROUTES)("what no retry mends fails at once (%s)", (route) => {
  const on = first[route];

  test.each([
    [401, "authError", "warehouse_unavailable", /credentials are missing or have expired/],
    [403, "accessDenied", "warehouse_unavailable", /give it the roles Job User/],
    [403, "quotaExceeded", "warehouse_unavailable", /quota .* used up/],
    [403, "billingNotEnabled", "warehouse_unavailable", /no billing account/],
    [404, "notFound", "warehouse_unavailable", /another location/],
    [400, "invalidQuery", "warehouse_unavailable", /not as the portal expects/],
    [400, "bytesBilledLimitExceeded", "too_large", /than your role may read/],
    [403, "responseTooLarge", "too_large", /shorter range/],
    [400, "resourcesExceeded", "too_large", /shorter range/],
    [400, "somethingNew", "warehouse_unavailable", /server's log/],
  ])("%d %s", async (status, reason, code, sentence) => {
    double.faults.add({ on, kind: "status", status, reason, times: 99 });
    const started = performance.now();
    const { reason: found, told } = await failure({ route });
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(found).toBe(reason);
    expect(told.code).toBe(code);
    expect(told.message).toMatch(sentence);
    expect(told.message).not.toMatch(/by script/);
    expect(double.calls(on)).toHaveLength(1);
  });

  test("a job that ends in a refusal", async () => {
    double.faults.add({ on, kind: "fails", reason: "accessDenied" });
    expect(await failure({ route })).toMatchObject({ reason: "accessDenied" });
  });

  test("a text that the tables no longer fit", async () => {
    expect(await failure({ route }, "SELECT gone")).toMatchObject({ reason: "invalidQuery" });
  });

  test("columns of other types than asked for", async () => {
    double.faults.add({ on: route === "quick" ? "query" : "results", kind: "wrongTypes" });
    const { reason, told } = await failure({ route });
    expect(reason).toBe("wrongTypes");
    expect(told.message).toMatch(/other types/);
  });

  test("a page that stays lost: never a part of a result", async () => {
    double.faults.add({ on: "results", kind: "losePage", times: 99 });
    const { reason, told } = await failure({ route }, "pages");
    expect(reason).toBe("incomplete");
    expect(told.message).toMatch(/nothing of it is shown/);
  });
});

test("another location than that of the data is said to be one", async () => {
  const runner = runnerOn(double, QUICK_RETRIES, "US");
  await expect(runner.run(asked("one"), never)).rejects.toMatchObject({ reason: "notFound" });
});

test("more than a question may read is not run and not charged", async () => {
  const schema = { fields: [{ name: "site_id", type: "STRING" }] };
  double.layout = new Map([["vendor.t.event", { resource: { schema }, rows: 10 ** 6, days: null }]]);
  const sql = "SELECT s.site_id FROM `vendor.t.event` AS s";
  expect(await failure({ mostBytes: 10 ** 6 }, sql)).toMatchObject({ reason: "bytesBilledLimitExceeded" });
  expect(double.jobs.ran).toBe(0);
});

describe("giving up", () => {
  test.each(ROUTES)("%s: stops a job that never ends", async (route) => {
    double.faults.add({ on: first[route], kind: "slow", ms: Infinity });
    await expect(run({ route }, AbortSignal.timeout(500))).rejects.toThrow();
    await expect.poll(() => double.calls("cancel").length).toBe(1);
    expect([...double.jobs.byId.values()].map(({ error }) => error?.reason)).toEqual(["stopped"]);
  });

  test("stops a job whose name comes only after everybody has gone", async () => {
    double.faults.add({ on: "query", kind: "slow", ms: Infinity });
    await expect(run({}, AbortSignal.timeout(50))).rejects.toThrow();
    expect(double.calls("cancel")).toHaveLength(0);
    await expect.poll(() => double.calls("cancel").length).toBe(1);
  });

  test("does not wait for a retry", async () => {
    double.faults.add({ on: "query", kind: "status", status: 503, reason: "backendError", times: 99 });
    const runner = runnerOn(double, { ...QUICK_RETRIES, baseMs: 60_000, budgetMs: 600_000 });
    const started = performance.now();
    await expect(runner.run(asked("one"), AbortSignal.timeout(100))).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("the circuit", () => {
  const broken = () => Promise.reject(new BigQueryFault("backendError", "down"));

  test("opens after five failures, lets one try after ten seconds, and closes when that succeeds", async () => {
    let now = 0;
    const circuit = new Circuit(() => now);
    for (let time = 0; time < 5; time += 1) await expect(circuit.through(broken)).rejects.toThrow("down");
    const untouched = () => Promise.reject(new Error("it was asked"));
    await expect(circuit.through(untouched)).rejects.toMatchObject({ reason: "circuitOpen" });
    now = 10_001;
    const { promise, resolve } = Promise.withResolvers<string>();
    const trying = circuit.through(() => promise);
    await expect(circuit.through(untouched)).rejects.toMatchObject({ reason: "circuitOpen" });
    resolve("well");
    expect(await trying).toBe("well");
    expect(await circuit.through(() => Promise.resolve("well again"))).toBe("well again");
  });

  test("does not open because of what was asked", async () => {
    const circuit = new Circuit();
    const refused = () => Promise.reject(new BigQueryFault("invalidQuery", "no such column"));
    for (let time = 0; time < 20; time += 1) await expect(circuit.through(refused)).rejects.toThrow("no such column");
  });
});

test("what the client throws is known by BigQuery's own reasons", () => {
  expect(faultOf(new Error("Could not load the default credentials. Browse to …")).reason).toBe("authError");
  expect(faultOf(Object.assign(new Error("invalid_grant"), { code: "400" })).reason).toBe("authError");
  expect(faultOf(Object.assign(new Error("x"), { code: "ECONNREFUSED" }))).toMatchObject({ isTransient: true });
  expect(faultOf(Object.assign(new Error("x"), { code: 504 }))).toMatchObject({ isTransient: true });
  expect(faultOf(new Refused("odd"))).toMatchObject({ reason: "invalid", isTransient: false });
});

test("labels are as BigQuery takes them, and a person is a hash", () => {
  const labels = jobLabels({
    surface: "Dashboard Tile",
    person: "usr_abc",
    "1st": "Ünï",
    tile: "x".repeat(80),
    role: "",
  });
  expect(labels["person_hash"]).toMatch(/^[0-9a-f]{16}$/);
  expect({ ...labels, person_hash: "" }).toEqual({
    app: "candor",
    surface: "dashboard_tile",
    person_hash: "",
    st: "u_ni_",
    tile: "x".repeat(63),
  });
});

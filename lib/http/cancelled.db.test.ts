import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readSnapshotKey } from "#lib/consent/clock.ts";
import { runQuery } from "#lib/explore/service.ts";
import { handle } from "#lib/http/handle.ts";
import { log } from "#lib/log.ts";
import { models } from "#lib/semantic/catalogue.ts";
import { compile } from "#lib/semantic/compile.ts";
import { revive } from "#lib/semantic/compiled.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { signedIn } from "#lib/testing/people.ts";
import { type RegistryDatabase, registryDatabase } from "#lib/testing/registry-database.ts";
import { warehouse } from "#lib/warehouse/client.ts";
import { loadHere, serve, TWENTY_ROWS, warehouseFolder } from "#lib/warehouse/testing/served-folder.ts";
import { refresh } from "#warehouse/refresh/refresh.ts";

const ENDLESS = "SELECT sum(a.range * b.range)::DOUBLE FROM range(10000000) AS a, range(10000000) AS b";
const MAU: Question = {
  ...EMPTY_QUESTION,
  fields: [{ id: "mau" }],
  time: { field: "instance_day.day", grain: "month", range: "2026-10" },
};

let registry: RegistryDatabase;
let folder: Awaited<ReturnType<typeof warehouseFolder>>;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  registry = await registryDatabase();
  folder = await warehouseFolder();
  await loadHere(TWENTY_ROWS, folder.file);
  await refresh(folder.file);
  server = await serve(folder.file);
});

afterAll(async () => {
  vi.restoreAllMocks();
  await server.stop();
  await folder.end();
  await registry.end();
});

/** Takes every place in the warehouse until the signal. */
async function occupy(signal: AbortSignal): Promise<PromiseSettledResult<unknown>[]> {
  const [snapshot, { dataClock }] = await Promise.all([readSnapshotKey(), warehouse().clock()]);
  const query = compile(models(), MAU, { engine: "duckdb", snapshot, dataClock, permissions: new Set() });
  // Equal questions run once, so each is another.
  const endless = (limit: number) => ({
    name: "rows",
    sql: `${ENDLESS} LIMIT ${String(limit)}`,
    params: [],
    shared: [],
  });
  const run = (limit: number) =>
    warehouse().run(revive({ ...query, statements: [endless(limit)] }), { deadlineMs: 60_000, signal, labels: {} });
  return await Promise.allSettled([1, 2, 3, 4].map(run));
}

const POST = handle(runQuery);

test("a question whose asker goes away ends in the warehouse, answers nothing and is no error", async () => {
  const { cookie } = await signedIn("creator");
  const ask = (signal: AbortSignal) =>
    POST(
      new Request("http://127.0.0.1:3000/api/v1/query", {
        method: "POST",
        headers: { cookie, "content-type": "application/json" },
        body: JSON.stringify({ question: MAU }),
        signal,
      }),
    );
  const others = new AbortController();
  const busy = occupy(others.signal);
  const [info, warn, error] = [vi.spyOn(log, "info"), vi.spyOn(log, "warn"), vi.spyOn(log, "error")];
  const gone = new AbortController();
  const sent = vi.spyOn(globalThis, "fetch");
  const asked = ask(gone.signal);
  await vi.waitFor(() => {
    expect(sent.mock.calls.some(([, init]) => JSON.stringify(init?.body ?? null).includes("explore"))).toBe(true);
  }, 10_000);
  setTimeout(() => {
    gone.abort();
  }, 500);
  const response = await asked;
  expect(response.status).toBe(499);
  expect(await response.text()).toBe("");
  expect(info).toHaveBeenLastCalledWith(expect.objectContaining({ outcome: "cancelled", status: 499 }), "request");
  await vi.waitFor(() => {
    expect(warn).toHaveBeenCalledWith(
      expect.objectContaining({ surface: "explore", outcome: "abandoned" }),
      "not answered",
    );
  });
  expect(error).not.toHaveBeenCalled();
  expect(await registry.db.queryLog.count()).toBe(0);
  others.abort();
  expect((await busy).every(({ status }) => status === "rejected")).toBe(true);
  expect((await ask(new AbortController().signal)).status).toBe(200);
});

import { readdir, writeFile } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { systemGrant } from "#lib/access/operation.ts";
import { readSnapshotKey } from "#lib/consent/clock.ts";
import { disconnect } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { answerQuestion } from "#lib/explore/service.ts";
import { models } from "#lib/semantic/catalogue.ts";
import { compile } from "#lib/semantic/compile.ts";
import { type CompiledQuery, revive } from "#lib/semantic/compiled.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { type RegistryDatabase, registryDatabase } from "#lib/testing/registry-database.ts";
import { warehouse, warehouseAt } from "#lib/warehouse/client.ts";
import { loadHere, serve, TWENTY_ROWS, warehouseFolder } from "#lib/warehouse/testing/served-folder.ts";
import { refresh } from "#warehouse/refresh/refresh.ts";
import { Bench, lines, PING } from "#warehouse/testing/folder.ts";

const grant = systemGrant("test", "metrics.read");
const NO_ONE = { deadlineMs: 10_000, signal: null, labels: {} } as const;
const MAU: Question = {
  ...EMPTY_QUESTION,
  fields: [{ id: "mau" }],
  time: { field: "instance_day.day", grain: "month", range: "2026-09-01 to 2026-11-01" },
};

let registry: RegistryDatabase;
let folder: Awaited<ReturnType<typeof warehouseFolder>>;
let server: Awaited<ReturnType<typeof serve>>;
let bench: Bench;

beforeAll(async () => {
  registry = await registryDatabase();
  bench = await Bench.open();
  folder = await warehouseFolder();
  await loadHere(TWENTY_ROWS, folder.file);
});

afterAll(async () => {
  await folder.end();
  await bench.close();
  await registry.end();
});

beforeEach(async () => {
  await refresh(folder.file);
  server = await serve(folder.file);
});

afterEach(() => server.stop());

async function mau(): Promise<unknown[]> {
  const { rows } = await answerQuestion(grant, MAU, "explore");
  return rows.map(([, value]) => value);
}

async function compiled(change: Partial<CompiledQuery> = {}): Promise<CompiledQuery> {
  const [snapshot, { dataClock }] = await Promise.all([readSnapshotKey(), warehouse().clock()]);
  return revive({
    ...compile(models(), MAU, { engine: "duckdb", snapshot, dataClock, permissions: new Set() }),
    ...change,
  });
}

const rowsOf = (sql: string): Pick<CompiledQuery, "statements"> => ({
  statements: [{ name: "rows", sql, params: [], shared: [] }],
});
const ENDLESS = "SELECT sum(a.range * b.range)::DOUBLE FROM range(10000000) AS a, range(10000000) AS b";

async function failure(asked: Promise<unknown>): Promise<AppError> {
  const error: unknown = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error("Not refused with an AppError", { cause: error });
  return error;
}

describe("a refresh", () => {
  test("swaps the file under running questions: none fails, the next sees the new data", {
    timeout: 90_000,
  }, async () => {
    const more = { ...PING, site_id: "site-drift", ts: "2026-09-30T10:00:00Z", mau_month: "2026-09-01", mau: 7 };
    const ping = { ...more, wau_week: "2026-09-27", dau_day: "2026-09-30" };
    expect(await mau()).toEqual([230, 256]);
    let going = true;
    const asking = Array.from({ length: 3 }, async () => {
      const seen: unknown[] = [];
      while (going) seen.push((await mau())[0]);
      return seen;
    });
    await loadHere(await bench.folder({ "update_checks.ndjson": lines([ping]) }), folder.file);
    await refresh(folder.file);
    await refresh(folder.file);
    expect(await mau()).toEqual([237, 256]);
    going = false;
    const seen = (await Promise.all(asking)).flat();
    expect(seen.filter((value) => value !== 230 && value !== 237)).toEqual([]);
    const left = await readdir(path.dirname(folder.file), { recursive: true });
    expect(left.sort()).toEqual(["warehouse.duckdb", "warehouse.duckdb.raw", "warehouse.duckdb.serving"]);
  });

  test("that leaves a broken file behind does not take the answers away", async () => {
    expect(await mau()).toEqual([237, 256]);
    const { dataVersion } = await warehouse().clock();
    await writeFile(folder.file, "not a warehouse");
    expect(await mau()).toEqual([237, 256]);
    expect(await warehouse().clock()).toMatchObject({ dataVersion });
    await refresh(folder.file);
    expect((await warehouse().clock()).dataVersion).not.toBe(dataVersion);
    expect(await mau()).toEqual([237, 256]);
  });
});

describe("a question", () => {
  test("that names an older epoch is refused with the newer one", async () => {
    const old = await compiled();
    await registry.db.registryEpoch.update({ where: { id: 1 }, data: { epoch: { increment: 1 } } });
    expect(await mau()).toEqual([237, 256]);
    const error = await failure(warehouse().run(old, NO_ONE));
    expect(error.code).toBe("conflict");
    expect(error.details).toMatchObject({ epoch: old.snapshot.epoch + 1 });
  });

  test("that takes too long is stopped, and the engine goes on", async () => {
    const query = await compiled(rowsOf(ENDLESS));
    const started = Date.now();
    const error = await failure(warehouse().run(query, { ...NO_ONE, deadlineMs: 300 }));
    expect(error.code).toBe("deadline");
    expect(Date.now() - started).toBeLessThan(5000);
    expect(await mau()).toEqual([237, 256]);
  });

  test("that its asker gives up frees its place", async () => {
    const query = await compiled(rowsOf(ENDLESS));
    const gone = new AbortController();
    const asked = Array.from({ length: 8 }, () => warehouse().run(query, { ...NO_ONE, signal: gone.signal }));
    const settled = Promise.allSettled(asked);
    setTimeout(() => {
      gone.abort();
    }, 200);
    expect((await settled).every(({ status }) => status === "rejected")).toBe(true);
    expect(await mau()).toEqual([237, 256]);
  });

  test("that fails in the engine says nothing of the engine", async () => {
    const query = await compiled(rowsOf("SELECT no_such_column FROM {{warehouse}}.event"));
    const body = JSON.stringify({ query, deadlineMs: 1000, labels: {} });
    const response = await fetch(`${env().warehouse.url}/run`, {
      method: "POST",
      headers: { authorization: `Bearer ${env().warehouse.token}` },
      body,
    });
    expect([response.status, await response.json()]).toEqual([500, { code: "internal", message: "", details: null }]);
  });

  test("cannot change the engine's settings or reach a file", async () => {
    const attempts = [
      "SET memory_limit = '64GB'",
      "SET enable_external_access = true",
      "SET allowed_directories = ['/']",
      "INSTALL httpfs",
      "LOAD httpfs",
      "SELECT content FROM read_text('/etc/hostname')",
      `SELECT content FROM read_text('${folder.file}.serving/../warehouse.duckdb.raw')`,
      `ATTACH '${folder.file}.raw' AS other (READ_ONLY)`,
      `COPY (SELECT 1) TO '${folder.file}.copy'`,
      "DELETE FROM {{warehouse}}.event",
    ];
    for (const sql of attempts) {
      await expect(warehouse().run(await compiled(rowsOf(sql)), NO_ONE), sql).rejects.toThrow();
    }
    expect(await readdir(path.dirname(folder.file))).not.toContain("warehouse.duckdb.copy");
    expect(await mau()).toEqual([237, 256]);
  });
});

describe("the cache", () => {
  test("lets equal questions at the same time run once, and answers the next from what is kept", async () => {
    const query = await compiled();
    const asked = await Promise.all(Array.from({ length: 32 }, () => warehouse().run(query, NO_ONE)));
    expect(new Set(asked.map(({ answer }) => JSON.stringify(answer.rows))).size).toBe(1);
    expect(server.worked()).toBe(1);
    const { answer, covered } = await warehouse().run(query, NO_ONE);
    expect(answer.route.cached).toBe(true);
    expect(covered).toEqual(asked[0]?.covered);
    expect(server.worked()).toBe(1);
  });

  test("knows nothing any more after new data", async () => {
    await mau();
    await refresh(folder.file);
    const { route } = await answerQuestion(grant, MAU, "explore");
    expect(route.cached).toBe(false);
  });

  test("keeps what was known when the registry changes in nothing that is asked about", async () => {
    await mau();
    await registry.db.registryEpoch.update({ where: { id: 1 }, data: { epoch: { increment: 1 } } });
    const { route } = await answerQuestion(grant, MAU, "explore");
    expect(route.cached).toBe(true);
  });

  test("does not hold one person's giving up against another who waits for the same", async () => {
    const query = await compiled(
      rowsOf("SELECT sum(a.range * b.range)::DOUBLE FROM range(4000) AS a, range(4000) AS b"),
    );
    const gone = new AbortController();
    const left = warehouse().run(query, { ...NO_ONE, signal: gone.signal });
    const stays = warehouse().run(query, NO_ONE);
    setTimeout(() => {
      gone.abort();
    }, 50);
    await expect(left).rejects.toThrow();
    expect((await stays).answer.rows).not.toEqual([]);
  });
});

describe("the server", () => {
  test("answers nobody without its token, and takes no monster", async () => {
    const { url, token } = env().warehouse;
    const status = async (path: string, init: RequestInit): Promise<number> =>
      (await fetch(`${url}${path}`, init)).status;
    const headers = { authorization: `Bearer ${token}` };
    expect(await status("/ready", {})).toBe(401);
    expect(await status("/ready", { headers: { authorization: "Bearer x" } })).toBe(401);
    expect(await status("/ready", { headers })).toBe(200);
    expect(await status("/elsewhere", { headers })).toBe(404);
    expect(await status("/run", { method: "POST", headers, body: "{" })).toBe(400);
    expect(await status("/run", { method: "POST", headers, body: "{}" })).toBe(400);
    expect(await status("/run", { method: "POST", headers, body: "x".repeat(5_000_000) })).toBe(413);
    expect((await failure(warehouseAt(url, "wrong").clock())).code).toBe("warehouse_unavailable");
  });

  test("that is gone costs a sentence, and is back when it is back", async () => {
    expect(await mau()).toEqual([237, 256]);
    const { port } = server;
    await server.stop();
    const error = await failure(mau());
    expect([error.code, error.message]).toEqual(["warehouse_unavailable", expect.stringContaining("try again")]);
    server = await serve(folder.file, port);
    expect(await mau()).toEqual([237, 256]);
  });

  test("serves an empty warehouse before anything is loaded", async () => {
    await server.stop();
    const empty = await warehouseFolder();
    server = await serve(empty.file);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    expect(await warehouse().clock()).toMatchObject({ dataClock: yesterday, isLoaded: false, dataVersion: "empty" });
    const { coverage } = await answerQuestion(grant, MAU, "explore");
    expect(coverage).toMatchObject({ eligible: 4, covered: 0 });
    await empty.end();
  });
});

/** Postgres behind a door that can be shut. */
async function door(to: URL): Promise<{ url: string; shut: () => Promise<void>; open: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  let listener: Server;
  const listen = (port: number): Promise<number> =>
    new Promise((resolve) => {
      listener = createServer((near) => {
        const far = connect(Number(to.port), to.hostname);
        for (const socket of [near, far]) {
          sockets.add(socket);
          socket.on("error", () => socket.destroy());
        }
        near.pipe(far).pipe(near);
      }).listen(port, "127.0.0.1", () => {
        const address = listener.address();
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  const port = await listen(0);
  const url = new URL(to);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return {
    url: url.href,
    shut: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        sockets.clear();
        listener.close(() => {
          resolve();
        });
      }),
    open: async () => {
      await listen(port);
    },
  };
}

describe("without Postgres", () => {
  test("nothing is shown, and everything again when it is back", { timeout: 60_000 }, async () => {
    const way = await door(new URL(env().databaseUrl));
    await disconnect();
    vi.stubEnv("DATABASE_URL", way.url);
    expect(await mau()).toEqual([237, 256]);
    const query = await compiled();
    const unknown = revive({ ...query, snapshot: { ...query.snapshot, epoch: query.snapshot.epoch + 1 } });
    await way.shut();
    expect((await failure(mau())).code).toBe("consent_unknown");
    expect((await failure(warehouse().run(unknown, NO_ONE))).code).toBe("consent_unknown");
    await way.open();
    expect(await mau()).toEqual([237, 256]);
    await disconnect();
    await way.shut();
  });
});

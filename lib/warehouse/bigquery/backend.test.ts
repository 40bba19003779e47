import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import { compile } from "#lib/semantic/compile.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import { loadModels } from "#lib/semantic/load.ts";
import { contextOf } from "#lib/semantic/testing/judge/judge.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";
import { QUESTIONS } from "#lib/semantic/testing/questions.ts";
import { PROJECT } from "#lib/warehouse/bigquery/testing/canned.ts";
import type { DoubleEngine } from "#lib/warehouse/bigquery/testing/jobs.ts";
import { type Served, servedBy } from "#lib/warehouse/bigquery/testing/served.ts";

const MODEL = loadModels("models");
const WORLD = plantedWorld();
const never = new AbortController().signal;
const VIEWER = { labels: { surface: "dashboard", role: "viewer", person: "usr_1" }, deadlineMs: 20_000 };
const ADMIN = { labels: { surface: "explore", role: "admin", person: "usr_2" }, deadlineMs: 20_000 };

/** Nothing was sent by anybody: every statement is answered, by no row. */
const nothing: DoubleEngine = () => Promise.resolve({ fields: [{ name: "period", type: "STRING" }], rows: [] });

function compiled(name = Object.keys(QUESTIONS)[0] ?? ""): CompiledQuery {
  const question = QUESTIONS[name];
  if (question === undefined) throw new Error(`no question ${name}`);
  return compile(MODEL, question, contextOf(WORLD, "bigquery"));
}

let served: Served;
beforeEach(async () => {
  served = await servedBy(nothing, WORLD);
});
afterEach(async () => {
  served.heart.close();
  await served.double.close();
});

describe("a question", () => {
  test("goes with whole paths, its snapshot and its consent level, and says engine, time and bytes", async () => {
    const { answer } = await served.heart.run(compiled(), VIEWER, never);
    expect(answer.route).toMatchObject({ engine: "bigquery", cached: false });
    expect(answer.route.bytes).toBeGreaterThan(0);
    const texts = served.double.calls("query").map(({ body }) => body);
    expect(texts.some((text) => text.includes("`vendor.telemetry.instance_day` AS s"))).toBe(true);
    expect(texts.join()).not.toContain("{{");
    expect(texts.some((text) => text.includes('"name":"snapshot_interval"'))).toBe(true);
  });

  test("carries labels without names, and the limit of who asks", async () => {
    await served.heart.run(compiled(), VIEWER, never);
    const [tile] = served.double.calls("query").filter(({ body }) => body.includes("snapshot_interval"));
    expect(tile?.body).toContain(`"maximumBytesBilled":"${String(2 ** 30)}"`);
    expect(tile?.body).not.toContain("usr_1");
  });

  test("of 64 viewers at once is one set of queries", async () => {
    const query = compiled();
    await served.heart.clock();
    const before = served.double.jobs.ran;
    await Promise.all(Array.from({ length: 64 }, () => served.heart.run(query, VIEWER, never)));
    expect(served.worked()).toBe(1);
    expect(served.double.jobs.ran - before).toBe(query.statements.length);
  });

  test("of an older data day is asked again with the newer", async () => {
    const query = { ...contextOf(WORLD, "bigquery"), dataClock: "2026-01-01" };
    const [question] = Object.values(QUESTIONS);
    if (question === undefined) throw new Error("no question");
    await expect(served.heart.run(compile(MODEL, question, query), VIEWER, never)).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("an estimate", () => {
  test("says before what a run would read, and runs nothing", async () => {
    const query = compiled();
    const { bytes } = await served.heart.estimate(query, ADMIN, never);
    expect(bytes).toBeGreaterThan(0);
    expect(served.double.calls("insert").every(({ body }) => body.includes('"dryRun":true'))).toBe(true);
    const { answer } = await served.heart.run(query, ADMIN, never);
    expect(answer.route.bytes).toBe(bytes);
  });
});

describe("while BigQuery does not answer", () => {
  const down = { kind: "status", status: 503, reason: "backendError", times: 99 } as const;

  test("what was answered before is shown with its age, anything else is not, and the portal is not ready", async () => {
    const looking = await servedBy(nothing, WORLD, { lookMs: 0 });
    const query = compiled();
    const { answer: first } = await looking.heart.run(query, VIEWER, never);
    await looking.heart.ready();
    looking.double.faults.add({ ...down, on: "table" });
    looking.double.faults.add({ ...down, on: "query" });
    await expect(looking.heart.ready()).rejects.toMatchObject({ code: "warehouse_unavailable" });
    const other = compile(MODEL, { ...question(), limit: 7 }, contextOf(WORLD, "bigquery"));
    await expect(looking.heart.run(other, VIEWER, never)).rejects.toMatchObject({ code: "warehouse_unavailable" });
    const { answer } = await looking.heart.run(query, VIEWER, never);
    expect(answer.route.cached).toBe(true);
    expect(answer.notices.at(-1)).toMatch(
      /does not answer now\. This is what it said up to \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
    );
    looking.double.faults.clear();
    expect((await looking.heart.run(query, VIEWER, never)).answer.notices).toEqual(first.notices);
    await looking.double.close();
  });

  test("an answer from before is not shown under another consent", async () => {
    const query = compiled();
    await served.heart.run(query, VIEWER, never);
    served.double.faults.add({ ...down, on: "query" });
    const changed = await servedBy(nothing, { ...WORLD, snapshot: narrowed(WORLD.snapshot) });
    changed.double.faults.add({ ...down, on: "query", times: 99 });
    await expect(changed.heart.run(query, VIEWER, never)).rejects.toMatchObject({ code: "warehouse_unavailable" });
    await changed.double.close();
  });
});

function question() {
  const [first] = Object.values(QUESTIONS);
  if (first === undefined) throw new Error("no question");
  return first;
}

function narrowed(snapshot: Snapshot): Snapshot {
  return { ...snapshot, hash: `${snapshot.hash}x`, intervals: snapshot.intervals.slice(1) };
}

describe("a snapshot above 2 MB", () => {
  const big: Snapshot = {
    ...WORLD.snapshot,
    intervals: Array.from({ length: 40_000 }, (_, index) => {
      const first = WORLD.snapshot.intervals.find(({ level }) => level === 3);
      if (first === undefined) throw new Error("nobody in the planted world agreed to everything");
      return { ...first, instanceNo: 1_000 + index, siteId: `site-${String(index)}` };
    }),
  };

  test("is written once, under the hash of what is read of it, and joined there", async () => {
    const wide = await servedBy(nothing, { ...WORLD, snapshot: big }, { snapshotDataset: "candor_snapshots" });
    await wide.heart.run(compiled(), VIEWER, never);
    const names = [...wide.double.loaded.keys()];
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name).toMatch(/^vendor\.candor_snapshots\.s_[0-9a-f]{32}_interval$/);
    const [loaded] = wide.double.loaded.values();
    expect(loaded?.rows).toHaveLength(40_000);
    const text = wide.double
      .calls("query")
      .map(({ body }) => body)
      .join();
    expect(text).toContain(`\`${names[0] ?? ""}\``);
    expect(text).not.toContain("snapshot_interval");
    await wide.heart.run(compile(MODEL, { ...question(), limit: 7 }, contextOf(WORLD, "bigquery")), VIEWER, never);
    expect(wide.double.calls("upload")).toHaveLength(names.length);
    await wide.double.close();
  });

  test("without a dataset to write to is refused with the setting's name", async () => {
    const wide = await servedBy(nothing, { ...WORLD, snapshot: big });
    await expect(wide.heart.run(compiled(), VIEWER, never)).rejects.toThrow(/BIGQUERY_SNAPSHOT_DATASET/);
    await wide.double.close();
  });
});

describe("the clock", () => {
  test("follows the table `edition`, and says how far each source reaches", async () => {
    const clock = await served.heart.clock();
    expect(clock).toMatchObject({ dataClock: WORLD.dataClock, isLoaded: true, dataVersion: `${WORLD.dataClock}-1` });
    expect(clock.freshness.map(({ lastDay }) => lastDay)).toContain(WORLD.dataClock);
    await served.heart.clock();
    expect(served.double.calls("table")).toHaveLength(1);
    expect(served.double.calls("table")[0]?.path).toContain(`/projects/${PROJECT}/datasets/telemetry/tables/edition`);
  });

  test("without the table says that it is missing, to people without its name", async () => {
    served.double.layout = new Map();
    await expect(served.heart.clock()).rejects.toThrow(/does not know the project, dataset or table/);
  });
});

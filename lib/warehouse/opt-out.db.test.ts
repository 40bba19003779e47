import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemGrant } from "#lib/access/operation.ts";
import { recordOptOut } from "#lib/customers/service.ts";
import { answerQuestion } from "#lib/explore/service.ts";
import type { Answer } from "#lib/semantic/answer.ts";
import { EMPTY_QUESTION } from "#lib/semantic/question.ts";
import { actorWith, type RegistryDatabase, registryDatabase } from "#lib/testing/registry-database.ts";
import { loadHere, serve, TWENTY_ROWS, warehouseFolder } from "#lib/warehouse/testing/served-folder.ts";
import { refresh } from "#warehouse/refresh/refresh.ts";

const grant = systemGrant("test", "metrics.read");
const TIME_FIELDS: Readonly<Record<string, string>> = {
  seats: "licence.day",
  events: "event.day",
  event_active_users: "event.day",
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
  await server.stop();
  await folder.end();
  await registry.end();
});

function ask(metric: string): Promise<Answer> {
  const field = TIME_FIELDS[metric] ?? "instance_day.day";
  const time = { field, grain: "month", range: "2026-09-01 to 2026-11-01" } as const;
  return answerQuestion(grant, { ...EMPTY_QUESTION, fields: [{ id: metric }], time }, "explore");
}

async function byMonth(metric: string): Promise<unknown> {
  const { rows } = await ask(metric);
  return rows.map(([, value]) => (typeof value === "number" ? Math.round(value * 10_000) / 10_000 : value));
}

async function versionOf(siteId: string): Promise<{ instanceNo: number; ifMatch: string }> {
  const row = await registry.db.instance.findUniqueOrThrow({ where: { siteId } });
  return { instanceNo: row.instanceNo, ifMatch: String(row.version) };
}

async function optOut(siteId: string, level: number): Promise<void> {
  const { instanceNo, ifMatch } = await versionOf(siteId);
  const effectiveOn = new Date().toISOString().slice(0, 10);
  await recordOptOut(actorWith("admin"), {
    instanceNo,
    level,
    effectiveOn,
    requester: "Idris Wexler",
    channel: "ticket",
    ticket: "SUP-1",
    history: "hide",
    reason: "The customer asked for it",
    ifMatch,
  });
}

describe("twenty rows written by hand", () => {
  test("answer as counted by hand", async () => {
    expect(await byMonth("mau")).toEqual([230, 256]);
    expect(await byMonth("total_accounts")).toEqual([280, 306]);
    expect(await byMonth("dau_mau")).toEqual([0.25, 0.232]);
    expect(await byMonth("seats")).toEqual([310, 310]);
    expect(await byMonth("seat_consumption")).toEqual([0.7419, 0.8065]);
    expect(await byMonth("event_active_users")).toEqual([null, 5]);
    expect(await byMonth("events")).toEqual([null, 6]);
  });

  test("an opt-out makes the next figure smaller and says why", async () => {
    const before = await ask("dau_mau");
    expect(before.coverage).toMatchObject({ eligible: 4, covered: 3 });
    expect((await ask("dau_mau")).route.cached).toBe(true);
    await optOut("site-bramble", 1);
    expect(await byMonth("mau")).toEqual([230, 256]);
    const narrowed = await ask("dau_mau");
    expect(narrowed.route.cached).toBe(false);
    expect(narrowed.rows.map(([, value]) => value)).toEqual([0.25, 12 / 51]);
    expect(narrowed.coverage).toMatchObject({ eligible: 4, covered: 2 });
    const why = narrowed.coverage.excluded.find(({ reason }) => reason === "opted_out");
    expect(why?.names.map(({ name }) => name)).toEqual(["Bramble Bank"]);

    await optOut("site-bramble", 0);
    const hidden = await ask("mau");
    expect(hidden.rows.map(([, value]) => value)).toEqual([110, 126]);
    expect(hidden.coverage).toMatchObject({ eligible: 4, covered: 3, excluded: [{ reason: "opted_out", count: 1 }] });
  });
});

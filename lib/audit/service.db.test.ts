import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { systemGrant } from "#lib/access/operation.ts";
import { listAudit } from "#lib/audit/service.ts";
import { writeAudit } from "#lib/audit/store.ts";
import { CHAIN_START, chainHash } from "#lib/audit/store-chain.ts";
import { db, disconnect, transaction } from "#lib/db/client.ts";
import { freshDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { type SignedIn, signedIn } from "#lib/testing/people.ts";

const Values = z.record(z.string(), z.json()).nullable();

let database: TestDatabase;
let ada: SignedIn;

beforeAll(async () => {
  database = await freshDatabase();
  vi.stubEnv("DATABASE_URL", database.url);
  ada = await signedIn("admin", "Ada Moreau");
});

afterAll(async () => {
  await disconnect();
  await database.drop();
  vi.unstubAllEnvs();
});

const write = (label: string, after: Record<string, string | number> = { b: 2, a: "é" }): Promise<void> =>
  transaction((tx) =>
    writeAudit(tx, systemGrant("test", "settings.write"), {
      action: "thing.changed",
      target: { type: "thing", id: label, label },
      reason: `Because of ${label}`,
      before: null,
      after,
    }),
  );

/** The first row whose hash is not what its content and the row before say; null when all is whole. */
async function firstBreak(): Promise<number | null> {
  let prevHash = CHAIN_START;
  for (const [index, row] of (await db().audit.findMany({ orderBy: { seq: "asc" } })).entries()) {
    const { seq, id, actor, actorId, action, reason } = row;
    const target = { type: row.targetType, id: row.targetId, label: row.targetLabel };
    const content = { seq, id, at: row.at.toISOString(), actor, actorId, action, target, reason };
    const hash = chainHash(prevHash, { ...content, before: Values.parse(row.before), after: Values.parse(row.after) });
    if (seq !== index + 1 || row.prevHash !== prevHash || row.hash !== hash) return seq;
    prevHash = row.hash;
  }
  return null;
}

describe("reading", () => {
  test("newest first, in pages that neither skip nor repeat", async () => {
    for (let n = 1; n <= 7; n += 1) await write(`page ${n}`);
    const labels: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listAudit>> = await listAudit(await ada.actor(), {
        q: "because of page",
        limit: "3",
        cursor,
      });
      labels.push(...page.items.map(({ target }) => target.label));
      cursor = page.next;
    } while (cursor !== null);
    expect(labels).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => `page ${n}`));
  });

  test("search looks in who, what, whom and why", async () => {
    await write("Birchwood");
    await write("Quarry");
    const found = async (q: string) => (await listAudit(await ada.actor(), { q })).items.map(({ target }) => target.id);
    expect(await found("BIRCH")).toEqual(["Birchwood"]);
    expect(await found("because of quarry")).toEqual(["Quarry"]);
    expect((await found("thing.changed")).slice(0, 2)).toEqual(["Quarry", "Birchwood"]);
    expect(await found("nothing like it")).toEqual([]);
  });

  test.each(["0", "-1", "x", "1e3", "99999999999", "1; drop table audit"])("cursor %s is refused", async (cursor) => {
    await expect(listAudit(await ada.actor(), { cursor })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("is for those who may", async () => {
    await expect(listAudit(await (await signedIn("creator")).actor(), {})).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the chain", () => {
  test("holds over rows written at the same moment, without a gap", async () => {
    const before = await db().audit.count();
    await Promise.all(Array.from({ length: 40 }, (_, n) => write(`row ${n}`)));
    const seqs = await db().audit.findMany({ orderBy: { seq: "asc" }, select: { seq: true } });
    expect(seqs.map(({ seq }) => seq)).toEqual(Array.from({ length: before + 40 }, (_, n) => n + 1));
    expect(await firstBreak()).toBeNull();
  });

  test("no row outlives a change that was rolled back, and no gap is left", async () => {
    const failing = transaction(async (tx) => {
      const entry = {
        action: "x",
        target: { type: "t", id: "i", label: "l" },
        reason: null,
        before: null,
        after: null,
      };
      await writeAudit(tx, systemGrant("test", "settings.write"), entry);
      throw new Error("the change failed");
    });
    await expect(failing).rejects.toThrow("the change failed");
    await write("after");
    expect(await db().audit.count({ where: { action: "x" } })).toBe(0);
    expect(await firstBreak()).toBeNull();
  });

  test.each(["UPDATE audit SET reason = 'x'", "DELETE FROM audit", "TRUNCATE audit"])("%s is refused", async (sql) => {
    await write("one");
    await expect(db().$executeRawUnsafe(sql)).rejects.toThrow(/append-only/);
  });

  test("shows a row that was edited behind the portal's back, and one that was taken out", async () => {
    for (const label of ["one", "two", "three"]) await write(label);
    await db().$executeRawUnsafe("ALTER TABLE audit DISABLE TRIGGER USER");
    const { seq } = await db().audit.findFirstOrThrow({ where: { targetId: "two" } });
    await db().$executeRaw`UPDATE audit SET reason = 'other' WHERE seq = ${seq}`;
    expect(await firstBreak()).toBe(seq);
    await db().$executeRaw`DELETE FROM audit WHERE seq = ${seq}`;
    expect(await firstBreak()).toBe(seq + 1);
  });
});

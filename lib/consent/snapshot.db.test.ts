import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSnapshotKey } from "#lib/consent/clock.ts";
import { readSnapshot } from "#lib/consent/snapshot.ts";
import { transaction } from "#lib/db/client.ts";
import { dateOf } from "#lib/db/day.ts";
import { arbitraryDay, arbitraryRegistry } from "#lib/testing/registry-arbitrary.ts";
import { fillRegistry, type RegistryDatabase, registryDatabase } from "#lib/testing/registry-database.ts";
import { snapshotOf } from "#lib/testing/registry-world.ts";

describe("a registry in Postgres gives the snapshot of the rules", () => {
  const worlds = fc.sample(fc.tuple(arbitraryRegistry(), arbitraryDay), { numRuns: 12 });

  test.each(worlds.map(([world, today], index) => ({ index, world, today })))("world $index", async (each) => {
    const { world, today } = each;
    const registry = await registryDatabase(today);
    try {
      await fillRegistry(world);
      const accounts = await registry.db.account.findMany();
      const refs = new Map(accounts.map((account) => [account.id, account.ref]));
      const snapshot = await readSnapshot(null);
      const found = snapshot.intervals.map((interval) => ({
        ...interval,
        accountId: refs.get(interval.accountId ?? "") ?? null,
      }));
      const expected = snapshotOf(world, today);
      expect(found, fc.stringify(each)).toEqual(expected.intervals);
      expect(snapshot.key.consentToday).toBe(today);
      const types = snapshot.accounts.map((account) => ({ id: refs.get(account.accountId), types: account.types }));
      expect(types.toSorted((a, b) => ((a.id ?? "") < (b.id ?? "") ? -1 : 1))).toEqual(
        expected.accounts.map((account) => ({ id: account.accountId, types: account.types })),
      );
      expect(snapshot.licences.map((licence) => licence.seats).toSorted()).toEqual(
        expected.licences.map((licence) => licence.seats).toSorted(),
      );
    } finally {
      await registry.end();
    }
  });
});

describe("the snapshot", () => {
  let registry: RegistryDatabase;
  beforeEach(async () => {
    registry = await registryDatabase();
    for (const world of fc.sample(arbitraryRegistry(), { numRuns: 1, seed: 7 })) await fillRegistry(world);
  });
  afterEach(() => registry.end());

  test("is refused for an epoch that is past, with the current one", async () => {
    const key = await readSnapshotKey();
    await registry.db.account.updateMany({ data: { region: "EMEA" } });
    const now = await readSnapshotKey();
    expect(now.epoch).toBe(key.epoch + 1);
    await expect(readSnapshot(key)).rejects.toMatchObject({ code: "conflict", details: { epoch: now.epoch } });
    await expect(readSnapshot(now)).resolves.toMatchObject({ key: now });
  });

  test("has the same hash for the same content at another epoch, and another for other content", async () => {
    const before = await readSnapshot(null);
    await registry.db.setting.create({ data: { key: "unrelated", value: "1", validFrom: dateOf("2026-01-01") } });
    const same = await readSnapshot(null);
    expect(same.key.epoch).toBeGreaterThan(before.key.epoch);
    expect(same.hash).toBe(before.hash);
    await registry.db.account.updateMany({ data: { region: "APAC" } });
    expect((await readSnapshot(null)).hash).not.toBe(before.hash);
  });

  test("shows one moment, though a writer commits while it is read", async () => {
    const writeRound = (round: number): Promise<void> =>
      transaction(async (tx) => {
        await tx.account.updateMany({ data: { segment: `round ${round}` } });
        await tx.instance.updateMany({ data: { name: `round ${round}` } });
      });
    await writeRound(0);
    const reading = new AbortController();
    const writer = (async () => {
      let round = 0;
      while (!reading.signal.aborted) await writeRound(++round);
      return round;
    })();
    for (let read = 0; read < 8; read++) {
      const { accounts, instances } = await readSnapshot(null);
      expect(accounts.length * instances.length).toBeGreaterThan(0);
      expect(new Set([...accounts.map((row) => row.segment), ...instances.map((row) => row.name)]).size).toBe(1);
    }
    reading.abort();
    expect(await writer).toBeGreaterThan(8);
  });
});

test("a registry that does not answer makes consent unknown, and comes back by itself", async () => {
  const registry = await registryDatabase();
  try {
    await registry.db.$executeRaw`ALTER TABLE registry_epoch RENAME TO gone`;
    await expect(readSnapshotKey()).rejects.toMatchObject({ code: "consent_unknown" });
    await expect(readSnapshot(null)).rejects.toMatchObject({ code: "consent_unknown" });
    await registry.db.$executeRaw`ALTER TABLE gone RENAME TO registry_epoch`;
    await expect(readSnapshot(null)).resolves.toMatchObject({ intervals: [] });
  } finally {
    await registry.end();
  }
});

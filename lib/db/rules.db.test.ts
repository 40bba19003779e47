import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemGrant } from "#lib/access/operation.ts";
import { readSnapshotKey } from "#lib/consent/clock.ts";
import { rebuildIntervals } from "#lib/consent/rebuild.ts";
import { loadRegistry } from "#lib/customers/store-import.ts";
import { transaction } from "#lib/db/client.ts";
import { dateOf } from "#lib/db/day.ts";
import { newId } from "#lib/db/id.ts";
import { type RegistryDatabase, registryDatabase } from "#lib/testing/registry-database.ts";
import { account, instance, licence, optOut, registryRows, term } from "#lib/testing/registry-story.ts";

const rows = registryRows({
  accounts: [account("a"), account("b")],
  instances: [instance("one", "a"), instance("two", "b")],
  licences: [licence("L1", "a", { tags: ["trial"] })],
  terms: [term("a"), term("b", { level: 2 })],
  optOuts: [optOut("one")],
});

let registry: RegistryDatabase;
let accountId: string;
let instanceNo: number;
beforeAll(async () => {
  registry = await registryDatabase("2026-06-10");
  await loadRegistry(systemGrant("test", "imports.run"), rows);
  accountId = (await registry.db.account.findFirstOrThrow({ where: { ref: "a" } })).id;
  instanceNo = (await registry.db.instance.findFirstOrThrow({ where: { siteId: "one" } })).instanceNo;
});
afterAll(() => registry.end());

const from = (day: string) => ({ validFrom: dateOf(day) });

describe("Postgres refuses two answers for one day", () => {
  const overlap = /no_overlap/;
  test.each<[string, () => Promise<unknown>]>([
    [
      "account types",
      () => registry.db.accountTypeSpan.create({ data: { accountId, type: "free", ...from("2026-01-01") } }),
    ],
    ["links", () => registry.db.instanceLink.create({ data: { instanceNo, accountId, ...from("2026-01-01") } })],
    [
      "hosting",
      () => registry.db.instanceHosting.create({ data: { instanceNo, hosting: "dotcom", ...from("2026-01-01") } }),
    ],
    [
      "environments",
      () => registry.db.instanceEnvironment.create({ data: { instanceNo, environment: "dev", ...from("2026-01-01") } }),
    ],
    [
      "terms",
      () =>
        registry.db.consentTerm.create({
          data: { id: newId("term"), accountId, level: 1, recordedBy: "x", ...from("2026-01-01") },
        }),
    ],
    [
      "settings",
      () =>
        registry.db.setting.create({ data: { key: "hosting_policy", value: "all_hosting", ...from("2026-01-01") } }),
    ],
    [
      "intervals",
      () =>
        registry.db.effectiveInterval.create({
          data: {
            instanceNo,
            level: 2,
            termLevel: 2,
            optOutCap: 3,
            licenceCap: 3,
            hostingCap: 3,
            consentCap: 3,
            ...from("2027-01-01"),
          },
        }),
    ],
  ])("%s", async (_what, write) => {
    await expect(write()).rejects.toThrow(overlap);
  });

  test("but takes a term for the account beside an override for one instance", async () => {
    const data = { id: newId("term"), accountId, instanceNo, level: 1, recordedBy: "x", ...from("2026-01-01") };
    await expect(registry.db.consentTerm.create({ data })).resolves.toMatchObject({ instanceNo });
    await registry.db.consentTerm.delete({ where: { id: data.id } });
  });
});

describe("Postgres refuses what cannot be", () => {
  test("an interval whose level is not the least of its caps", async () => {
    await registry.db.effectiveInterval.deleteMany({ where: { instanceNo } });
    const caps = { termLevel: 3, optOutCap: 1, licenceCap: 3, hostingCap: 3, consentCap: 3 };
    const write = registry.db.effectiveInterval.create({
      data: { instanceNo, level: 3, ...caps, ...from("2025-01-01") },
    });
    await expect(write).rejects.toThrow(/effective_interval_level/);
    await transaction((tx) => rebuildIntervals(tx, [instanceNo]));
  });

  test("an empty span, a role for nobody, and a hiding change without a level", async () => {
    const empty = { key: "x", value: "1", ...from("2026-01-02"), validTo: dateOf("2026-01-02") };
    await expect(registry.db.setting.create({ data: empty })).rejects.toThrow(/setting_span/);
    const grant = { id: newId("rol"), role: "admin", reason: "x", grantedBy: "x" } as const;
    await expect(registry.db.roleGrant.create({ data: grant })).rejects.toThrow(/role_grant_subject/);
    const change = { id: newId("chg"), kind: "opt_out", history: "hide", reason: "x", actor: "x", instanceNo } as const;
    await expect(registry.db.consentChange.create({ data: { ...change, ...from("2026-01-01") } })).rejects.toThrow(
      /consent_change_hide/,
    );
  });
});

describe("the log of consent and the audit are append-only", () => {
  test.each([
    "UPDATE consent_change SET reason = 'other'",
    "DELETE FROM consent_change",
    "TRUNCATE consent_change CASCADE",
    "UPDATE audit SET actor = 'nobody'",
    "DELETE FROM audit",
    "TRUNCATE audit",
  ])("%s", async (statement) => {
    await expect(registry.db.$executeRawUnsafe(statement)).rejects.toThrow(/append-only/);
  });
});

describe("the epoch", () => {
  const feeds = [
    "UPDATE account SET segment = 'SMB'",
    "UPDATE account_type_span SET type = 'former'",
    "UPDATE instance SET name = 'renamed'",
    "UPDATE instance_link SET valid_from = '2025-02-01'",
    "UPDATE instance_hosting SET hosting = 'self_hosted'",
    "UPDATE instance_environment SET environment = 'qa'",
    "UPDATE licence SET seats = 5",
    "UPDATE licence_tag SET tag = 'allow-air-gapped'",
    "UPDATE consent_term SET carve_out = true",
    "UPDATE instance_opt_out SET level = 0",
    "INSERT INTO consent_change (id, kind, valid_from, history, reason, actor) VALUES ('chg_x', 'setting', '2026-01-01', 'keep', 'x', 'x')",
    "DELETE FROM effective_interval",
    "UPDATE setting SET valid_from = '2001-01-01'",
  ];

  test.each(feeds)("goes up by one with %s", async (statement) => {
    const before = await readSnapshotKey();
    await registry.db.$executeRawUnsafe(statement);
    expect((await readSnapshotKey()).epoch).toBe(before.epoch + 1);
  });

  test("goes up once for a whole transaction, and not at all when that fails", async () => {
    const before = await readSnapshotKey();
    await transaction(async (tx) => {
      await tx.account.updateMany({ data: { region: "EMEA" } });
      await tx.instance.updateMany({ data: { name: "again" } });
    });
    expect((await readSnapshotKey()).epoch).toBe(before.epoch + 1);
    const failing = transaction(async (tx) => {
      await tx.account.updateMany({ data: { region: "APAC" } });
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect((await readSnapshotKey()).epoch).toBe(before.epoch + 1);
  });

  test("does not move with what is no part of the snapshot", async () => {
    const before = await readSnapshotKey();
    await registry.db.instanceState.create({ data: { instanceNo, lastPing: dateOf("2026-06-01") } });
    expect((await readSnapshotKey()).epoch).toBe(before.epoch);
  });
});

test("days are UTC days whatever the zone of the server", async () => {
  await registry.db.$executeRaw`ALTER ROLE CURRENT_USER SET TimeZone = 'Pacific/Kiritimati'`;
  const rowsRead = await registry.db.$queryRaw`SELECT current_setting('TimeZone') AS zone`;
  expect(rowsRead).toEqual([{ zone: "UTC" }]);
  await registry.db.$executeRaw`ALTER ROLE CURRENT_USER RESET TimeZone`;
});

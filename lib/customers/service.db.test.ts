import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemGrant } from "#lib/access/operation.ts";
import { readSnapshot } from "#lib/consent/snapshot.ts";
import { estate, getCustomer, listCustomers, recordOptOut } from "#lib/customers/service.ts";
import { loadRegistry, recordArrivals } from "#lib/customers/store-import.ts";
import { actorWith, type RegistryDatabase, registryDatabase } from "#lib/testing/registry-database.ts";
import { account, instance, licence, optOut, registryRows, term } from "#lib/testing/registry-story.ts";

const TODAY = "2026-06-10";
const job = systemGrant("test", "imports.run");
const viewer = actorWith("viewer", { email: "viewer@candor.example" });
const admin = actorWith("admin", { name: "Ada Moreau" });

const rows = registryRows({
  accounts: [
    account("birch", { name: "Birchwood Labs", arrUsd: 120_000, customerEngineerEmail: "Viewer@candor.example" }),
    account("quarry", { name: "Quarry Bank" }),
    account("tern", { name: "Tern Airlines" }),
    account("iron", { name: "Ironvale Defence" }),
    account("fern", { name: "Fernhill", type: "prospect" }),
  ],
  instances: [
    instance("birch-prod", "birch", { name: "Birchwood production" }),
    instance("birch-stage", "birch", { environment: "staging" }),
    instance("quarry-prod", "quarry", { hosting: "self_hosted" }),
    instance("tern-prod", "tern"),
    instance("fern-prod", "fern", { hosting: "self_hosted" }),
    instance("lost", null),
  ],
  terms: [
    term("birch", { document: "Order 17" }),
    term("quarry", { level: 1, basis: null, crmValue: null }),
    term("tern", { carveOut: true, document: "MSA 4" }),
    term("fern", { level: 2, basis: null, crmValue: null, from: "2026-06-08" }),
  ],
  licences: [licence("L1", "birch", { seats: 250 }), licence("L2", "quarry", { seats: 80, to: "2026-06-01" })],
  people: [
    {
      file: "people.csv",
      line: 2,
      accountRef: "birch",
      name: "Jo Lind",
      title: "CTO",
      role: "champion",
      email: "jo@birch.example",
    },
  ],
});

let registry: RegistryDatabase;
beforeAll(async () => {
  registry = await registryDatabase(TODAY);
  const outcome = await loadRegistry(job, rows);
  expect(outcome).toMatchObject({ ok: true, counts: { accounts: 5, instances: 6, terms: 4 } });
  await recordArrivals(job, [
    { siteId: "birch-prod", firstPing: "2025-02-01", lastPing: "2026-06-09", observedTier: 3 },
    { siteId: "birch-stage", firstPing: "2025-02-01", lastPing: "2026-06-10", observedTier: 3 },
  ]);
});
afterAll(() => registry.end());

async function idOf(name: string): Promise<string> {
  const { id } = await registry.db.account.findFirstOrThrow({ where: { name } });
  return id;
}

describe("the list of customers", () => {
  test("shows tier, hosting, seats, instances and the last ping of production", async () => {
    const list = await listCustomers(viewer, {});
    expect(list.items.map((row) => [row.name, row.tier, row.seats, row.instances, row.lastPing, row.hosting])).toEqual([
      ["Birchwood Labs", 3, 250, 2, "2026-06-09", ["managed"]],
      ["Ironvale Defence", 0, null, 0, null, []],
      ["Quarry Bank", 1, 0, 1, null, ["self_hosted"]],
      ["Tern Airlines", 2, null, 1, null, ["managed"]],
    ]);
    expect(list).toMatchObject({ total: 4, tiers: [1, 1, 1, 1], next: null });
  });

  test("finds by parts of words, beginnings of short ones, and by instance", async () => {
    const names = async (q: string) => (await listCustomers(viewer, { q })).items.map((row) => row.name);
    expect(await names("QUARRY ba")).toEqual(["Quarry Bank"]);
    expect(await names("wood")).toEqual(["Birchwood Labs"]);
    expect(await names("te")).toEqual(["Tern Airlines"]);
    expect(await names("birch-stage")).toEqual(["Birchwood Labs"]);
    expect(await names("100%")).toEqual([]);
  });

  test("filters by tier, hosting and type, and counts the tiers under the other filters", async () => {
    expect(await listCustomers(viewer, { tier: "2" })).toMatchObject({ total: 1, tiers: [1, 1, 1, 1] });
    expect(await listCustomers(viewer, { hosting: "self_hosted" })).toMatchObject({ total: 1, tiers: [0, 1, 0, 0] });
    const prospects = await listCustomers(viewer, { type: "prospect" });
    expect(prospects.items.map((row) => [row.name, row.tier])).toEqual([["Fernhill", 2]]);
  });

  test.each(["name", "tier", "hosting", "seats", "instances", "last_ping"])(
    "pages by %s neither lose nor repeat anybody, in both directions",
    async (sort) => {
      for (const desc of ["true", "false"]) {
        const whole = await listCustomers(viewer, { sort, desc });
        const names: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof listCustomers>> = await listCustomers(viewer, {
            sort,
            desc,
            limit: "1",
            cursor,
          });
          names.push(...page.items.map((row) => row.name));
          cursor = page.next;
        } while (cursor !== null);
        expect(names).toEqual(whole.items.map((row) => row.name));
        expect(new Set(names).size).toBe(4);
      }
    },
  );

  test("refuses what it does not know, by place", async () => {
    await expect(listCustomers(viewer, { sort: "arr" })).rejects.toMatchObject({
      code: "invalid_input",
      place: { path: "sort", suggestion: "One of: name, tier, hosting, seats, instances, last_ping" },
    });
    await expect(listCustomers(viewer, { tire: "1" })).rejects.toMatchObject({ code: "invalid_input" });
    const { next } = await listCustomers(viewer, { limit: "1" });
    for (const cursor of ["nonsense", Buffer.from('["name",false,5,"x","y"]').toString("base64url")]) {
      await expect(listCustomers(viewer, { cursor })).rejects.toMatchObject({ place: { path: "cursor" } });
    }
    await expect(listCustomers(viewer, { cursor: next, sort: "tier" })).rejects.toMatchObject({
      place: { path: "cursor" },
    });
    await expect(listCustomers(null, {})).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("the page of a customer", () => {
  test("says field by field what can be seen, and why not the rest", async () => {
    const texts = async (name: string, field: string) => {
      const detail = await getCustomer(viewer, { id: await idOf(name) });
      return detail.fields.find((each) => each.field === field)?.instances.map((each) => each.text);
    };
    expect(await texts("Birchwood Labs", "event.name")).toEqual([
      "Visible since 2025-01-01",
      "Visible since 2025-01-01; customer metrics leave out staging instances",
    ]);
    expect(await texts("Quarry Bank", "update_check.dau")).toEqual([
      "Needs Full pings; this instance agreed to Critical pings",
    ]);
    expect(await texts("Quarry Bank", "update_check.mau")).toEqual(["Visible since 2025-01-01"]);
    expect(await texts("Tern Airlines", "event.name")).toEqual(["The contract carves out user-level data (MSA 4)"]);
    expect(await texts("Fernhill", "event.name")).toEqual([
      "This instance agreed to Full pings, without user-level data",
    ]);
    expect(await texts("Quarry Bank", "licence.seats")).toEqual(["On record in the registry"]);
    expect(await texts("Ironvale Defence", "update_check.mau")).toEqual([]);
  });

  test("shows contacts and money only to those who may", async () => {
    const id = await idOf("Birchwood Labs");
    const seen = await getCustomer(viewer, { id });
    expect(seen).toMatchObject({ finance: null, people: [{ name: "Jo Lind", email: "j•••@birch.example" }] });
    expect(seen.abilities).toEqual({ recordOptOut: false, seeContacts: false, seeFinance: false });
    const whole = await getCustomer(admin, { id });
    expect(whole).toMatchObject({ finance: { arrUsd: 120_000 }, people: [{ email: "jo@birch.example" }] });
    expect(whole.abilities).toEqual({ recordOptOut: true, seeContacts: true, seeFinance: true });
  });

  test("agrees with the list", async () => {
    for (const row of (await listCustomers(viewer, {})).items) {
      expect((await getCustomer(viewer, { id: row.id })).customer).toEqual(row);
    }
  });

  test("is not found for an unknown id", async () => {
    await expect(getCustomer(viewer, { id: "acc_nobody" })).rejects.toMatchObject({ code: "not_found" });
  });
});

test("the estate counts customers by tier and names the reader's own", async () => {
  const seen = await estate(viewer, {});
  expect(seen).toMatchObject({ customers: 4, tiers: [1, 1, 1, 1], clocks: { consent: TODAY } });
  expect(seen.changes).toMatchObject([{ customer: "Fernhill", text: "Agreed to Full pings from 2026-06-08" }]);
  expect(seen.mine.map((row) => row.name)).toEqual(["Birchwood Labs"]);
  expect((await estate(admin, {})).mine).toEqual([]);
});

describe("an opt-out", () => {
  const given = {
    level: 1,
    effectiveOn: "2026-06-01",
    requester: "Jo Lind",
    channel: "ticket",
    ticket: "T-9",
    reason: "Asked in ticket T-9",
  };
  const detailOf = async (name: string) => getCustomer(admin, { id: await idOf(name) });

  test("is refused without the permission, without a version, with a stale one, and for nobody", async () => {
    const [before] = (await detailOf("Birchwood Labs")).instances;
    const instanceNo = before?.instanceNo;
    await expect(recordOptOut(viewer, { ...given, instanceNo, ifMatch: "1" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(recordOptOut(admin, { ...given, instanceNo, ifMatch: null })).rejects.toMatchObject({
      code: "precondition_required",
    });
    await expect(recordOptOut(admin, { ...given, instanceNo, ifMatch: "7" })).rejects.toMatchObject({
      code: "stale_version",
      details: { yours: "7", current: "1" },
    });
    await expect(recordOptOut(admin, { ...given, instanceNo: 999, ifMatch: "1" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(recordOptOut(admin, { ...given, instanceNo, level: 3, ifMatch: "1" })).rejects.toMatchObject({
      place: { path: "level" },
    });
    expect(await registry.db.instanceOptOut.count()).toBe(0);
    expect(await registry.db.audit.count({ where: { action: "opt_out.record" } })).toBe(0);
  });

  test("shows on the next request everywhere, hides the past, and leaves one audit row", async () => {
    const before = await detailOf("Birchwood Labs");
    const [target] = before.instances;
    const epoch = (await readSnapshot(null)).key.epoch;
    const done = await recordOptOut(admin, { ...given, instanceNo: target?.instanceNo, ifMatch: target?.version });
    expect(done.instance).toMatchObject({ tier: 1, version: "2", why: { reason: "opted_out" } });

    const snapshot = await readSnapshot(null);
    expect(snapshot.key.epoch).toBe(epoch + 1);
    const levels = snapshot.intervals
      .filter((each) => each.instanceNo === target?.instanceNo)
      .map((each) => each.level);
    expect(new Set(levels)).toEqual(new Set([1]));

    const after = await detailOf("Birchwood Labs");
    const seen = after.fields.find((field) => field.field === "update_check.dau")?.instances[0];
    expect(seen).toMatchObject({
      visible: false,
      reason: "opted_out",
      text: "Hidden: opted out to Critical pings on 2026-06-01, asked for by Jo Lind",
    });
    expect(after.changes[0]).toMatchObject({ kind: "opt_out", level: 1, history: "hide", actor: "Ada Moreau" });
    const list = await listCustomers(viewer, { q: "birch" });
    expect(list.items[0]).toMatchObject({ tier: 1, mixed: false });
    expect(await estate(viewer, {})).toMatchObject({
      tiers: [1, 2, 1, 0],
      changes: [
        { customer: "Birchwood Labs", text: "Opted out to Critical pings from 2026-06-01 (Birchwood production)" },
        { customer: "Fernhill" },
      ],
    });
    const audits = await registry.db.audit.findMany({ where: { action: "opt_out.record" } });
    expect(audits).toMatchObject([
      {
        reason: given.reason,
        before: { tier: 3, version: 1 },
        after: { tier: 1, version: 2, effectiveOn: given.effectiveOn },
      },
    ]);
  });

  test("is refused at or above the one in force, in words", async () => {
    const [target] = (await detailOf("Birchwood Labs")).instances;
    const again = { ...given, instanceNo: target?.instanceNo, ifMatch: target?.version, level: 2 };
    await expect(recordOptOut(admin, again)).rejects.toMatchObject({
      code: "invalid_input",
      message:
        "On 2026-06-01 this instance is already opted out to Critical pings. Choose a lower tier, or leave it as it is.",
    });
  });

  test("of a day to come changes nothing yet", async () => {
    const [target] = (await detailOf("Tern Airlines")).instances;
    const later = {
      ...given,
      level: 0,
      effectiveOn: "2026-07-01",
      instanceNo: target?.instanceNo,
      ifMatch: target?.version,
    };
    const done = await recordOptOut(admin, later);
    expect(done.instance.tier).toBe(2);
    const { intervals } = await readSnapshot(null);
    const spans = intervals.filter((each) => each.instanceNo === target?.instanceNo);
    expect(spans.map((each) => [each.from, each.level])).toEqual([
      ["2025-01-01", 2],
      ["2026-07-01", 0],
    ]);
  });

  test("of two admins at once, one is told that the other was first", async () => {
    const [target] = (await detailOf("Quarry Bank")).instances;
    const attempt = { ...given, level: 0, instanceNo: target?.instanceNo, ifMatch: target?.version };
    const outcomes = await Promise.allSettled([recordOptOut(admin, attempt), recordOptOut(admin, attempt)]);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find((outcome) => outcome.status === "rejected")).toMatchObject({
      reason: { code: "stale_version" },
    });
    expect(await registry.db.instanceOptOut.count({ where: { instanceNo: target?.instanceNo ?? 0 } })).toBe(1);
  });
});

test("folders load only into an empty registry", async () => {
  await expect(loadRegistry(job, rows)).rejects.toMatchObject({ code: "conflict" });
});

test("a folder with faults changes nothing and names each by file, line and field", async () => {
  const before = await registry.db.account.count();
  const faulty = registryRows({
    accounts: [account("a"), account("a", { line: 3 }), account("b", { line: 4, type: null })],
    instances: [instance("s", "nobody")],
    terms: [term("a"), term("a", { line: 3, from: "2026-01-01" }), term("b", { line: 4, to: "2024-01-01" })],
    optOuts: [optOut("ghost"), optOut("s", { line: 3, level: 3 })],
  });
  const outcome = await loadRegistry(job, faulty);
  expect(outcome.ok ? [] : outcome.problems.map((p) => `${p.file}:${p.line} ${p.field} ${p.message}`)).toEqual([
    'accounts.csv:3 account_ref "a" stands already in line 2',
    "accounts.csv:4 type is empty, and account_types.csv does not give it",
    'instances.csv:2 account_ref "nobody" is not in accounts.csv',
    "terms.csv:3 from 2026-01-01 falls into the days of line 2, which end never",
    "terms.csv:4 to 2024-01-01 is not after from 2025-01-01",
    'opt_outs.csv:2 site_id "ghost" is not in instances.csv',
    "opt_outs.csv:3 level must be 0, 1 or 2: an opt-out allows less than everything",
  ]);
  expect(await registry.db.account.count()).toBe(before);
});

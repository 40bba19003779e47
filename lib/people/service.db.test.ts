import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { systemGrant } from "#lib/access/operation.ts";
import { db, disconnect } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import type { Person } from "#lib/people/contract.ts";
import { listGroups, listPeople, me, setRole } from "#lib/people/service.ts";
import { knowAtIssuer, seedAccess } from "#lib/people/store-seed.ts";
import { freshDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { type SignedIn, signedIn } from "#lib/testing/people.ts";

const ISSUER = "http://127.0.0.1:4330";
let database: TestDatabase;
let ada: SignedIn;

beforeAll(async () => {
  database = await freshDatabase();
  vi.stubEnv("DATABASE_URL", database.url);
});

afterAll(async () => {
  await disconnect();
  await database.drop();
  vi.unstubAllEnvs();
});

beforeEach(async () => {
  await db().user.deleteMany();
  ada = await signedIn("admin", "Ada Moreau");
});

async function personOf({ id }: { readonly id: string }): Promise<Person> {
  const { items } = await listPeople(await ada.actor(), {});
  const found = items.find((person) => person.id === id);
  if (found === undefined) throw new Error(`${id} is not in the list`);
  return found;
}

async function give(who: SignedIn, to: SignedIn, role: string, version?: string): Promise<Person> {
  const ifMatch = version ?? (await personOf(to)).version;
  return setRole(await who.actor(), { id: to.id, role, reason: "Builds reports", ifMatch });
}

async function addToGroup(person: SignedIn, name: string, role: "viewer" | "creator" | "admin"): Promise<void> {
  const id = newId("grp");
  await db().group.create({ data: { id, slug: id, name } });
  await db().roleGrant.create({
    data: { id: newId("rol"), groupId: id, role, reason: "As shipped", grantedBy: "test" },
  });
  await db().membership.create({ data: { userId: person.id, groupId: id, addedBy: "test" } });
}

describe("giving a role", () => {
  test("holds from the next request, says why, and leaves one audit row", async () => {
    const vera = await signedIn("viewer", "Vera Lindqvist");
    expect((await vera.actor()).permissions.has("explore.run")).toBe(false);
    const person = await give(ada, vera, "creator");
    expect(person).toMatchObject({ role: "creator", why: "Creator given by Ada Moreau: Builds reports" });
    expect((await vera.actor()).permissions.has("explore.run")).toBe(true);
    const rows = await db().audit.findMany({ where: { targetId: vera.id } });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      action: "role.changed",
      actorId: ada.id,
      reason: "Builds reports",
      before: { role: "viewer" },
      after: { role: "creator" },
    });
  });

  test("taking it away holds from the next request too", async () => {
    const chidi = await signedIn("creator", "Chidi Okafor");
    await give(ada, chidi, "viewer");
    expect((await chidi.actor()).role).toBe("viewer");
    expect((await personOf(chidi)).why).toBe("Viewer given by Ada Moreau: Builds reports");
  });

  test("without a version it is refused, with a stale one both versions come back", async () => {
    const vera = await signedIn("viewer");
    const input = { id: vera.id, role: "creator", reason: "Builds reports", ifMatch: null };
    await expect(setRole(await ada.actor(), input)).rejects.toMatchObject({ code: "precondition_required" });
    const { version } = await personOf(vera);
    await give(ada, vera, "creator", version);
    await expect(give(ada, vera, "admin", version)).rejects.toMatchObject({
      code: "stale_version",
      details: { yours: { version, role: "admin" }, current: { role: "creator" } },
    });
    expect((await vera.actor()).role).toBe("creator");
  });

  test("fifty saves of the same version: one holds", async () => {
    const vera = await signedIn("viewer");
    const { version } = await personOf(vera);
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => give(ada, vera, "creator", version)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db().audit.count({ where: { targetId: vera.id } })).toBe(1);
  });

  test.each(["viewer", "creator"] as const)("a %s may not", async (role) => {
    const who = await signedIn(role);
    const vera = await signedIn("viewer");
    await expect(give(who, vera, "admin", "1")).rejects.toMatchObject({ code: "forbidden" });
  });

  test("an unknown person, role or key is refused with its place", async () => {
    const actor = await ada.actor();
    const good = { id: ada.id, role: "viewer", reason: "Leaves", ifMatch: "1" };
    const refused = (changes: object) => expect(setRole(actor, { ...good, ...changes })).rejects;
    await refused({ id: "usr_nobody" }).toMatchObject({ code: "not_found" });
    await refused({ role: "owner" }).toMatchObject({ code: "invalid_input", place: { path: "role" } });
    await refused({ reason: "  " }).toMatchObject({ code: "invalid_input", place: { path: "reason" } });
    await refused({ permissions: ["all"] }).toMatchObject({ code: "invalid_input" });
  });
});

describe("the last Admin", () => {
  test("keeps the role, is shown as such, and nobody changes their own", async () => {
    expect((await personOf(ada)).canDemote).toBe(false);
    await expect(give(ada, ada, "viewer")).rejects.toMatchObject({ code: "forbidden" });
    const second = await signedIn("admin", "Second Admin");
    expect((await personOf(ada)).canDemote).toBe(true);
    await give(second, ada, "viewer");
    expect((await ada.actor()).role).toBe("viewer");
  });

  test("two admins who remove each other at the same moment: one stays", async () => {
    for (let round = 0; round < 5; round += 1) {
      await db().user.deleteMany();
      ada = await signedIn("admin", "Ada Moreau");
      const second = await signedIn("admin", "Second Admin");
      const tries = await Promise.allSettled([give(ada, second, "viewer", "1"), give(second, ada, "viewer", "1")]);
      expect(tries.filter(({ status }) => status === "fulfilled").length).toBeLessThan(2);
      const roles = [(await ada.actor()).role, (await second.actor()).role];
      expect(roles).toContain("admin");
    }
  });

  test("an Admin for a time does not count as the one who stays", async () => {
    const guest = await signedIn("admin", "Guest Admin");
    await db().roleGrant.updateMany({
      where: { userId: guest.id },
      data: { expiresAt: new Date(Date.now() + 60_000) },
    });
    await expect(give(guest, ada, "viewer")).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("roles by group", () => {
  test("a group's role counts, names the group, and cannot be taken from the person", async () => {
    const vera = await signedIn("viewer", "Vera Lindqvist");
    await addToGroup(vera, "Sales", "creator");
    expect(await personOf(vera)).toMatchObject({ role: "creator", why: "Creator by group Sales", groups: ["Sales"] });
    await expect(give(ada, vera, "viewer")).rejects.toMatchObject({ code: "conflict" });
  });

  test("a grant that is over counts no more", async () => {
    const chidi = await signedIn("creator");
    await db().roleGrant.updateMany({ where: { userId: chidi.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await chidi.actor()).role).toBe("viewer");
    expect((await personOf(chidi)).why).toBe("Viewer by default");
  });

  test("members of Data & Analytics certify", async () => {
    const vera = await signedIn("viewer");
    await addToGroup(vera, "Data & Analytics", "viewer");
    expect((await vera.actor()).permissions.has("dashboards.certify")).toBe(true);
  });
});

test("me says who one is, what one may do, and whom to ask", async () => {
  const vera = await signedIn("viewer", "Vera Lindqvist");
  expect(await me(await vera.actor(), {})).toMatchObject({
    id: vera.id,
    role: "viewer",
    mode: "demo",
    admins: [{ name: "Ada Moreau", email: ada.email }],
  });
});

test("people are found by name, address or title", async () => {
  await signedIn("viewer", "Vera Lindqvist");
  const { items } = await listPeople(await ada.actor(), { q: "LINDQ" });
  expect(items.map(({ name }) => name)).toEqual(["Vera Lindqvist"]);
});

describe("set-up", () => {
  const seed = (issuer: string | null) => seedAccess(systemGrant("set-up", "roles.write"), issuer);

  test("makes the ten groups and the sample people once, and leaves what was changed since", async () => {
    await db().group.deleteMany();
    await seed(ISSUER);
    const vera = await db().user.findUniqueOrThrow({ where: { email: "viewer@candor.example" } });
    await setRole(await ada.actor(), { id: vera.id, role: "creator", reason: "Builds reports", ifMatch: "1" });
    await seed(ISSUER);
    await seed("http://127.0.0.1:4331");
    const { items: groups } = await listGroups(await ada.actor(), {});
    expect(groups.map(({ name }) => name)).toEqual([
      "CE",
      "CTO",
      "Customer support",
      "Data & Analytics",
      "Engineering",
      "Marketing",
      "People ops",
      "Product",
      "Sales",
      "Talent",
    ]);
    const { items } = await listPeople(await ada.actor(), { q: "candor.example" });
    const sample = items
      .filter(({ id }) => id !== ada.id)
      .map(({ name, role, groups: [group] }) => [name, role, group]);
    expect(sample).toEqual([
      ["Ada Moreau", "admin", "Data & Analytics"],
      ["Chidi Okafor", "creator", "Product"],
      ["Vera Lindqvist", "creator", "CE"],
    ]);
    const subjects = await db().identity.findMany({ where: { userId: vera.id }, orderBy: { issuer: "asc" } });
    expect(subjects.map(({ issuer, subject }) => [issuer, subject])).toEqual([
      [ISSUER, "demo-viewer@candor.example"],
      ["http://127.0.0.1:4331", "demo-viewer@candor.example"],
    ]);
  });

  test("knows at another port of the development issuer whoever enrolled at an earlier one, and nobody of Google's", async () => {
    const moved = "http://127.0.0.1:4331";
    const [own, google] = [await signedIn("viewer", "Enrolled Here"), await signedIn("viewer", "Of Google")];
    const subjects = { [own.id]: "demo-here@candor.example", [google.id]: "108" };
    for (const [userId, subject] of Object.entries(subjects))
      await db().identity.create({ data: { id: `idn_${userId}`, userId, issuer: ISSUER, subject } });
    const grant = systemGrant("set-up", "roles.write");
    await knowAtIssuer(grant, moved);
    await knowAtIssuer(grant, moved);
    const there = await db().identity.findMany({ where: { issuer: moved } });
    expect(there.map(({ userId, subject }) => [userId, subject])).toEqual([[own.id, "demo-here@candor.example"]]);
  });

  test("makes no people without sample data", async () => {
    await seed(null);
    expect(await db().user.count({ where: { sample: true } })).toBe(0);
  });
});

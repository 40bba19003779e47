import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { AccessRequest } from "#lib/access-requests/contract.ts";
import { createAccessRequest, decide, listAccessRequests, listMine } from "#lib/access-requests/service.ts";
import { db, disconnect } from "#lib/db/client.ts";
import { freshDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { type SignedIn, signedIn } from "#lib/testing/people.ts";

const REASON = "I prepare the renewal numbers for my accounts";
let database: TestDatabase;
let ada: SignedIn;
let vera: SignedIn;

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
  vera = await signedIn("viewer", "Vera Lindqvist");
});

async function ask(who: SignedIn, wish: object = {}): Promise<AccessRequest> {
  return createAccessRequest(await who.actor(), {
    permission: "explore.run",
    role: "creator",
    reason: REASON,
    ...wish,
  });
}

async function answer(
  who: SignedIn,
  request: AccessRequest,
  decision: string,
  more: object = {},
): Promise<AccessRequest> {
  return decide(await who.actor(), { id: request.id, decision, ifMatch: request.version, ...more });
}

describe("asking", () => {
  test("puts the request into the queue and into one's own list", async () => {
    const request = await ask(vera);
    expect(request).toMatchObject({
      state: "open",
      role: "creator",
      person: { name: "Vera Lindqvist", role: "viewer" },
    });
    expect((await listAccessRequests(await ada.actor(), {})).items).toEqual([request]);
    expect((await listMine(await vera.actor(), {})).items).toEqual([request]);
    expect((await listMine(await ada.actor(), {})).items).toEqual([]);
  });

  test("twice for the same is said, not stored, also at the same moment", async () => {
    const tries = await Promise.allSettled([ask(vera), ask(vera), ask(vera)]);
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(ask(vera)).rejects.toMatchObject({ code: "conflict" });
    expect(await db().accessRequest.count()).toBe(1);
  });

  test("for what one has is refused, and so is a reason of three words", async () => {
    const chidi = await signedIn("creator");
    await expect(ask(chidi)).rejects.toMatchObject({ code: "invalid_input", place: { path: "role" } });
    await expect(ask(vera, { reason: "want" })).rejects.toMatchObject({ place: { path: "reason" } });
    await expect(ask(vera, { role: "viewer" })).rejects.toMatchObject({ place: { path: "role" } });
  });

  test("only admins see the queue", async () => {
    await expect(listAccessRequests(await vera.actor(), {})).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("deciding", () => {
  test("approving gives the role at once and closes the request, with both in the audit", async () => {
    const request = await ask(vera);
    const decided = await answer(ada, request, "approved", { note: "Until the renewals are through" });
    expect(decided).toMatchObject({ state: "approved", decidedBy: "Ada Moreau", person: { role: "creator" } });
    expect((await vera.actor()).role).toBe("creator");
    const actions = await db().audit.findMany({ where: { actorId: ada.id }, orderBy: { seq: "asc" } });
    expect(actions.map(({ action }) => action)).toEqual(["role.changed", "access.approved"]);
    expect((await listAccessRequests(await ada.actor(), {})).items).toEqual([]);
    expect((await listAccessRequests(await ada.actor(), { state: "all" })).items).toHaveLength(1);
  });

  test("declining gives nothing and keeps the note for the one who asked", async () => {
    await answer(ada, await ask(vera), "declined", { note: "Ask Chidi for the Look" });
    expect((await vera.actor()).role).toBe("viewer");
    expect((await listMine(await vera.actor(), {})).items[0]).toMatchObject({
      state: "declined",
      note: "Ask Chidi for the Look",
    });
  });

  test("never takes a higher role away", async () => {
    const request = await ask(vera);
    await db().roleGrant.create({
      data: { id: "rol_test", userId: vera.id, role: "admin", reason: "Meanwhile", grantedBy: "test" },
    });
    await answer(ada, request, "approved");
    expect((await vera.actor()).role).toBe("admin");
  });

  test("twice: the second sees who was first, and nothing changes", async () => {
    const request = await ask(vera);
    await answer(ada, request, "declined");
    const second = await signedIn("admin", "Second Admin");
    await expect(answer(second, request, "approved")).rejects.toMatchObject({
      code: "stale_version",
      details: { yours: { decision: "approved" }, current: { state: "declined", decidedBy: "Ada Moreau" } },
    });
    expect((await vera.actor()).role).toBe("viewer");
  });

  test("at the same moment: one decision holds", async () => {
    const request = await ask(vera);
    const second = await signedIn("admin", "Second Admin");
    const tries = await Promise.allSettled([
      answer(ada, request, "approved"),
      answer(second, request, "approved"),
      answer(ada, request, "declined"),
    ]);
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db().audit.count({ where: { targetId: request.id, action: { not: "access.requested" } } })).toBe(1);
  });

  test("without If-Match, of an unknown one, or of one's own is refused", async () => {
    const request = await ask(vera);
    await expect(answer(ada, request, "approved", { ifMatch: null })).rejects.toMatchObject({
      code: "precondition_required",
    });
    await expect(answer(ada, { ...request, id: "req_none" }, "approved")).rejects.toMatchObject({ code: "not_found" });
    await db().roleGrant.create({
      data: { id: "rol_own", userId: vera.id, role: "admin", reason: "Meanwhile", grantedBy: "test" },
    });
    await expect(answer(vera, request, "approved")).rejects.toMatchObject({ code: "forbidden" });
  });
});

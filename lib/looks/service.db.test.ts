import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { addTile, createDashboard } from "#lib/dashboards/service.ts";
import { db, disconnect } from "#lib/db/client.ts";
import { createLook, getLook, listLooks, updateLook } from "#lib/looks/service.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { freshDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { type SignedIn, signedIn } from "#lib/testing/people.ts";

const QUESTION: Question = {
  ...EMPTY_QUESTION,
  fields: [{ id: "mau" }],
  time: { field: "instance_day.day", grain: "month", range: "6 months" },
};
const TEXTS = { title: "MAU (month)", description: "For the review", question: QUESTION, vis: { type: "line" } };

let database: TestDatabase;
let chidi: SignedIn;
let cora: SignedIn;
let vera: SignedIn;
let ada: SignedIn;

beforeAll(async () => {
  database = await freshDatabase();
  vi.stubEnv("DATABASE_URL", database.url);
  chidi = await signedIn("creator", "Chidi Okafor");
  cora = await signedIn("creator", "Cora Blume");
  vera = await signedIn("viewer", "Vera Lindqvist");
  ada = await signedIn("admin", "Ada Moreau");
});

afterAll(async () => {
  await disconnect();
  await database.drop();
  vi.unstubAllEnvs();
});

const made = async (by = chidi, texts: object = {}) => createLook(await by.actor(), { ...TEXTS, ...texts });

describe("saving a Look", () => {
  test("keeps it with a first version and one audit row, and everybody can open it", async () => {
    const look = await made();
    expect(look).toMatchObject({ owner: "Chidi Okafor", shipped: false, version: "1", usedIn: [], alsoUsedIn: 0 });
    expect(await getLook(await vera.actor(), { id: look.id })).toMatchObject({
      title: "MAU (month)",
      abilities: { edit: false, explore: false },
    });
    expect(await db().lookVersion.count({ where: { lookId: look.id } })).toBe(1);
    expect(await db().audit.findMany({ where: { targetId: look.id } })).toMatchObject([
      { action: "look.create", actorId: chidi.id, targetLabel: "MAU (month)" },
    ]);
  });

  test("holds it to the definitions of that day", async () => {
    const look = await made();
    expect(look.question).toEqual({ ...QUESTION, versions: { mau: 1 } });
  });

  test("is for Creators", async () => {
    await expect(made(vera)).rejects.toMatchObject({ code: "forbidden" });
  });

  test.each([
    ["an unknown metric", { fields: [{ id: "mua" }] }, "question.fields.0.id", "mau"],
    ["a grain the metric does not have", { time: { ...QUESTION.time, grain: "day" } }, "question.time.grain", "month"],
    ["a range nobody understands", { time: { ...QUESTION.time, range: "soonish" } }, "question.time.range", undefined],
  ])("refuses %s with the place, and keeps nothing", async (_what, change, path, suggestion) => {
    const before = await db().look.count();
    await expect(made(chidi, { question: { ...QUESTION, ...change } })).rejects.toMatchObject({
      code: "invalid_input",
      place: { path, ...(suggestion === undefined ? {} : { suggestion }) },
    });
    expect(await db().look.count()).toBe(before);
  });
});

describe("changing a Look", () => {
  const change = async (by: SignedIn, id: string, ifMatch: string | null, title = "MAU, renamed (month)") =>
    updateLook(await by.actor(), { ...TEXTS, id, title, ifMatch });

  test("makes a new version, keeps the old text and says before and after in the audit", async () => {
    const { id } = await made();
    expect(await change(chidi, id, "1")).toMatchObject({ title: "MAU, renamed (month)", version: "2" });
    const versions = await db().lookVersion.findMany({ where: { lookId: id }, orderBy: { version: "asc" } });
    expect(versions.map(({ version, title }) => [version, title])).toEqual([
      [1, "MAU (month)"],
      [2, "MAU, renamed (month)"],
    ]);
    const [row] = await db().audit.findMany({ where: { targetId: id, action: "look.update" } });
    expect(row).toMatchObject({ before: { title: "MAU (month)" }, after: { title: "MAU, renamed (month)" } });
  });

  test("needs the version that was seen, and the current one", async () => {
    const { id } = await made();
    await expect(change(chidi, id, null)).rejects.toMatchObject({ code: "precondition_required" });
    await change(chidi, id, "1");
    await expect(change(chidi, id, "1", "Lost")).rejects.toMatchObject({
      code: "stale_version",
      details: { yours: "1", current: "2" },
    });
    expect((await getLook(await chidi.actor(), { id })).title).toBe("MAU, renamed (month)");
  });

  test("of two at the same time only one comes through", async () => {
    const { id } = await made();
    const both = await Promise.allSettled([change(chidi, id, "1", "One"), change(chidi, id, "1", "Other")]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await db().lookVersion.count({ where: { lookId: id } })).toBe(2);
  });

  test("is for its owner and for Admins; others are told whom to ask", async () => {
    const { id } = await made();
    await expect(change(cora, id, "1")).rejects.toThrow("belongs to Chidi Okafor");
    await expect(change(vera, id, "1")).rejects.toMatchObject({ code: "forbidden" });
    expect(await change(ada, id, "1")).toMatchObject({ owner: "Chidi Okafor", version: "2" });
  });

  test("leaves shipped Looks alone, and finds nothing where there is nothing", async () => {
    await expect(change(ada, "mau-by-month", "1")).rejects.toMatchObject({ code: "forbidden" });
    await expect(change(ada, "look_000000000000", "1")).rejects.toMatchObject({ code: "not_found" });
  });
});

test("the list has shipped and made Looks, and search finds title, description and owner", async () => {
  const look = await made(cora, { title: "Night shift (month)", description: "After hours" });
  const found = async (q: string) => (await listLooks(await vera.actor(), { q })).items.map(({ id }) => id);
  expect(await found("night")).toEqual([look.id]);
  expect(await found("AFTER HOURS")).toEqual([look.id]);
  expect(await found("cora")).toContain(look.id);
  expect(await found("hosting")).toEqual(["active-instances-by-hosting-type", "mau-by-hosting-type"]);
  expect(await found("no such thing")).toEqual([]);
});

test("where a Look stands: the reader's dashboards by name, those of others only as a number", async () => {
  const look = await made();
  for (const person of [chidi, vera]) {
    const dashboard = await createDashboard(await person.actor(), { title: `Board of ${person.name}` });
    await addTile(await person.actor(), { slug: dashboard.slug, lookId: look.id, ifMatch: dashboard.version });
  }
  const seen = await getLook(await chidi.actor(), { id: look.id });
  expect(seen.usedIn.map(({ title }) => title)).toEqual(["Board of Chidi Okafor"]);
  expect(seen.alsoUsedIn).toBe(1);
  const shipped = await getLook(await chidi.actor(), { id: "mau-by-hosting-type" });
  expect(shipped.usedIn).toEqual([{ slug: "company-metrics", title: "Company metrics" }]);
});

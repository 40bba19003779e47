import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { addTile, createDashboard, getDashboard, listDashboards, removeTile } from "#lib/dashboards/service.ts";
import { db, disconnect } from "#lib/db/client.ts";
import { createLook, updateLook } from "#lib/looks/service.ts";
import { EMPTY_QUESTION } from "#lib/semantic/question.ts";
import { freshDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { type SignedIn, signedIn } from "#lib/testing/people.ts";

let database: TestDatabase;
let chidi: SignedIn;
let vera: SignedIn;
let ada: SignedIn;

beforeAll(async () => {
  database = await freshDatabase();
  vi.stubEnv("DATABASE_URL", database.url);
  chidi = await signedIn("creator", "Chidi Okafor");
  vera = await signedIn("viewer", "Vera Lindqvist");
  ada = await signedIn("admin", "Ada Moreau");
});

afterAll(async () => {
  await disconnect();
  await database.drop();
  vi.unstubAllEnvs();
});

const own = async (by: SignedIn, title = "Monday review") => createDashboard(await by.actor(), { title });
const add = async (by: SignedIn, slug: string, ifMatch: string | null, lookId = "mau-last-month") =>
  addTile(await by.actor(), { slug, lookId, ifMatch });
const remove = async (by: SignedIn, slug: string, ifMatch: string | null, tileId: string) =>
  removeTile(await by.actor(), { slug, tileId, ifMatch });
const open = async (by: SignedIn, slug: string) => getDashboard(await by.actor(), { slug });

describe("a shipped dashboard", () => {
  test("opens for everybody with its Looks in place, and is nobody's to change", async () => {
    const dashboard = await open(vera, "company-metrics");
    expect(dashboard).toMatchObject({
      title: "Company metrics",
      shipped: true,
      personal: false,
      certified: { by: "Data & Analytics" },
      abilities: { edit: false, explore: false },
    });
    expect(dashboard.tiles.map(({ look }) => look.id)).toContain("mau-by-hosting-type");
    expect((await open(chidi, "company-metrics")).abilities).toEqual({ edit: false, explore: true });
    await expect(add(ada, "company-metrics", dashboard.version)).rejects.toMatchObject({ code: "forbidden" });
    await expect(remove(ada, "company-metrics", dashboard.version, "mau")).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a personal dashboard", () => {
  test("is made by a Viewer too, with the usual filters, and leaves an audit row", async () => {
    const dashboard = await own(vera, "Überblick / Q4");
    expect(dashboard).toMatchObject({ personal: true, owner: "Vera Lindqvist", version: "1", tiles: [] });
    expect(dashboard.slug).toMatch(/^uberblick-q4-[0-9a-z]{6}$/);
    expect(dashboard.filters.map(({ name }) => name)).toContain("Account name");
    expect(await db().audit.findMany({ where: { targetLabel: "Überblick / Q4" } })).toMatchObject([
      { action: "dashboard.create", actorId: vera.id },
    ]);
  });

  test("does not exist for anybody else, an Admin included", async () => {
    const { slug, version } = await own(vera);
    for (const other of [chidi, ada]) {
      await expect(open(other, slug)).rejects.toMatchObject({ code: "not_found" });
      await expect(add(other, slug, version)).rejects.toMatchObject({ code: "not_found" });
      await expect(remove(other, slug, version, "mau")).rejects.toMatchObject({ code: "not_found" });
      const { items } = await listDashboards(await other.actor(), { q: "" });
      expect(items.map((item) => item.slug)).not.toContain(slug);
    }
    const absent = await open(ada, "no-such-dashboard").catch((error: unknown) => error);
    expect(await open(ada, slug).catch((error: unknown) => error)).toEqual(absent);
  });

  test("takes Looks, places them beside and below each other, and lets them go again", async () => {
    const { slug } = await own(vera);
    await add(vera, slug, "1");
    await add(vera, slug, "2", "dau-mau-last-month");
    const three = await add(vera, slug, "3", "mau-by-customer");
    expect(three.tiles.map(({ look, x, y, w }) => [look.id, x, y, w])).toEqual([
      ["mau-last-month", 0, 0, 3],
      ["dau-mau-last-month", 3, 0, 3],
      ["mau-by-customer", 0, 3, 12],
    ]);
    const two = await remove(vera, slug, three.version, three.tiles[0]?.id ?? "");
    expect(two.tiles.map(({ look }) => look.id)).toEqual(["dau-mau-last-month", "mau-by-customer"]);
    expect(two.version).toBe("5");
    const actions = await db().audit.findMany({
      where: { targetType: "dashboard", actorId: vera.id },
      orderBy: { seq: "desc" },
      take: 4,
    });
    expect(actions.map(({ action }) => action)).toEqual([
      "dashboard.remove_tile",
      "dashboard.add_tile",
      "dashboard.add_tile",
      "dashboard.add_tile",
    ]);
  });

  test("changes only from the version that was seen", async () => {
    const { slug } = await own(vera);
    await expect(add(vera, slug, null)).rejects.toMatchObject({ code: "precondition_required" });
    const first = await add(vera, slug, "1");
    await expect(add(vera, slug, "1")).rejects.toMatchObject({
      code: "stale_version",
      details: { yours: "1", current: "2" },
    });
    const tile = first.tiles[0]?.id ?? "";
    await expect(remove(vera, slug, null, tile)).rejects.toMatchObject({ code: "precondition_required" });
    await expect(remove(vera, slug, "1", tile)).rejects.toMatchObject({ code: "stale_version" });
    await expect(remove(vera, slug, "2", "tile_none")).rejects.toMatchObject({ code: "not_found" });
    expect((await open(vera, slug)).tiles).toHaveLength(1);
  });

  test("of two additions at the same time one is refused, and nothing is lost in silence", async () => {
    const { slug } = await own(vera);
    const both = await Promise.allSettled([add(vera, slug, "1"), add(vera, slug, "1", "mau-by-customer")]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await open(vera, slug)).toMatchObject({ version: "2", tiles: [{}] });
  });

  test("refuses a Look that does not exist", async () => {
    const { slug } = await own(vera);
    await expect(add(vera, slug, "1", "look_000000000000")).rejects.toMatchObject({
      code: "not_found",
      place: { path: "lookId" },
    });
  });
});

test("a Look edited once has changed on every dashboard where it stands", async () => {
  const question = {
    ...EMPTY_QUESTION,
    fields: [{ id: "mau" }],
    time: { field: "instance_day.day", grain: "month" as const, range: "6 months" },
  };
  const texts = { title: "MAU (month)", description: "", question, vis: { type: "line" } };
  const look = await createLook(await chidi.actor(), texts);
  const boards = [await own(chidi), await own(vera), await own(vera, "Second")];
  const owners = [chidi, vera, vera];
  for (const [index, { slug }] of boards.entries()) await add(owners[index] ?? vera, slug, "1", look.id);
  const changed = { ...question, time: { ...question.time, range: "12 months" } };
  await updateLook(await chidi.actor(), {
    ...texts,
    id: look.id,
    title: "MAU, a year (month)",
    question: changed,
    ifMatch: "1",
  });
  for (const [index, { slug }] of boards.entries()) {
    const [tile] = (await open(owners[index] ?? vera, slug)).tiles;
    expect(tile?.look).toMatchObject({ title: "MAU, a year (month)", question: { time: { range: "12 months" } } });
  }
});

test("the list has the shipped dashboards first, then one's own, and can be searched", async () => {
  const { slug } = await own(vera, "Zebra crossing");
  const found = async (q: string) => (await listDashboards(await vera.actor(), { q })).items;
  expect((await found("")).slice(0, 2).map((item) => item.slug)).toEqual([
    "company-metrics",
    "customer-account-overview",
  ]);
  expect((await found("zebra")).map((item) => item.slug)).toEqual([slug]);
  expect((await found("account overview")).map((item) => item.slug)).toEqual(["customer-account-overview"]);
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DashboardData } from "#lib/dashboards/contract.ts";
import { addTile, createDashboard } from "#lib/dashboards/service.ts";
import { dashboardData } from "#lib/dashboards/service-data.ts";
import { lookData } from "#lib/looks/service.ts";
import { actorWith, type RegistryDatabase, registryDatabase } from "#lib/testing/registry-database.ts";
import { loadHere, serve, TWENTY_ROWS, warehouseFolder } from "#lib/warehouse/testing/served-folder.ts";
import { refresh } from "#warehouse/refresh/refresh.ts";

let registry: RegistryDatabase;
let folder: Awaited<ReturnType<typeof warehouseFolder>>;
let server: Awaited<ReturnType<typeof serve>>;
const viewer = actorWith("viewer");

beforeAll(async () => {
  registry = await registryDatabase();
  folder = await warehouseFolder();
  await loadHere(TWENTY_ROWS, folder.file);
  await refresh(folder.file);
  server = await serve(folder.file);
  await registry.db.user.create({ data: { id: viewer.userId, email: viewer.email, name: viewer.name } });
});

afterAll(async () => {
  await server.stop();
  await folder.end();
  await registry.end();
});

const asked = (
  filters: Readonly<Record<string, string>> = {},
  slug = "company-metrics",
  tiles: string[] | null = null,
) => dashboardData(viewer, { slug, filters, tiles });

function tile(data: DashboardData, id: string) {
  const found = data.tiles.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no tile ${id}`);
  return found;
}

/** The last complete month's MAU by account, as the table tile has it. */
function byCustomer(data: DashboardData): Record<string, unknown> {
  const rows = tile(data, "mau-by-customer").answer?.rows ?? [];
  return Object.fromEntries(rows.map(([, name, , mau]) => [String(name), mau]));
}

describe("the figures of a shipped dashboard", () => {
  test("come for every tile, each with whom it covers, without a notice", async () => {
    const data = await asked();
    expect(data.notices).toEqual([]);
    expect(data.tiles).toHaveLength(9);
    for (const { id, answer, error } of data.tiles) {
      expect([id, error]).toEqual([id, null]);
      const { eligible = -1, covered = -1, excluded = [] } = answer?.coverage ?? {};
      expect([id, covered + excluded.reduce((sum, { count }) => sum + count, 0)]).toEqual([id, eligible]);
    }
    expect(byCustomer(data)).toMatchObject({ "Acorn Works": 45, "Bramble Bank": 130 });
  });

  test("are those of the chosen account, by any of the filter's names, and a Look asks for no more", async () => {
    for (const name of ["Account name", "Customer Name", "name"]) {
      expect(byCustomer(await asked({ [name]: "Bramble Bank" }))).toEqual({ "Bramble Bank": 130 });
    }
    const look = await lookData(viewer, { id: "mau-by-customer" });
    expect(look.rows.map(([, name]) => name)).toEqual(Object.keys(byCustomer(await asked())));
  });

  test("are like for like where that is asked, in every tile and in Explore from here", async () => {
    const slug = "company-metrics";
    const held = await dashboardData(viewer, { slug, filters: {}, like_for_like: true });
    const plain = await dashboardData(viewer, { slug, filters: {} });
    for (const { question, error } of held.tiles) expect([question.like_for_like, error]).toEqual([true, null]);
    for (const { id, answer } of held.tiles) {
      const covered = plain.tiles.find((one) => one.id === id)?.answer?.coverage.covered ?? -1;
      expect(answer?.coverage.covered, id).toBeLessThanOrEqual(covered);
    }
    const dropped = held.tiles.flatMap(({ answer }) => answer?.coverage.excluded ?? []);
    expect(dropped.map(({ reason }) => reason)).toContain("not_throughout");
  });

  test("follow a date filter; a tile without dates says that it does not", async () => {
    const data = await asked({ Date: "2026-10" }, "customer-account-overview");
    expect(tile(data, "mau-trend").answer).toMatchObject({ range: { from: "2026-10-01", to: "2026-11-01" } });
    expect(tile(data, "instances").answer?.notices).toContain("Not filtered by Date.");
    expect(tile(data, "mau-trend").question.time?.range).toBe("2026-10");
  });

  test("can be asked for some tiles only; an unknown tile is said", async () => {
    const data = await asked({}, "company-metrics", ["mau", "nonsense"]);
    expect(data.tiles.map(({ id }) => id)).toEqual(["mau"]);
    expect(data.notices).toMatchObject([{ message: "There is no tile nonsense on this dashboard." }]);
  });
});

describe("what a link gets wrong is said and costs no figures", () => {
  test.each([
    [{ "Hosting typ": "managed" }, "Hosting typ", "Hosting type"],
    [{ "Hosting type": "manged" }, "Hosting type", "Managed"],
    [{ "Telemetry status": "Ful pings" }, "Telemetry status", "Full pings"],
    [{ Date: "last mont" }, "Date", null],
    [{ "Account name": "a,,b" }, "Account name", null],
  ])("%j", async (filters, filter, suggestion) => {
    const data = await asked(filters);
    expect(data.notices).toHaveLength(1);
    const [notice] = data.notices;
    expect(notice?.filter).toBe(filter);
    expect(notice?.suggestion).toBe(suggestion);
    expect(byCustomer(data)).toEqual(byCustomer(await asked()));
  });

  test("a name that nobody has finds nobody, and the nearest one is offered", async () => {
    const data = await asked({ "Account name": "Bramble Bnak" });
    expect(byCustomer(data)).toEqual({});
    expect(data.notices).toEqual([
      {
        filter: "Account name",
        message: "No Account name is “Bramble Bnak”. Did you mean “Bramble Bank”?",
        suggestion: "Bramble Bank",
      },
    ]);
  });
});

describe("what fails", () => {
  test("in one tile is that tile's error, with its place; the others have their figures", async () => {
    const { slug } = await createDashboard(viewer, { title: "Mixed" });
    await addTile(viewer, { slug, lookId: "mau-last-month", ifMatch: "1" });
    const question = await outdatedQuestion();
    const outdated = { id: "look_broken000000", title: "Outdated", ownerId: viewer.userId };
    await registry.db.look.create({ data: { ...outdated, question, vis: { type: "line" } } });
    const { tiles } = await addTile(viewer, { slug, lookId: outdated.id, ifMatch: "2" });
    const data = await asked({}, slug);
    const [good, bad] = tiles.map(({ id }) => tile(data, id));
    expect(good).toMatchObject({ error: null, answer: { columns: [{ kind: "time" }, { id: "mau" }] } });
    expect(bad).toMatchObject({
      answer: null,
      error: { code: "invalid_input", path: "fields.0.id", suggestion: "mau" },
    });
  });

  test("everywhere for want of the warehouse is said once, with no figures", async () => {
    await server.stop();
    await expect(asked()).rejects.toMatchObject({ code: "warehouse_unavailable" });
    server = await serve(folder.file);
    expect((await asked()).tiles.every(({ error }) => error === null)).toBe(true);
  });
});

/** As an older model would have left it: its metric is not there any more. */
async function outdatedQuestion() {
  const { tiles } = await asked({}, "company-metrics", ["mau"]);
  const question = tiles[0]?.question;
  if (question === undefined) throw new Error("no question");
  return { ...question, fields: [{ id: "maus" }] };
}

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordOptOut } from "#lib/customers/service.ts";
import { compileQuery, listFields, listNotCovered, runQuery, suggest } from "#lib/explore/service.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { actorWith, type RegistryDatabase, registryDatabase } from "#lib/testing/registry-database.ts";
import { loadHere, serve, TWENTY_ROWS, warehouseFolder } from "#lib/warehouse/testing/served-folder.ts";
import { refresh } from "#warehouse/refresh/refresh.ts";

let registry: RegistryDatabase;
let folder: Awaited<ReturnType<typeof warehouseFolder>>;
let server: Awaited<ReturnType<typeof serve>>;

const creator = actorWith("creator");
const viewer = actorWith("viewer");

beforeAll(async () => {
  registry = await registryDatabase();
  folder = await warehouseFolder();
  await loadHere(TWENTY_ROWS, folder.file);
  await refresh(folder.file);
  server = await serve(folder.file);
  const { userId, email, name } = creator;
  await registry.db.user.createMany({
    data: [
      { id: userId, email, name },
      { id: viewer.userId, email: viewer.email, name: viewer.name },
    ],
  });
});

afterAll(async () => {
  await server.stop();
  await folder.end();
  await registry.end();
});

function question(fields: readonly string[], rest: Partial<Question> = {}): Question {
  const time = { field: "instance_day.day", grain: "month", range: "2026-10" } as const;
  return { ...EMPTY_QUESTION, fields: fields.map((id) => ({ id })), time, ...rest };
}

describe("a figure derived from others", () => {
  const health = question(["account.name", "health_adoption"]);
  const ids = (rows: readonly (readonly unknown[])[]) => rows.map(([, name, value]) => [name, value]);

  it("is made with the registry's numbers of the period's own day", async () => {
    const before = await runQuery(creator, { question: health });
    expect(before.rows.length).toBeGreaterThan(0);
    // A target of a hundred times all seats makes the score the seat consumption itself.
    const numbers = '{"adoption_early":100,"adoption_late":100,"ramp_from":60,"ramp_to":180}';
    const [day, next] = [new Date("2026-10-31"), new Date("2026-11-01")];
    await registry.db.setting.updateMany({ where: { key: "health_score" }, data: { validTo: next } });
    const later = await registry.db.setting.create({ data: { key: "health_score", value: numbers, validFrom: next } });
    expect((await runQuery(creator, { question: health })).rows).toEqual(before.rows);
    await registry.db.setting.updateMany({ where: { key: "health_score", validTo: next }, data: { validTo: day } });
    await registry.db.setting.update({ where: { id: later.id }, data: { validFrom: day } });
    const after = await runQuery(creator, { question: health });
    const plain = await runQuery(creator, { question: question(["account.name", "seat_consumption"]) });
    expect(ids(after.rows)).toEqual(ids(plain.rows).map(([name, value]) => [name, Number(Number(value).toFixed(6))]));
    expect(ids(after.rows)).not.toEqual(ids(before.rows));
    await registry.db.setting.delete({ where: { id: later.id } });
    await registry.db.setting.updateMany({ where: { key: "health_score" }, data: { validTo: null } });
  });

  it("is blank where the registry has no such numbers", async () => {
    await registry.db.setting.updateMany({ where: { key: "health_score" }, data: { value: "by feeling" } });
    const { rows } = await runQuery(creator, { question: health });
    expect(rows).toEqual([]);
  });
});

describe("fields", () => {
  it("lists what a reader may use, with definitions", async () => {
    const { items } = await listFields(viewer, {});
    const mau = items.find(({ id }) => id === "mau");
    expect(mau).toMatchObject({ kind: "metric", level: "critical", metric: { needsGrain: true, grains: ["month"] } });
    expect(mau?.metric?.dimensions).toContain("instance_day.version");
    expect(mau?.metric?.dimensions).not.toContain("event.name");
    expect(items.find(({ id }) => id === "event.day")).toMatchObject({ kind: "time" });
  });
});

describe("a question", () => {
  it("is answered with whom it covers, and leaves a trace of who saw whom", async () => {
    const answer = await runQuery(creator, { question: question(["account.name", "mau"]) });
    expect(answer.rows).toEqual([
      ["2026-10-01", "Acorn Works", 45],
      ["2026-10-01", "Bramble Bank", 130],
      ["2026-10-01", "Cedar Clinics", 75],
      ["2026-10-01", "Drift Studio", 6],
    ]);
    expect(answer.coverage).toMatchObject({ eligible: 4, covered: 4, excluded: [] });
    const traced = await registry.db.queryLog.findFirstOrThrow({ orderBy: { id: "desc" }, include: { covered: true } });
    expect(traced).toMatchObject({
      userId: creator.userId,
      surface: "explore",
      metrics: ["mau"],
      level: "critical",
      rows: 4,
    });
    const bramble = await registry.db.account.findFirstOrThrow({ where: { name: "Bramble Bank" } });
    expect(traced.covered?.accountIds).toContain(bramble.id);
    const seen = await registry.db.queryLog.count({ where: { covered: { accountIds: { has: bramble.id } } } });
    expect(seen).toBeGreaterThan(0);
  });

  it("is not for Viewers, whose content asks for them", async () => {
    await expect(runQuery(viewer, { question: question(["mau"]) })).rejects.toMatchObject({ code: "forbidden" });
    await expect(compileQuery(viewer, { question: question(["mau"]) })).rejects.toMatchObject({ code: "forbidden" });
    await expect(runQuery(null, { question: question(["mau"]) })).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("is refused with the place when a name is wrong", async () => {
    await expect(runQuery(creator, { question: question(["mao"]) })).rejects.toMatchObject({
      code: "invalid_input",
      place: { path: "fields.0.id", suggestion: "mau" },
    });
  });

  it("can be shown without being run", async () => {
    const { sql, level } = await compileQuery(creator, { question: question(["dau_mau"]) });
    expect(level).toBe("full");
    expect(sql).toContain("FROM warehouse.instance_day AS s");
    expect(sql).toContain("i.level >= 2");
    expect(sql).toContain('-- $1 = "2026-10-01"');
  });

  it("shows no figure about one to four people, nor a total that would give it away", async () => {
    const totals = { grand: true, row: false, sub: false } as const;
    const answer = await runQuery(creator, { question: question(["event.name", "events"], { totals }) });
    expect(answer.rows.every((row) => row[2] === null)).toBe(true);
    expect(new Set(answer.blanks.map(({ code }) => code))).toEqual(new Set(["suppressed"]));
    const one = [{ field: "event.name", text: "hover" }];
    const single = await runQuery(creator, { question: question(["event.name", "events"], { totals, filters: one }) });
    expect(single.totals).toEqual([null, null, null]);
    expect(single.blanks).toContainEqual({ row: -1, column: 2, code: "suppressed" });
  });
});

describe("whom a figure does not cover", () => {
  const missed = { metric: "events", reason: "consent_missing", tier: null, cursor: null, limit: 2 };

  it("is named in pages, with since when and the last day of data, and leaves a trace", async () => {
    const asked = question(["mau", "events"]);
    const answer = await runQuery(creator, { question: asked });
    expect(answer.columnCoverage.map(({ metrics }) => metrics)).toEqual([["mau"]]);
    const groups = answer.coverage.excluded.filter(({ reason }) => reason === "consent_missing");
    const count = groups.reduce((sum, group) => sum + group.count, 0);
    expect(count).toBeGreaterThan(0);
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listNotCovered>> = await listNotCovered(viewer, {
        question: asked,
        ...missed,
        limit: 1,
        cursor,
      });
      expect(page.items).toHaveLength(1);
      names.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    } while (cursor !== null);
    expect(names).toHaveLength(count);
    expect(names).toEqual(groups.flatMap((group) => group.names.map(({ name }) => name)));
    const [first] = (await listNotCovered(viewer, { question: asked, ...missed })).items;
    expect(first).toMatchObject({ reason: "consent_missing", lastDay: null });
    expect(first?.since).toMatch(/^20\d\d-\d\d-\d\d$/);
    const traced = await registry.db.queryLog.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(traced).toMatchObject({ userId: viewer.userId, surface: "coverage" });
  });

  it("is asked of a metric of the question", async () => {
    const asking = listNotCovered(viewer, { question: question(["mau"]), ...missed });
    await expect(asking).rejects.toMatchObject({ code: "invalid_input", place: { path: "metric", suggestion: "mau" } });
  });
});

describe("suggestions", () => {
  it("offers values by label, as far as typed", async () => {
    expect(await suggest(viewer, { field: "account.name", q: "" })).toEqual({
      values: ["Acorn Works", "Bramble Bank", "Cedar Clinics", "Drift Studio"],
      more: false,
    });
    expect((await suggest(viewer, { field: "account.name", q: "ba" })).values).toEqual(["Bramble Bank"]);
    expect((await suggest(viewer, { field: "instance.hosting", q: "self" })).values).toEqual(["Self-hosted"]);
    expect((await suggest(viewer, { field: "instance.hosting", q: "moon" })).values).toEqual([]);
    expect((await suggest(viewer, { field: "account.name", q: "%,^-" })).values).toEqual([]);
  });

  it("names the field that was meant", async () => {
    await expect(suggest(viewer, { field: "account.nam", q: "" })).rejects.toMatchObject({
      place: { suggestion: "account.name" },
    });
  });

  it("go through the gate: what a customer withdraws is not offered any more", async () => {
    expect((await suggest(viewer, { field: "event.name", q: "" })).values).toContain("IDESearchSubmitted");
    expect((await suggest(viewer, { field: "instance_day.version", q: "" })).values).toEqual(["5.0.0", "5.1.0"]);
    const { instanceNo, version } = await registry.db.instance.findUniqueOrThrow({ where: { siteId: "site-acorn" } });
    await recordOptOut(actorWith("admin"), {
      instanceNo,
      level: 1,
      effectiveOn: new Date().toISOString().slice(0, 10),
      requester: "Idris Wexler",
      channel: "ticket",
      ticket: null,
      history: "hide",
      reason: "The customer asked for it",
      ifMatch: String(version),
    });
    expect((await suggest(viewer, { field: "event.name", q: "" })).values).toEqual([]);
    expect((await suggest(viewer, { field: "instance_day.version", q: "" })).values).toEqual(["5.0.0", "5.1.0"]);
  });
});

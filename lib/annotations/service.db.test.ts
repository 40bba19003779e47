import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAnnotation, listAnnotations, removeAnnotation, updateAnnotation } from "#lib/annotations/service.ts";
import { runQuery } from "#lib/explore/service.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { actorWith, type RegistryDatabase, registryDatabase } from "#lib/testing/registry-database.ts";
import { loadHere, serve, TWENTY_ROWS, warehouseFolder } from "#lib/warehouse/testing/served-folder.ts";
import { refresh } from "#warehouse/refresh/refresh.ts";

let registry: RegistryDatabase;
let folder: Awaited<ReturnType<typeof warehouseFolder>>;
let server: Awaited<ReturnType<typeof serve>>;
const creator = actorWith("creator");
const other = { ...creator, userId: "usr_another00000", email: "another@example.com", name: "Another Creator" };
const viewer = actorWith("viewer");
const admin = actorWith("admin");

beforeAll(async () => {
  registry = await registryDatabase();
  folder = await warehouseFolder();
  await loadHere(TWENTY_ROWS, folder.file);
  await refresh(folder.file);
  server = await serve(folder.file);
  const people = new Map([creator, other, viewer, admin].map((actor) => [actor.userId, actor]));
  await registry.db.user.createMany({
    data: [...people.values()].map(({ userId, email, name }) => ({ id: userId, email, name })),
  });
});

afterAll(async () => {
  await server.stop();
  await folder.end();
  await registry.end();
});

const OCTOBER = { from: "2026-10-05", to: "2026-10-12", text: "Pings arrived twice for a week" };

function asked(metric: string, range: string): Question {
  return {
    ...EMPTY_QUESTION,
    fields: [{ id: metric }],
    time: { field: "instance_day.day", grain: "month", range },
  };
}

async function notesOn(metric: string, range: string): Promise<string[]> {
  const { annotations } = await runQuery(creator, { question: asked(metric, range) });
  return annotations.map(({ text }) => text);
}

describe("annotations", () => {
  it("stand on the answers whose days and metric they touch, newly written ones at once", async () => {
    expect(await notesOn("mau", "2026-10")).toEqual([]);
    const about = await createAnnotation(creator, { ...OCTOBER, metric: "mau" });
    const source = await createAnnotation(creator, { ...OCTOBER, text: "A source was late", source: "event" });
    const all = await createAnnotation(creator, { ...OCTOBER, from: "2026-10-01", text: "Everybody was away" });
    expect(await notesOn("mau", "2026-10")).toEqual(["Everybody was away", "Pings arrived twice for a week"]);
    expect(await notesOn("total_accounts", "2026-10")).toEqual(["Everybody was away"]);
    expect(await notesOn("events", "2026-10")).toEqual(["Everybody was away", "A source was late"]);
    expect(await notesOn("mau", "2026-09")).toEqual([]);
    expect(await notesOn("mau", "2026-10-12 to 2026-11-01")).toEqual([]);
    for (const { id } of [about, source, all]) await removeAnnotation(creator, { id, ifMatch: "1" });
    expect(await notesOn("mau", "2026-10")).toEqual([]);
  });

  it("are read by everybody and written by Creators", async () => {
    await expect(createAnnotation(viewer, OCTOBER)).rejects.toMatchObject({ code: "forbidden" });
    const { id } = await createAnnotation(creator, OCTOBER);
    const { items } = await listAnnotations(viewer, { from: "2026-10-11", to: "2026-10-12" });
    expect(items).toMatchObject([{ id, ...OCTOBER, author: creator.name, abilities: { edit: false } }]);
    expect((await listAnnotations(viewer, { from: "2026-10-12" })).items).toEqual([]);
    await removeAnnotation(creator, { id, ifMatch: "1" });
  });

  it("are changed by their author or an Admin, on the version they saw, and leave a trace", async () => {
    const made = await createAnnotation(creator, { ...OCTOBER, metric: "mau" });
    const change = { id: made.id, ...OCTOBER, text: "Pings arrived three times", metric: null, source: null };
    await expect(updateAnnotation(other, { ...change, ifMatch: "1" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(updateAnnotation(creator, { ...change, ifMatch: null })).rejects.toMatchObject({
      code: "precondition_required",
    });
    expect(await updateAnnotation(creator, { ...change, ifMatch: "1" })).toMatchObject({ version: "2", metric: null });
    await expect(updateAnnotation(creator, { ...change, ifMatch: "1" })).rejects.toMatchObject({
      code: "stale_version",
      details: { current: "2" },
    });
    await removeAnnotation(admin, { id: made.id, ifMatch: "2" });
    const rows = await registry.db.audit.findMany({ where: { targetId: made.id }, orderBy: { seq: "asc" } });
    expect(rows.map(({ action }) => action)).toEqual(["annotation.create", "annotation.update", "annotation.delete"]);
    expect(rows[1]).toMatchObject({ before: { metric: "mau" }, after: { metric: null } });
  });

  it("are refused with the place when they make no sense", async () => {
    const wrong = (rest: Record<string, string>) => createAnnotation(creator, { ...OCTOBER, ...rest });
    await expect(wrong({ to: OCTOBER.from })).rejects.toMatchObject({ code: "invalid_input", place: { path: "to" } });
    await expect(wrong({ metric: "mao" })).rejects.toMatchObject({ place: { path: "metric", suggestion: "mau" } });
    await expect(wrong({ source: "events" })).rejects.toMatchObject({ place: { path: "source", suggestion: "event" } });
    await expect(wrong({ text: "  " })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

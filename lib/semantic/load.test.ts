import { cpSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Catalogue } from "#lib/semantic/catalogue.ts";
import { buildModel, loadModels, readTexts } from "#lib/semantic/load.ts";
import { ModelError } from "#lib/semantic/model-file.ts";

const GOOD = readTexts("models");

function faultOf(path: string, change: (text: string) => string): string {
  const texts = new Map(GOOD);
  texts.set(path, change(texts.get(path) ?? ""));
  try {
    buildModel(texts);
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
  return "no fault";
}

describe("the shipped models", () => {
  const model = loadModels("models");

  it("have the metrics of the main job, each with its level", () => {
    const levels = Object.fromEntries([...model.metrics].map(([id, { level }]) => [id, level]));
    expect(levels).toMatchObject({
      mau: 1,
      total_accounts: 1,
      active_instances: 1,
      seat_consumption: 1,
      dau_mau: 2,
      minors_behind: 1,
      health_adoption: 1,
      health_usage: 2,
      health_version: 1,
      health_score: 2,
      events: 3,
      event_active_users: 3,
      seats: 0,
      instances: 0,
    });
    const others = (level: number) =>
      [...model.metrics.values()].filter((one) => one.level === level).map(({ id }) => id);
    expect(others(1).toSorted()).toEqual(
      "active_instances anonymous_users git_storage health_adoption health_version indexed_lines insights mau minors_behind registered_users seat_consumption total_accounts".split(
        " ",
      ),
    );
    expect(others(3).toSorted()).toEqual(["event_active_users", "events"]);
    const ofAccounts =
      "csat first_response_minutes nps nps_answers sla_met tickets_opened tickets_solved tickets_unsolved";
    expect(others(0).toSorted()).toEqual([...ofAccounts.split(" "), "seats", "instances"].toSorted());
  });

  it("let no dimension need less than the columns that it is made of", () => {
    for (const { id, level, from } of model.dimensions.values()) {
      const source = from.kind === "row" ? from.source : "";
      const least = source === "event" ? 3 : ["", "ticket", "ticket_solved"].includes(source) ? 0 : 1;
      expect(level, id).toBeGreaterThanOrEqual(least);
    }
  });

  it("change their hash with any definition", () => {
    const texts = new Map(GOOD).set("metrics/mau.yml", `${GOOD.get("metrics/mau.yml") ?? ""}\n`);
    expect(buildModel(texts).hash).not.toBe(model.hash);
  });
});

describe("a fault in a model file is told with file, line, column and what was meant", () => {
  it.each<[string, string, (text: string) => string, string]>([
    [
      "an unknown column",
      "sources/instance_day.yml",
      (t) => t.replace("expr: mau, ", "expr: maus, "),
      'Unknown column "maus", did you mean "mau"?',
    ],
    [
      "an unknown measure",
      "metrics/mau.yml",
      (t) => t.replace("instance_day.mau", "instance_day.mao"),
      'Unknown measure "instance_day.mao", did you mean "instance_day.mau"?',
    ],
    ["an unknown key", "metrics/mau.yml", (t) => t.replace("better:", "betre:"), 'Unknown key "betre"'],
    [
      "an unknown word",
      "metrics/mau.yml",
      (t) => t.replace("format: integer", "format: integr"),
      'did you mean "integer"?',
    ],
    [
      "SQL in an expression",
      "sources/event.yml",
      (t) => t.replace("where: not is_operator,", "where: (select 1),"),
      'Unknown column "select"',
    ],
    [
      "a wrong type",
      "sources/event.yml",
      (t) => t.replace("where: not is_operator,", "where: not name,"),
      '"not" needs a yes/no value, not a string',
    ],
    [
      "an open bracket",
      "sources/event.yml",
      (t) => t.replace("where: not is_operator,", "where: (is_operator,"),
      "Expected",
    ],
    ["a source without a day", "sources/event.yml", (t) => t.replace(/time:\n(?: {2}.*\n)+/, ""), "cannot be guarded"],
    [
      "a release that is none",
      "metrics/events.yml",
      (t) => t.replace("min_version: 4.0.0", "min_version: four"),
      "A release is three numbers, for example 4.3.0",
    ],
    ["broken YAML", "metrics/mau.yml", (t) => t.replace("label: MAU", "label: [MAU"), "metrics/mau.yml:"],
    [
      "a type that is not allowed",
      "metrics/seats.yml",
      (t) => t.replace("types: [customer]", "types: [free]"),
      '"free" is counted but not allowed',
    ],
  ])("%s", (_, path, change, message) => {
    const fault = faultOf(path, change);
    expect(fault).toContain(message);
    expect(fault).toMatch(new RegExp(`^models/${path}:\\d+:\\d+ `));
  });

  it("points into an expression", () => {
    const fault = faultOf("sources/event.yml", (text) =>
      text.replace("counts_as_active and not", "counts_as_active and nut"),
    );
    const line = (GOOD.get("sources/event.yml") ?? "").split("\n").findIndex((one) => one.includes("active_users:"));
    const column = ((GOOD.get("sources/event.yml") ?? "").split("\n")[line] ?? "").indexOf("not is_operator");
    expect(fault).toContain(`models/sources/event.yml:${line + 1}:${column + 1} `);
  });
});

describe("the catalogue", () => {
  it("takes over a good change and keeps the last good models on a bad one", () => {
    const dir = mkdtempSync(join(tmpdir(), "models-"));
    try {
      cpSync("models", dir, { recursive: true });
      const faults: unknown[] = [];
      const catalogue = new Catalogue(dir, (error) => faults.push(error));
      const file = join(dir, "metrics/mau.yml");
      const good = readFileSync(file, "utf8");
      const write = (text: string, at: number) => {
        writeFileSync(file, text);
        utimesSync(file, at, at);
      };
      const later = (seconds: number) => Date.now() + seconds * 1000;
      write(good.replace("label: MAU", "label: Monthly users"), 1000);
      expect(catalogue.current(later(10)).metrics.get("mau")?.label).toBe("Monthly users");
      write("metric: [", 2000);
      expect(catalogue.current(later(20)).metrics.get("mau")?.label).toBe("Monthly users");
      expect(String(faults[0])).toContain("models/metrics/mau.yml:1:");
      write(good, 3000);
      expect(catalogue.current(later(30)).metrics.get("mau")?.label).toBe("MAU");
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it("does not start with a broken model", () => {
    const dir = mkdtempSync(join(tmpdir(), "models-"));
    try {
      cpSync("models", dir, { recursive: true });
      writeFileSync(join(dir, "sources/event.yml"), "source: event\n");
      expect(() => loadModels(dir)).toThrow(/models\/sources\/event\.yml:1:1 /);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

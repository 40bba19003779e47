import { describe, expect, it } from "vitest";
import { compile } from "#lib/semantic/compile.ts";
import { loadModels } from "#lib/semantic/load.ts";
import { snapshotArrays, snapshotUses } from "#lib/semantic/print/bigquery-text.ts";
import { EMPTY_QUESTION } from "#lib/semantic/question.ts";
import { contextOf } from "#lib/semantic/testing/judge/judge.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";

const MODEL = loadModels("models");
const WORLD = plantedWorld();

function rowsText(...fields: string[]): string {
  const question = {
    ...EMPTY_QUESTION,
    fields: fields.map((id) => ({ id })),
    time: { field: "instance_day.day", grain: "month", range: "2026-01-01 to 2026-05-01" } as const,
  };
  return compile(MODEL, question, contextOf(WORLD, "bigquery")).statements[0]?.sql ?? "";
}

describe("what a statement takes of the snapshot", () => {
  it("is the columns that it reads, and the level below which nothing passes", () => {
    expect(snapshotUses(rowsText("events"))).toEqual([
      {
        table: "interval",
        columns: [
          "instance_no",
          "site_id",
          "valid_from",
          "valid_to",
          "level",
          "account_id",
          "account_type",
          "environment",
        ],
        level: 3,
      },
    ]);
    expect(snapshotUses(rowsText("mau", "events")).map(({ level }) => level)).toEqual([1]);
    expect(snapshotUses(rowsText("account.name", "mau")).map(({ table, columns }) => [table, columns])).toContainEqual([
      "account",
      ["account_id", "name"],
    ]);
  });

  it("is every instance where a figure of the registry is asked for too", () => {
    expect(snapshotUses(rowsText("mau", "instances")).map(({ level }) => level)).toEqual([0]);
  });

  it("is of eligible instances and their accounts only", () => {
    const [interval, account] = snapshotArrays(rowsText("account.name", "events"), WORLD.snapshot);
    if (interval === undefined || account === undefined) throw new Error("two tables are read");
    const level = interval.columns.findIndex(({ name }) => name === "level");
    expect(interval.rows.length).toBeGreaterThan(0);
    expect(interval.rows.length).toBeLessThan(WORLD.snapshot.intervals.length);
    for (const row of interval.rows) expect(row[level]).toBe(3);
    expect(account.parameter).toBe("snapshot_account");
    expect(account.columns).toEqual([
      { name: "account_id", type: "STRING" },
      { name: "name", type: "STRING" },
    ]);
    // The first account never agreed to more than full pings.
    expect(account.rows.map(([id]) => id)).toEqual(["A2", "A3"]);
  });

  it("leaves nobody out where seats are counted, who may have sent nothing", () => {
    const arrays = snapshotArrays(rowsText("account.name", "seat_consumption"), WORLD.snapshot);
    const accounts = arrays.find(({ table }) => table === "account");
    expect(accounts?.rows).toHaveLength(WORLD.snapshot.accounts.length);
  });
});

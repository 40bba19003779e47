import { describe, expect, it } from "vitest";
import { periodsOf } from "#lib/semantic/calendar.ts";
import type { Comparison, Grain } from "#lib/semantic/question.ts";
import { readRange } from "#lib/semantic/range-text.ts";
import { resolveCompare } from "#lib/semantic/resolve-compare.ts";

const CLOCK = "2026-11-21";

function against(kind: Comparison, text: string, grain: Grain | null): string[] {
  const reading = readRange(text, CLOCK);
  if (!reading.ok) throw new Error(reading.message);
  const periods = periodsOf(reading.range, grain, CLOCK);
  const range = { ...reading.range, text, words: reading.words };
  const compare = resolveCompare(kind, { grain, range, periods }, true);
  return (compare?.periods ?? []).map(({ start, from, to }) => `${start}: ${from} ${to}`);
}

describe("what a period stands against", () => {
  it.each<[Comparison, string, Grain | null, string[]]>([
    [
      "previous_period",
      "last 2 months",
      "month",
      ["2026-07-01: 2026-07-01 2026-08-01", "2026-08-01: 2026-08-01 2026-09-01"],
    ],
    ["previous_period", "this month", "month", ["2026-10-01: 2026-10-01 2026-10-22"]],
    ["previous_period", "7 days", null, ["2026-11-08: 2026-11-08 2026-11-15"]],
    ["previous_period", "last quarter", null, ["2026-04-01: 2026-04-01 2026-07-01"]],
    ["previous_period", "2026-03", null, ["2026-02-01: 2026-02-01 2026-03-01"]],
    ["previous_period", "this year", "year", ["2025-01-01: 2025-01-01 2025-11-22"]],
    ["previous_year", "last month", "month", ["2025-10-01: 2025-10-01 2025-11-01"]],
    ["previous_year", "this month", "month", ["2025-11-01: 2025-11-01 2025-11-22"]],
    ["previous_year", "last complete week", "week", ["2025-11-10: 2025-11-10 2025-11-17"]],
    ["previous_year", "2024-02-29", null, ["2023-02-28: 2023-02-28 2023-03-01"]],
    [
      "previous_year",
      "2026-11-20 to 2026-11-22",
      "day",
      ["2025-11-20: 2025-11-20 2025-11-21", "2025-11-21: 2025-11-21 2025-11-22"],
    ],
  ])("%s of %s by %s", (kind, text, grain, expected) => {
    expect(against(kind, text, grain)).toEqual(expected);
  });

  it("cuts the days that the range itself cuts", () => {
    expect(against("previous_period", "2026-09-10 to 2026-10-05", "month")).toEqual([
      "2026-07-01: 2026-07-10 2026-08-01",
      "2026-08-01: 2026-08-01 2026-08-05",
    ]);
  });

  it("needs a time range", () => {
    const asked = { grain: null, range: { from: CLOCK, to: CLOCK, text: "", words: "" }, periods: [] };
    expect(() => resolveCompare("previous_period", asked, false)).toThrow("needs a time range");
  });
});

import { expect, test } from "vitest";
import { nextPeriod, periodsBetween, periodTitle, tickLabel } from "#components/charts/period.ts";

test.each([
  ["2026-11-30", "day", "2026-12-01"],
  ["2026-12-28", "week", "2027-01-04"],
  ["2026-12-01", "month", "2027-01-01"],
  ["2026-10-01", "quarter", "2027-01-01"],
  ["2026-01-01", "year", "2027-01-01"],
] as const)("after %s by %s comes %s", (start, grain, next) => {
  expect(nextPeriod(start, grain)).toBe(next);
});

test("the missing month between two others is on the axis", () => {
  expect(periodsBetween("2026-11-01", "2027-02-01", "month")).toEqual([
    "2026-11-01",
    "2026-12-01",
    "2027-01-01",
    "2027-02-01",
  ]);
});

test("ticks are short and titles are not", () => {
  expect(tickLabel("2026-11-01", "month", false)).toBe("Nov");
  expect(tickLabel("2027-01-01", "month", false)).toBe("Jan ’27");
  expect(tickLabel("2026-10-01", "quarter", false)).toBe("Q4 2026");
  expect(periodTitle("2026-11-22", "day")).toBe("Sun 22 Nov 2026");
  expect(periodTitle("2026-11-16", "week")).toBe("Week of 16 Nov 2026");
  expect(periodTitle("2026-11-01", "month")).toBe("November 2026");
});

import { describe, expect, test } from "vitest";
import { deltaOf, exactText, kpiText, tickTexts, tooltipText } from "#components/charts/number-format.ts";

describe("a large figure", () => {
  test.each([
    [0, "integer", "0"],
    [7, "integer", "7"],
    [812.456, "decimal", "812.46"],
    [12_345.6, "decimal", "12,346"],
    [99_999, "integer", "99,999"],
    [123_456, "integer", "123k"],
    [1_234_567, "integer", "1.23M"],
    [2_345_678_901, "integer", "2.35B"],
    [0.00003, "decimal", "<0.0001"],
    [0.3417, "percent", "34.2%"],
  ] as const)("%d as %s reads %s", (value, format, text) => {
    expect(kpiText(value, format)).toBe(text);
  });
});

test("tables are exact and tooltips are full", () => {
  expect(exactText(1_234_567, "integer")).toBe("1,234,567");
  expect(exactText(0.123456, "percent")).toBe("12.35%");
  expect(tooltipText(1_234_567.891, "decimal")).toBe("1,234,567.89");
});

test("the ticks of one axis share their unit", () => {
  expect(tickTexts([0, 400_000, 800_000, 1_200_000], "integer")).toEqual(["0", "0.4M", "0.8M", "1.2M"]);
  expect(tickTexts([0, 5000, 10_000], "integer")).toEqual(["0", "5k", "10k"]);
  expect(tickTexts([0, 250, 500], "integer")).toEqual(["0", "250", "500"]);
  expect(tickTexts([0, 0.25, 0.5], "percent")).toEqual(["0%", "25%", "50%"]);
});

describe("a change", () => {
  test("is in per cent for counts and in points for rates", () => {
    expect(deltaOf(112.4, 100, "integer")).toMatchObject({ text: "+12.4%", direction: "up" });
    expect(deltaOf(0.354, 0.342, "percent")).toMatchObject({ text: "+1.2 pp", direction: "up" });
    expect(deltaOf(90, 100, "integer")).toMatchObject({ text: "−10%", direction: "down" });
  });
  test("from zero is new, from nothing is not a number", () => {
    expect(deltaOf(5, 0, "integer").text).toBe("new");
    expect(deltaOf(5, null, "integer")).toMatchObject({ text: "n/a", direction: "none" });
    expect(deltaOf(null, 5, "integer").reason).toBe("There is no figure to compare.");
  });
});

import { expect, test } from "vitest";
import { matching } from "#components/shell/search-match.ts";

const NAMES = ["Company metrics", "Customer account overview", "Seat metrics"];

test("what starts with the text stands before what merely holds it", () => {
  expect(matching(NAMES, "met", (name) => [name])).toEqual(["Company metrics", "Seat metrics"]);
  expect(matching(NAMES, "cust", (name) => [name])).toEqual(["Customer account overview"]);
  expect(matching(NAMES, "zebra", (name) => [name])).toEqual([]);
  expect(matching(NAMES, "", (name) => [name])).toEqual(NAMES);
});

test("a synonym finds the metric", () => {
  expect(matching([{ names: ["MAU", "monthly users"] }], "monthly", ({ names }) => names)).toHaveLength(1);
});

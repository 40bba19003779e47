import { expect, test } from "vitest";
import { exploreMetric } from "#components/shell/explore-metric.ts";
import { matching } from "#components/shell/search-match.ts";
import { decodeQuestion } from "#lib/semantic/question-url.ts";

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

test("a metric that needs a grain is explored with one", () => {
  const metric = {
    formula: "",
    owner: "",
    certified: null,
    howToRead: "",
    grains: ["month" as const],
    needsGrain: true,
    population: { unit: "account" as const, types: ["customer" as const], label: "customers" },
    status: "exact" as const,
    version: 1,
    minVersion: null,
    better: "up" as const,
    dimensions: ["account.name", "instance_day.day"],
  };
  const link = exploreMetric({ id: "mau", metric });
  expect(decodeQuestion(link.slice("/explore?q=".length))).toMatchObject({
    question: { fields: [{ id: "mau" }], time: { field: "instance_day.day", grain: "month" } },
  });
});

import { expect, test } from "vitest";
import { changesOf, valueText } from "#components/admin/audit-changes.ts";

test("every key of either side is a line", () => {
  expect(changesOf({ role: "viewer", why: "default" }, { role: "creator", until: null })).toEqual([
    { key: "role", before: "viewer", after: "creator" },
    { key: "why", before: "default", after: undefined },
    { key: "until", before: undefined, after: null },
  ]);
  expect(changesOf(null, null)).toEqual([]);
});

test.each([
  [undefined, "–"],
  [null, "–"],
  [0, "0"],
  [12_345, "12,345"],
  [false, "no"],
  [["a", 2], "a, 2"],
  [{ a: 1 }, '{"a":1}'],
  ["<b>x</b>", "<b>x</b>"],
])("%j reads %s", (value, text) => {
  expect(valueText(value)).toBe(text);
});

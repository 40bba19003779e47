import fc from "fast-check";
import { expect, test } from "vitest";
import { needsValues, OPERATORS, parseFilterText, printFilterText } from "#components/explore/filter-text.ts";
import { readStringFilter } from "#lib/semantic/filter-text.ts";
import { matches } from "#lib/semantic/predicate.ts";

test.each([
  ["", "any", []],
  ["   ", "any", []],
  ["Acme", "is", ["Acme"]],
  ["FOO,BAR", "is", ["FOO", "BAR"]],
  [" FOO , BAR ", "is", ["FOO", "BAR"]],
  ["-FOO,-BAR", "is_not", ["FOO", "BAR"]],
  ["%bank%", "contains", ["bank"]],
  ["-%bank%", "not_contains", ["bank"]],
  ["Q%", "starts", ["Q"]],
  ["%k", "ends", ["k"]],
  ["EMPTY", "blank", []],
  ["-EMPTY", "not_blank", []],
  ["null", "null", []],
  ["-NULL", "not_null", []],
  ["^NULL", "is", ["NULL"]],
  ["A^,B", "is", ["A,B"]],
  ["100^%", "is", ["100%"]],
  ["^-5", "is", ["-5"]],
  ["a^^b", "is", ["a^b"]],
] as const)("%j reads as %s", (text, operator, values) => {
  expect(parseFilterText(text)).toEqual({ operator, values });
});

test.each(["FOO,-BAR", "F%OD", "FOO,NULL", "%a%,b", "-", "%", "%%", ",", "A,,B"])(
  "%j stays word for word as matches (advanced)",
  (text) => {
    const form = parseFilterText(text);
    expect(form).toEqual({ operator: "advanced", values: [text] });
    expect(printFilterText(form)).toBe(text);
  },
);

test("a row without a value is unfinished, never the text that means any value", () => {
  for (const operator of OPERATORS.filter(needsValues)) {
    expect(printFilterText({ operator, values: [] })).toBeNull();
    expect(printFilterText({ operator, values: [""] })).toBeNull();
  }
  expect(printFilterText({ operator: "any", values: [] })).toBe("");
});

test("every row with values comes back the same from its text", () => {
  const nasty = fc.oneof(
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.string({ unit: fc.constantFrom("^", ",", "%", "-", " ", "N", "a", '"', "_"), minLength: 1, maxLength: 6 }),
    fc.constantFrom("NULL", "empty", " x ", "-", "^", "%", ",", " "),
  );
  const operator = fc.constantFrom(...OPERATORS.filter((o) => needsValues(o) && o !== "advanced"));
  fc.assert(
    fc.property(operator, fc.array(nasty, { minLength: 1, maxLength: 4 }), (chosen, values) => {
      const text = printFilterText({ operator: chosen, values });
      expect(text).not.toBeNull();
      expect(parseFilterText(text ?? "")).toEqual({ operator: chosen, values });
    }),
    { numRuns: 2000 },
  );
});

test("the server reads every row as it was meant", () => {
  const value = fc.string({
    unit: fc.constantFrom("^", ",", "%", "-", " ", "n", "a", '"', "_"),
    minLength: 1,
    maxLength: 5,
  });
  const rules: Readonly<Record<string, (cell: string, value: string) => boolean>> = {
    is: (cell, wanted) => cell === wanted,
    is_not: (cell, wanted) => cell !== wanted,
    contains: (cell, wanted) => cell.includes(wanted),
    not_contains: (cell, wanted) => !cell.includes(wanted),
    starts: (cell, wanted) => cell.startsWith(wanted),
    not_starts: (cell, wanted) => !cell.startsWith(wanted),
    ends: (cell, wanted) => cell.endsWith(wanted),
    not_ends: (cell, wanted) => !cell.endsWith(wanted),
  };
  const operator = fc.constantFrom(...OPERATORS.filter((one) => rules[one] !== undefined));
  fc.assert(
    fc.property(operator, value, value, (chosen, wanted, cell) => {
      const reading = readStringFilter(printFilterText({ operator: chosen, values: [wanted] }) ?? "");
      expect(reading.ok && matches(reading.predicate, cell)).toBe(rules[chosen]?.(cell, wanted));
    }),
    { numRuns: 3000 },
  );
});

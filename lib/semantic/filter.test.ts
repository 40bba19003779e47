import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNumberFilter } from "#lib/semantic/filter-number.ts";
import { escapeValue, type FilterReading, readStringFilter } from "#lib/semantic/filter-text.ts";
import { matches } from "#lib/semantic/predicate.ts";

function passes(reading: FilterReading, value: string | number | null): boolean {
  if (!reading.ok) throw new Error(reading.message);
  return matches(reading.predicate, value);
}

describe("filters on text", () => {
  it.each<[string, (string | null)[], (string | null)[]]>([
    ["Acme", ["Acme", "acme"], ["Acme Ltd", "", null]],
    ["Acme, Bolt", ["Acme", "Bolt"], ["Acme, Bolt", null]],
    ["%me%", ["Acme", "me"], ["Bolt", null]],
    ["Ac%", ["Acme"], ["Bac"]],
    ["%me", ["Acme"], ["mea"]],
    ["A%e", ["Acme", "Ae"], ["A", "e", "Acmes"]],
    ["a%a", ["aa", "aba"], ["a"]],
    ["-Acme", ["Bolt", "", null], ["Acme"]],
    ["%o%,-Bolt", ["Oslo"], ["Bolt", "Acme", null]],
    ["EMPTY", ["", null], ["Acme"]],
    ["-EMPTY", ["Acme"], ["", null]],
    ["NULL", [null], ["", "Acme"]],
    ["-NULL", ["", "Acme"], [null]],
    ["a^,b", ["a,b"], ["a"]],
    ["^-x", ["-x"], ["x"]],
    ["100^%", ["100%"], ["1000"]],
    ["^^", ["^"], [""]],
    ["", ["anything", "", null], []],
  ])("%j", (text, accepted, refused) => {
    const reading = readStringFilter(text);
    for (const value of accepted) expect(passes(reading, value), `${text} accepts ${String(value)}`).toBe(true);
    for (const value of refused) expect(passes(reading, value), `${text} refuses ${String(value)}`).toBe(false);
  });

  it.each([
    ["a,,b", 2],
    ["a,", 2],
    ["a^", 1],
  ])("refuses %j at character %i", (text, offset) => {
    expect(readStringFilter(text)).toMatchObject({ ok: false, offset });
  });

  it("says in words what it understood", () => {
    const words = (text: string) => {
      const reading = readStringFilter(text);
      return reading.ok ? reading.words : "";
    };
    expect(words("A,B")).toBe("is A or is B");
    expect(words("-A,-%b%")).toBe("is not A and not contains b");
    expect(words("")).toBe("is any value");
    expect(words("-NULL")).toBe("is not null");
  });

  it("lets any value be written so that it means itself and nothing else", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "B", ",", "%", "^", "-", " ", "\t", "ñ", "'", "_") }),
        fc.string(),
        (value, other) => {
          const reading = readStringFilter(escapeValue(value));
          expect(passes(reading, value)).toBe(true);
          if (other.toLowerCase() !== value.toLowerCase() && value !== "") expect(passes(reading, other)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("filters on numbers", () => {
  it.each<[string, number[], (number | null)[]]>([
    ["5", [5], [4, null]],
    ["5,6", [5, 6], [7]],
    [">10", [11], [10, null]],
    [">=10", [10], [9.5]],
    ["<3", [-1], [3]],
    ["[1,5)", [1, 4.5], [5, 0]],
    ["(1,5]", [5], [1]],
    ["[0,inf)", [0, 1e9], [-1]],
    ["1 to 5", [1, 5], [6]],
    ["NOT 7", [6, 8], [7]],
    ["NOT NULL", [0], [null]],
    ["-3", [-3], [3]],
  ])("%s", (text, accepted, refused) => {
    const reading = readNumberFilter(text);
    for (const value of accepted) expect(passes(reading, value)).toBe(true);
    for (const value of refused) expect(passes(reading, value)).toBe(false);
  });

  it("refuses what is not a number, at its place", () => {
    expect(readNumberFilter("5,many")).toMatchObject({ ok: false, offset: 2 });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNumberFilter } from "#lib/semantic/filter-number.ts";
import { readBooleanFilter, readDateFilter } from "#lib/semantic/filter-other.ts";
import { escapeValue, type FilterReading, readStringFilter } from "#lib/semantic/filter-text.ts";
import { matches, type Test } from "#lib/semantic/predicate.ts";

function passes(reading: FilterReading, value: string | number | boolean | null): boolean {
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
    [">1 AND <=5", [2, 5], [1, 6]],
    ["1 OR >7", [1, 8], [7]],
    ["<>7", [6], [7]],
    ["!=7, NOT 8", [6], [7, 8]],
    ["NOT (1,5)", [1, 5], [2]],
    ["(1,3),[5,6]", [2, 5], [1, 3, 4]],
    [".5", [0.5], [5]],
    ["[0,2000]", [0, 2000], [2001]],
  ])("%s", (text, accepted, refused) => {
    const reading = readNumberFilter(text);
    for (const value of accepted) expect(passes(reading, value)).toBe(true);
    for (const value of refused) expect(passes(reading, value)).toBe(false);
  });

  it("refuses what is not a number, at its place", () => {
    expect(readNumberFilter("5,many")).toMatchObject({ ok: false, offset: 2 });
    expect(readNumberFilter("5 or  >x")).toMatchObject({ ok: false, offset: 6 });
    expect(readNumberFilter(">5 and <3")).toMatchObject({ ok: false, offset: 0 });
    expect(readNumberFilter(",")).toMatchObject({ ok: false });
  });

  it("says in words what it understood", () => {
    const words = (text: string) => {
      const reading = readNumberFilter(text);
      return reading.ok ? reading.words : reading.message;
    };
    expect(words("[0,2000]")).toBe("is at least 0 and at most 2000");
    expect(words("5,NOT 7")).toBe("is 5, and is not 7");
    expect(words("NOT NULL")).toBe("is not null");
  });
});

describe("filters on yes and no", () => {
  it.each<[string, (boolean | null)[], (boolean | null)[]]>([
    ["yes", [true], [false, null]],
    ["No", [false], [true, null]],
    ["NOT yes", [false, null], [true]],
    ["NULL", [null], [true, false]],
    ["yes,NULL", [true, null], [false]],
    ["NOT NULL", [true, false], [null]],
  ])("%s", (text, accepted, refused) => {
    const reading = readBooleanFilter(text);
    for (const value of accepted) expect(passes(reading, value)).toBe(true);
    for (const value of refused) expect(passes(reading, value)).toBe(false);
  });

  it("refuses anything else, at its place", () => {
    expect(readBooleanFilter("yes, NOT maybe")).toMatchObject({ ok: false, offset: 9 });
  });
});

describe("filters on dates", () => {
  it.each<[string, string[], (string | null)[], string]>([
    ["last month", ["2026-10-01", "2026-10-31"], ["2026-09-30", "2026-11-01", null], "is in Oct 2026"],
    ["before 2026", ["1999-12-31", "2025-12-31"], ["2026-01-01"], "is before 1 Jan 2026"],
    ["after 2026-02-01", ["2026-02-01", "2099-01-01"], ["2026-01-31"], "is on or after 1 Feb 2026"],
    ["2026-01,2026-03", ["2026-01-31", "2026-03-01"], ["2026-02-01"], "is in Jan 2026 or is in Mar 2026"],
    ["NOT 2026", ["2025-12-31", "2027-01-01"], ["2026-05-05"], "is not in 2026"],
    ["NOT NULL", ["2026-05-05"], [null], "is not null"],
    [
      "7 days ago for 7 days",
      ["2026-11-15", "2026-11-21"],
      ["2026-11-14", "2026-11-22"],
      "is in 15 Nov 2026 – 21 Nov 2026",
    ],
  ])("%s", (text, accepted, refused, words) => {
    const reading = readDateFilter(text, "2026-11-21");
    for (const value of accepted) expect(passes(reading, value), value).toBe(true);
    for (const value of refused) expect(passes(reading, value), String(value)).toBe(false);
    expect(reading.ok ? reading.words : "").toBe(words);
  });

  it("refuses what is no date, at its place", () => {
    expect(readDateFilter("2026, NOT last moths", "2026-11-21")).toMatchObject({ ok: false, offset: 15 });
  });
});

describe("what is written is what is read", () => {
  const number = fc.integer({ min: -500, max: 500 }).map((value) => value / 4);
  const between = fc
    .record({ min: fc.option(number), minIn: fc.boolean(), max: fc.option(number), maxIn: fc.boolean() })
    .filter(({ min, max }) => min === null || max === null || min < max)
    .map(
      ({ min, minIn, max, maxIn }): Test => ({
        op: "between",
        min,
        minIn: min !== null && minIn,
        max,
        maxIn: max !== null && maxIn,
      }),
    );
  const one = number.map((value): Test => ({ op: "between", min: value, minIn: true, max: value, maxIn: true }));
  const numeric = fc.oneof(between, one, fc.constant<Test>({ op: "null" }));
  const textual = fc.oneof(
    fc
      .array(fc.string({ unit: fc.constantFrom("a", "B", ",", "%", "^", "-", " ", "or", "to") }), {
        minLength: 1,
        maxLength: 4,
      })
      .filter((segments) => segments.length > 1 || segments[0] !== "")
      .map((segments): Test => ({ op: "like", segments })),
    fc.constant<Test>({ op: "null" }),
    fc.constant<Test>({ op: "empty" }),
  );

  function writtenNumber(test: Test): string {
    if (test.op !== "between") return "NULL";
    if (test.min !== null && test.min === test.max) return String(test.min);
    return `${test.minIn ? "[" : "("}${test.min ?? "-inf"},${test.max ?? "inf"}${test.maxIn ? "]" : ")"}`;
  }

  function writtenText(test: Test): string {
    if (test.op !== "like") return test.op.toUpperCase();
    return test.segments.map((segment) => segment.replaceAll(/[-^,% aBort]/g, "^$&")).join("%");
  }

  it("for numbers", () => {
    fc.assert(
      fc.property(fc.array(numeric, { maxLength: 3 }), fc.array(numeric, { maxLength: 3 }), (any, none) => {
        const text = [...any.map(writtenNumber), ...none.map((test) => `NOT ${writtenNumber(test)}`)].join(", ");
        expect(readNumberFilter(text)).toMatchObject({ ok: true, predicate: { any, none } });
      }),
      { numRuns: 500 },
    );
  });

  it("for text", () => {
    fc.assert(
      fc.property(fc.array(textual, { maxLength: 3 }), fc.array(textual, { maxLength: 3 }), (any, none) => {
        const text = [...any.map(writtenText), ...none.map((test) => `-${writtenText(test)}`)].join(" , ");
        expect(readStringFilter(text)).toMatchObject({ ok: true, predicate: { any, none } });
      }),
      { numRuns: 500 },
    );
  });
});

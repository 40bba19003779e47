import type { FilterReading } from "#lib/semantic/filter-text.ts";
import type { Test } from "#lib/semantic/predicate.ts";

const NUMBER = String.raw`-?\d+(?:\.\d+)?`;

/** Looker's grammar for numbers: `5`, `>10`, `<=3`, `[1,5)`, `1 to 5`, `NOT 7`, `NULL`, `NOT NULL`, lists by comma. */
export function readNumberFilter(text: string): FilterReading {
  const any: Test[] = [];
  const none: Test[] = [];
  const words: string[] = [];
  if (text.trim() === "") return { ok: true, predicate: { any, none }, words: "is any value" };
  for (const match of text.matchAll(/[[(][^\])]*[\])]|[^,]+/g)) {
    const raw = match[0].trim();
    if (raw === "") continue;
    const negative = /^not /i.test(raw);
    const test = testOf(negative ? raw.slice(4).trim() : raw);
    if (test === null)
      return {
        ok: false,
        message: `"${raw}" is not a number or a range of numbers.`,
        offset: match.index,
        suggestion: "5, >10, [1,5) or NOT 7",
      };
    (negative ? none : any).push(test);
    words.push(`${negative ? "is not" : "is"} ${testWords(test)}`);
  }
  return { ok: true, predicate: { any, none }, words: words.join(none.length > 0 ? ", and " : " or ") };
}

function testOf(raw: string): Test | null {
  if (raw.toUpperCase() === "NULL") return { op: "null" };
  if (new RegExp(`^${NUMBER}$`).test(raw)) return between(Number(raw), true, Number(raw), true);
  const compare = new RegExp(`^(>=|<=|>|<) ?(${NUMBER})$`).exec(raw);
  if (compare !== null) return comparison(compare[1] ?? "", Number(compare[2]));
  const range = new RegExp(`^(${NUMBER}) to (${NUMBER})$`, "i").exec(raw);
  if (range !== null) return between(Number(range[1]), true, Number(range[2]), true);
  const interval = new RegExp(`^([[(]) ?(${NUMBER}|-inf|) ?, ?(${NUMBER}|inf|) ?([\\])])$`, "i").exec(raw);
  if (interval === null) return null;
  return between(limit(interval[2]), interval[1] === "[", limit(interval[3]), interval[4] === "]");
}

function comparison(sign: string, value: number): Test {
  if (sign.startsWith(">")) return between(value, sign === ">=", null, false);
  return between(null, false, value, sign === "<=");
}

function limit(text: string | undefined): number | null {
  return text === undefined || text === "" || /inf$/i.test(text) ? null : Number(text);
}

function between(min: number | null, minIn: boolean, max: number | null, maxIn: boolean): Test {
  return { op: "between", min, minIn, max, maxIn };
}

function testWords(test: Test): string {
  if (test.op !== "between") return "null";
  if (test.min !== null && test.min === test.max) return String(test.min);
  const low = test.min === null ? "" : `${test.minIn ? "at least" : "more than"} ${test.min}`;
  const high = test.max === null ? "" : `${test.maxIn ? "at most" : "less than"} ${test.max}`;
  return [low, high].filter((part) => part !== "").join(" and ");
}

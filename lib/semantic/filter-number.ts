import type { FilterReading } from "#lib/semantic/filter-text.ts";
import type { Test } from "#lib/semantic/predicate.ts";

type Between = Extract<Test, { op: "between" }>;

const NUMBER = String.raw`-?(?:\d+(?:\.\d+)?|\.\d+)`;
/** Alternatives stand between commas, outside brackets. */
const ALTERNATIVES = /(?:[[(][^\])]*[\])]|[^,])+/g;

/**
 * Looker's grammar for numbers: `5`, `>10`, `<=3`, `>1 AND <5`, `[1,5)`, `1 to 5`, `NOT 7`, `<>7`, `NULL`,
 * `NOT NULL`, lists by comma or OR.
 */
export function readNumberFilter(text: string): FilterReading {
  const any: Test[] = [];
  const none: Test[] = [];
  if (text.trim() === "") return { ok: true, predicate: { any, none }, words: "is any value" };
  for (const match of text.replaceAll(/\bor\b/gi, ", ").matchAll(ALTERNATIVES)) {
    const offset = match.index + match[0].length - match[0].trimStart().length;
    const raw = match[0].trim();
    if (raw === "") continue;
    const negation = /^(?:not\b|<>|!=) ?/i.exec(raw)?.[0] ?? "";
    const test = testOf(raw.slice(negation.length).trim());
    if (test === null) return fault(`"${raw}" is not a number or a range of numbers.`, offset);
    if (isEmpty(test)) return fault(`No number is ${testWords(test)}.`, offset);
    (negation === "" ? any : none).push(test);
  }
  if (any.length + none.length === 0) return fault("A number is missing between the commas.", 0);
  return { ok: true, predicate: { any, none }, words: sentence(any, none) };
}

function fault(message: string, offset: number): FilterReading {
  return { ok: false, message, offset, suggestion: "5, >10, [1,5) or NOT 7" };
}

function sentence(any: readonly Test[], none: readonly Test[]): string {
  const positive = any.map((test) => `is ${testWords(test)}`).join(" or ");
  const negative = none.map((test) => `is not ${testWords(test)}`).join(" and ");
  return [positive, negative].filter((part) => part !== "").join(", and ");
}

/** `>1 AND <5` is one test, as `(1,5)` is. */
function testOf(raw: string): Test | null {
  if (raw.toUpperCase() === "NULL") return { op: "null" };
  let all: Between | null = null;
  for (const part of raw.split(/\s+and\s+/i)) {
    const test = betweenOf(part.trim());
    if (test === null) return null;
    all = all === null ? test : both(all, test);
  }
  return all;
}

function betweenOf(raw: string): Between | null {
  if (new RegExp(`^${NUMBER}$`).test(raw)) return between(Number(raw), true, Number(raw), true);
  const compare = new RegExp(`^(>=|<=|>|<|=) ?(${NUMBER})$`).exec(raw);
  if (compare !== null) return comparison(compare[1] ?? "", Number(compare[2]));
  const range = new RegExp(`^(${NUMBER}) to (${NUMBER})$`, "i").exec(raw);
  if (range !== null) return between(Number(range[1]), true, Number(range[2]), true);
  const interval = new RegExp(`^([[(]) ?(${NUMBER}|-inf|) ?, ?(${NUMBER}|inf|) ?([\\])])$`, "i").exec(raw);
  if (interval === null) return null;
  return between(limit(interval[2]), interval[1] === "[", limit(interval[3]), interval[4] === "]");
}

function comparison(sign: string, value: number): Between {
  if (sign === "=") return between(value, true, value, true);
  if (sign.startsWith(">")) return between(value, sign === ">=", null, false);
  return between(null, false, value, sign === "<=");
}

function limit(text: string | undefined): number | null {
  return text === undefined || text === "" || /inf$/i.test(text) ? null : Number(text);
}

/** An open end includes nothing, so that two texts of one meaning are one test. */
function between(min: number | null, minIn: boolean, max: number | null, maxIn: boolean): Between {
  return { op: "between", min, minIn: min !== null && minIn, max, maxIn: max !== null && maxIn };
}

/** What both let pass. */
function both(a: Between, b: Between): Between {
  const low = isLowTighter(a, b) ? a : b;
  const high = isHighTighter(a, b) ? a : b;
  return between(low.min, low.minIn, high.max, high.maxIn);
}

function isLowTighter(a: Between, b: Between): boolean {
  if (a.min === null || b.min === null) return a.min !== null;
  return a.min > b.min || (a.min === b.min && !a.minIn);
}

function isHighTighter(a: Between, b: Between): boolean {
  if (a.max === null || b.max === null) return a.max !== null;
  return a.max < b.max || (a.max === b.max && !a.maxIn);
}

function isEmpty(test: Test): boolean {
  if (test.op !== "between" || test.min === null || test.max === null) return false;
  return test.min > test.max || (test.min === test.max && !(test.minIn && test.maxIn));
}

function testWords(test: Test): string {
  if (test.op !== "between") return "null";
  const { min, max } = test;
  if (min !== null && min === max) return String(min);
  const low = min === null ? [] : [`${test.minIn ? "at least" : "more than"} ${min}`];
  const high = max === null ? [] : [`${test.maxIn ? "at most" : "less than"} ${max}`];
  return [...low, ...high].join(" and ") || "any number";
}

import type { Day } from "#lib/consent/model.ts";
import { type Calendar, PLAIN_CALENDAR, rangeWords } from "#lib/semantic/calendar.ts";
import type { FilterReading } from "#lib/semantic/filter-text.ts";
import type { Test } from "#lib/semantic/predicate.ts";
import { readRange } from "#lib/semantic/range-text.ts";

/** Looker's grammar for yes and no: `yes`, `no`, `NOT yes`, `NULL`, `NOT NULL`, lists by comma. */
export function readBooleanFilter(text: string): FilterReading {
  return readList(text, (raw) => {
    const word = raw.toLowerCase();
    if (word === "null") return { test: { op: "null" }, words: "null" };
    if (word === "yes" || word === "true") return { test: { op: "is", value: true }, words: "yes" };
    if (word === "no" || word === "false") return { test: { op: "is", value: false }, words: "no" };
    return { message: `"${raw}" is neither yes nor no.`, offset: 0, suggestion: "yes, no or NULL" };
  });
}

/** Looker's grammar for dates: every text of a time range, `NULL`, each after `NOT`, lists by comma. */
export function readDateFilter(text: string, clock: Day, calendar: Calendar = PLAIN_CALENDAR): FilterReading {
  return readList(text, (raw) => {
    if (raw.toLowerCase() === "null") return { test: { op: "null" }, words: "null" };
    const reading = readRange(raw, clock, calendar);
    if (!reading.ok) return reading;
    return { test: { op: "days", ...openEnds(raw, reading.range) }, words: dateWords(raw, reading.range) };
  });
}

/** `before …` and `after …` have one end; what lies beyond the data passes too. */
function openEnds(raw: string, { from, to }: { from: Day; to: Day }): { from: Day | null; to: Day | null } {
  if (/^(before|until) /i.test(raw)) return { from: null, to };
  return /^(after|since|on or after) /i.test(raw) ? { from, to: null } : { from, to };
}

function dateWords(raw: string, range: { from: Day; to: Day }): string {
  const { from, to } = openEnds(raw, range);
  const day = (of: Day) => rangeWords({ from: of, to: dayAfter(of) });
  if (from === null) return `before ${day(range.to)}`;
  return to === null ? `on or after ${day(from)}` : `in ${rangeWords(range)}`;
}

function dayAfter(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

type Read =
  | { readonly test: Test; readonly words: string }
  | { readonly message: string; readonly offset: number; readonly suggestion: string };

function readList(text: string, read: (raw: string) => Read): FilterReading {
  const any: Test[] = [];
  const none: Test[] = [];
  const words: string[] = [];
  if (text.trim() === "") return { ok: true, predicate: { any, none }, words: "is any value" };
  for (const match of text.matchAll(/[^,]+/g)) {
    const offset = match.index + match[0].length - match[0].trimStart().length;
    const raw = match[0].trim();
    const negation = /^not /i.exec(raw)?.[0] ?? "";
    const found = read(raw.slice(negation.length).trim());
    if ("message" in found) return { ok: false, ...found, offset: offset + negation.length + found.offset };
    (negation === "" ? any : none).push(found.test);
    words.push(`is ${negation === "" ? "" : "not "}${found.words}`);
  }
  return { ok: true, predicate: { any, none }, words: words.join(none.length > 0 ? ", and " : " or ") };
}

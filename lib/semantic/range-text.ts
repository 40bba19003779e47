import type { Day } from "#lib/consent/model.ts";
import { addDays, type DayRange, dayWords, floorTo, isDay, rangeWords, shift } from "#lib/semantic/calendar.ts";
import { GRAINS, type Grain } from "#lib/semantic/question.ts";

/** What was read, or where reading failed and what could be written instead. */
export type RangeReading =
  | { readonly ok: true; readonly range: DayRange; readonly words: string }
  | { readonly ok: false; readonly message: string; readonly offset: number; readonly suggestion: string };

export const RANGE_EXAMPLES = [
  "12 months",
  "90 days",
  "last 3 months",
  "this month",
  "last month",
  "last complete week",
  "yesterday",
  "2026-01-01 to 2026-04-01",
  "after 2026-01-01",
  "2026-Q2",
] as const;

const HINT = `Write for example: ${RANGE_EXAMPLES.slice(0, 8).join(", ")}`;
/** No data can be older; the start of "before …". */
const EARLIEST: Day = "2013-01-01";
const LONGEST = 1200;

/**
 * Looker's date text, resolved against the last complete day of data. `3 months` ends with the month
 * that holds that day; `last 3 months` are complete ones; `90 days` end with that day.
 */
export function readRange(text: string, dataClock: Day): RangeReading {
  const lead = text.length - text.trimStart().length;
  const plain = text.trim().toLowerCase().replaceAll(/\s+/g, " ");
  if (plain === "") return fault("The time range is empty.", 0);
  for (const read of [relative, named, span, bound, calendarUnit]) {
    const found = read(plain, dataClock);
    if (found === null) continue;
    if (typeof found === "string") return fault(found, lead);
    if (found.to <= found.from) return fault(`The range "${text.trim()}" ends before it begins.`, lead);
    return { ok: true, range: found, words: rangeWords(found) };
  }
  return fault(`The time range "${text.trim()}" is not understood.`, lead + firstStrange(plain));
}

type Found = DayRange | string | null;

function fault(message: string, offset: number): RangeReading {
  return { ok: false, message, offset, suggestion: HINT };
}

const UNIT = "(day|week|month|quarter|year)s?";

const RELATIVE = new RegExp(
  `^(last |past )?(complete )?(\\d{1,5}) (complete )?${UNIT}( ago(?: for (\\d{1,5}) ${UNIT})?)?$`,
);

function relative(text: string, clock: Day): Found {
  const match = RELATIVE.exec(text);
  const [, last, before, digits, after, unitText, agoText, forDigits, forUnit] = match ?? [];
  const grain = grainOf(unitText);
  if (grain === null) return null;
  const count = Number(digits);
  const most = grain === "day" ? LONGEST * 10 : LONGEST;
  if (count < 1 || count > most) return `Choose between 1 and ${most} ${grain}s.`;
  if (agoText !== undefined) return ago(grain, count, grainOf(forUnit) ?? grain, Number(forDigits ?? "1"), clock);
  const isComplete = [last, before, after].some((word) => word !== undefined);
  const end = isComplete ? completeEnd(grain, clock) : shift(grain, floorTo(grain, clock), 1);
  return { from: shift(grain, end, -count), to: end };
}

function ago(grain: Grain, count: number, lengthGrain: Grain, length: number, clock: Day): Found {
  if (length < 1 || length > LONGEST) return `Choose between 1 and ${LONGEST} ${lengthGrain}s.`;
  const from = shift(grain, floorTo(grain, addDays(clock, 1)), -count);
  return { from, to: grain === lengthGrain ? shift(grain, from, length) : addPeriods(lengthGrain, from, length) };
}

function addPeriods(grain: Grain, from: Day, count: number): Day {
  return shift(grain, floorTo(grain, from) === from ? from : floorTo(grain, from), count);
}

/** The end of the last period that is over when the data ends. */
function completeEnd(grain: Grain, clock: Day): Day {
  return floorTo(grain, addDays(clock, 1));
}

function named(text: string, clock: Day): Found {
  if (text === "yesterday") return { from: clock, to: addDays(clock, 1) };
  if (text === "today") return { from: addDays(clock, 1), to: addDays(clock, 2) };
  const match = new RegExp(`^(this|last|previous)( complete)? ${UNIT}$`).exec(text);
  const grain = grainOf(match?.[3]);
  if (match === null || grain === null) return null;
  if (match[1] === "this") {
    const from = floorTo(grain, clock);
    return { from, to: shift(grain, from, 1) };
  }
  const to = completeEnd(grain, clock);
  return { from: shift(grain, to, -1), to };
}

function span(text: string, clock: Day): Found {
  const parts = text.split(" to ");
  if (parts.length !== 2) return null;
  const [a, b] = parts;
  const from = startOf(a ?? "", clock);
  const to = startOf(b ?? "", clock);
  if (from === null) return `"${a ?? ""}" is not a day.`;
  if (to === null) return `"${b ?? ""}" is not a day.`;
  return { from, to };
}

function bound(text: string, clock: Day): Found {
  const match = /^(after|before|since|until) (.+)$/.exec(text);
  if (match === null) return null;
  const at = startOf(match[2] ?? "", clock);
  if (at === null) return `"${match[2] ?? ""}" is not a day.`;
  if (match[1] === "before" || match[1] === "until") return { from: EARLIEST, to: at };
  const to = addDays(clock, 1);
  return to <= at ? `There is no data after ${dayWords(at)} yet.` : { from: at, to };
}

/** `2026-05-04`, `2026-05`, `2026-Q2`, `2026`, each as the whole of it. */
function calendarUnit(text: string): Found {
  const day = absolute(text);
  if (day === null) return null;
  return { from: day.start, to: shift(day.grain, day.start, 1) };
}

function startOf(text: string, clock: Day): Day | null {
  if (text === "now") return addDays(clock, 1);
  if (text === "yesterday") return clock;
  return absolute(text)?.start ?? null;
}

function absolute(text: string): { start: Day; grain: Grain } | null {
  const plain = text.replaceAll("/", "-");
  if (isDay(plain)) return { start: plain, grain: "day" };
  const quarter = /^(\d{4})-q([1-4])$/.exec(plain);
  if (quarter !== null)
    return unit(`${quarter[1] ?? ""}-${String(Number(quarter[2]) * 3 - 2).padStart(2, "0")}-01`, "quarter");
  if (/^\d{4}-\d{2}$/.test(plain)) return unit(`${plain}-01`, "month");
  if (/^\d{4}$/.test(plain)) return unit(`${plain}-01-01`, "year");
  return null;
}

function unit(start: Day, grain: Grain): { start: Day; grain: Grain } | null {
  return isDay(start) ? { start, grain } : null;
}

function grainOf(text: string | undefined): Grain | null {
  return GRAINS.find((grain) => grain === text) ?? null;
}

const WORDS = new Set(
  "last past previous this complete ago for to after before since until now yesterday today day days week weeks month months quarter quarters year years".split(
    " ",
  ),
);

/** Where the first word starts that the grammar does not know. */
function firstStrange(text: string): number {
  for (const match of text.matchAll(/\S+/g)) {
    const [word] = match;
    if (!WORDS.has(word) && !/^\d/.test(word)) return match.index;
  }
  return 0;
}

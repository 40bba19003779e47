import type { Day } from "#lib/consent/model.ts";
import {
  addDays,
  type Calendar,
  type DayRange,
  floorTo,
  PLAIN_CALENDAR,
  rangeWords,
  shift,
} from "#lib/semantic/calendar.ts";
import type { Grain } from "#lib/semantic/question.ts";
import { dayAt, grainAt, startAt, UNIT, unitOf } from "#lib/semantic/range-day.ts";

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

/** A reader of one form: the range, a sentence about what is wrong with it, or null where it is another form. */
type Reader = (text: string, clock: Day, calendar: Calendar) => DayRange | string | null;

/**
 * Looker's date text, resolved against the last complete day of data. `3 months` ends with the month
 * that holds that day; `last 3 months` are complete ones; `90 days` end with that day. Ends are exclusive.
 */
export function readRange(text: string, dataClock: Day, calendar: Calendar = PLAIN_CALENDAR): RangeReading {
  const lead = text.length - text.trimStart().length;
  const plain = text.trim().toLowerCase().replaceAll(/\s+/g, " ");
  if (plain === "") return fault("The time range is empty.", 0);
  if (calendar.fiscalStart === null && /\bfiscal\b|^fy\d/.test(plain))
    return fault("There is no fiscal year here: say in which month it begins.", lead + plain.search(/\bfiscal\b|fy\d/));
  for (const read of READERS) {
    const found = read(plain, dataClock, calendar);
    if (found === null) continue;
    if (typeof found === "string") return fault(found, lead);
    if (found.to <= found.from) return fault(`The range "${text.trim()}" ends before it begins.`, lead);
    return { ok: true, range: found, words: rangeWords(found) };
  }
  return fault(`The time range "${text.trim()}" is not understood.`, lead + firstStrange(plain));
}

function fault(message: string, offset: number): RangeReading {
  return { ok: false, message, offset, suggestion: HINT };
}

function mostOf(grain: Grain): number {
  return grain === "day" ? LONGEST * 10 : LONGEST;
}

function tooMany(count: number, grain: Grain): string | null {
  return count < 1 || count > mostOf(grain) ? `Choose between 1 and ${mostOf(grain)} ${grain}s.` : null;
}

/** `12 months`, `last 3 weeks`, `3 complete fiscal quarters` */
const relative: Reader = (text, clock, calendar) => {
  const match = new RegExp(`^(last |past )?(complete )?(\\d{1,5}) (complete )?${UNIT}$`).exec(text);
  const unit = unitOf(match?.[5], match?.[6], calendar);
  if (match === null || unit === null) return null;
  const [, last, before, digits, after] = match;
  const count = Number(digits);
  const isComplete = [last, before, after].some((word) => word !== undefined);
  const next = addDays(clock, 1);
  const end = isComplete
    ? floorTo(unit.grain, next, unit.calendar)
    : shift(unit.grain, floorTo(unit.grain, clock, unit.calendar), 1);
  return tooMany(count, unit.grain) ?? { from: shift(unit.grain, end, -count), to: end };
};

/** `4 weeks ago`, `7 days ago for 7 days`, `2026-01-01 for 3 months` */
const beginning: Reader = (text, clock, calendar) => {
  const match = new RegExp(`^(.+?)(?: for (\\d{1,5}) ${UNIT})?$`).exec(text);
  const [, start = "", digits, fiscal, name] = match ?? [];
  const grain = grainAt(start, calendar);
  const unit = unitOf(fiscal, name, calendar);
  const isAgo = start.endsWith(" ago");
  if (grain === null || (digits === undefined && !isAgo)) return null;
  const from = startAt(start, clock, calendar);
  if (from === null) return `"${start}" is not a day.`;
  if (digits === undefined || unit === null) return { from, to: shift(grain, from, 1) };
  const length = Number(digits);
  return tooMany(length, unit.grain) ?? { from, to: endAfter(from, unit, length, grain) };
};

/** Periods longer than what the start counts in are whole ones: a day inside a month for 1 month ends with the month. */
function endAfter(
  from: Day,
  { grain, calendar }: { grain: Grain; calendar: Calendar },
  length: number,
  of: Grain,
): Day {
  return shift(grain, grain === of ? from : floorTo(grain, from, calendar), length);
}

/** `yesterday`, `last monday` */
const day: Reader = (text, clock) => {
  const found = dayAt(text, clock);
  return found === null ? null : { from: found, to: addDays(found, 1) };
};

/** `year to date`, `mtd` */
const toDate: Reader = (text, clock, calendar) => {
  const match = new RegExp(`^${UNIT} to date$`).exec(SHORT[text] ?? text);
  const unit = unitOf(match?.[1], match?.[2], calendar);
  return unit === null ? null : { from: floorTo(unit.grain, clock, unit.calendar), to: addDays(clock, 1) };
};

/** `this month`, `last complete week`, `next quarter` */
const named: Reader = (text, clock, calendar) => {
  const match = new RegExp(`^(this|current|last|previous|next)( complete)? ${UNIT}$`).exec(text);
  const unit = unitOf(match?.[3], match?.[4], calendar);
  if (match === null || unit === null) return null;
  const isLast = match[1] === "last" || match[1] === "previous";
  const after = isLast ? addDays(clock, 1) : clock;
  const current = floorTo(unit.grain, after, unit.calendar);
  const from = shift(unit.grain, current, isLast ? -1 : match[1] === "next" ? 1 : 0);
  return { from, to: shift(unit.grain, from, 1) };
};

const SHORT: Readonly<Partial<Record<string, string>>> = {
  ytd: "year to date",
  qtd: "quarter to date",
  mtd: "month to date",
  wtd: "week to date",
};

/** `2026-01-01 to 2026-04-01`, `3 months ago to now` */
const span: Reader = (text, clock, calendar) => {
  const [a = "", b, ...more] = text.split(" to ");
  if (b === undefined || more.length > 0) return null;
  const from = startAt(a, clock, calendar);
  const to = startAt(b, clock, calendar);
  if (from === null) return `"${a}" is not a day.`;
  if (to === null) return `"${b}" is not a day.`;
  return { from, to };
};

const bound: Reader = (text, clock, calendar) => {
  const match = /^(on or after|after|before|since|until) (.+)$/.exec(text);
  if (match === null) return null;
  const [, word = "", point = ""] = match;
  const at = startAt(point, clock, calendar);
  if (at === null) return `"${point}" is not a day.`;
  if (word === "before" || word === "until") return { from: EARLIEST, to: at };
  const to = addDays(clock, 1);
  return to <= at ? `There is no data after ${rangeWords({ from: at, to: addDays(at, 1) })} yet.` : { from: at, to };
};

/** `2026-05-04`, `2026-05`, `2026-Q2`, `2026`, `FY2026`, each as the whole of it. */
const calendarUnit: Reader = (text, clock, calendar) => {
  const grain = grainAt(text, calendar);
  const from = startAt(text, clock, calendar);
  return grain === null || from === null || !/\d{4}/.test(text) ? null : { from, to: shift(grain, from, 1) };
};

const READERS: readonly Reader[] = [relative, day, toDate, named, span, bound, beginning, calendarUnit];

const WORDS = new Set(
  "last past previous current next this complete fiscal ago from for to on or date after before since until now yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday day days week weeks month months quarter quarters year years ytd qtd mtd wtd".split(
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

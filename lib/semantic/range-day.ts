import type { Day } from "#lib/consent/model.ts";
import { addDays, type Calendar, floorTo, isDay, PLAIN_CALENDAR, shift, weekdayOf } from "#lib/semantic/calendar.ts";
import { GRAINS, type Grain } from "#lib/semantic/question.ts";

/** A unit of time as it is written, with `fiscal ` before it or not. */
export const UNIT = "(fiscal )?(day|week|month|quarter|year)s?";

/** The unit and the calendar it is counted in: a plain quarter is that of the calendar year, whatever the fiscal year. */
export function unitOf(
  fiscal: string | undefined,
  name: string | undefined,
  calendar: Calendar,
): { grain: Grain; calendar: Calendar } | null {
  const grain = GRAINS.find((one) => one === name) ?? null;
  if (grain === null) return null;
  return { grain, calendar: fiscal === undefined ? { ...calendar, fiscalStart: null } : calendar };
}

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** The one day that a name means: `yesterday`, `today`, `tomorrow`, `monday` (the last one with data). */
export function dayAt(text: string, clock: Day): Day | null {
  if (text === "yesterday") return clock;
  if (text === "today" || text === "now") return addDays(clock, 1);
  if (text === "tomorrow") return addDays(clock, 2);
  const weekday = WEEKDAYS.indexOf(text.replace(/^last /, ""));
  return weekday === -1 ? null : addDays(clock, -((weekdayOf(clock) - weekday + 7) % 7));
}

const AGO = new RegExp(`^(\\d{1,5}) ${UNIT} (ago|from now)$`);
const NAMED = new RegExp(`^(this|last|next) ${UNIT}$`);

/** The first day of what is written: a day, a month, quarter or year, `3 months ago`, `this week`. */
export function startAt(text: string, clock: Day, calendar: Calendar): Day | null {
  return (
    dayAt(text, clock) ??
    absolute(text, calendar)?.start ??
    agoAt(text, clock, calendar) ??
    namedAt(text, clock, calendar)
  );
}

function agoAt(text: string, clock: Day, calendar: Calendar): Day | null {
  const [, digits, fiscal, name, direction] = AGO.exec(text) ?? [];
  const unit = unitOf(fiscal, name, calendar);
  if (unit === null || Number(digits) > 12_000) return null;
  const count = direction === "ago" ? -Number(digits) : Number(digits);
  return shift(unit.grain, floorTo(unit.grain, addDays(clock, 1), unit.calendar), count);
}

function namedAt(text: string, clock: Day, calendar: Calendar): Day | null {
  const [, which, fiscal, name] = NAMED.exec(text) ?? [];
  const unit = unitOf(fiscal, name, calendar);
  if (unit === null) return null;
  const next = floorTo(unit.grain, addDays(clock, 1), unit.calendar);
  if (which === "last") return shift(unit.grain, next, -1);
  const current = floorTo(unit.grain, clock, unit.calendar);
  return which === "this" ? current : shift(unit.grain, current, 1);
}

/** How long what is written is: of one day, one month and so on; null where it is no such thing. */
export function grainAt(text: string, calendar: Calendar): Grain | null {
  if (dayAt(text, "2000-01-01") !== null) return "day";
  const name = (AGO.exec(text) ?? NAMED.exec(text))?.[3];
  return absolute(text, calendar)?.grain ?? GRAINS.find((grain) => grain === name) ?? null;
}

/** `2026-05-04`, `2026-05`, `2026-Q2`, `Q2 2026`, `2026`, `FY2026`, `FY2026-Q1`; fiscal years are named by their end. */
function absolute(text: string, calendar: Calendar): { start: Day; grain: Grain } | null {
  const plain = text.replaceAll("/", "-");
  if (isDay(plain)) return { start: plain, grain: "day" };
  const [, fiscal, year = "", quarter] =
    /^(fy)?(\d{4})(?:-q([1-4]))?$/.exec(plain.replace(/^q([1-4]) (\d{4})$/, "$2-q$1")) ?? [];
  if (year !== "") return yearAt(Number(year), quarter, fiscal === undefined ? PLAIN_CALENDAR : calendar);
  return /^\d{4}-\d{2}$/.test(plain) && isDay(`${plain}-01`) ? { start: `${plain}-01`, grain: "month" } : null;
}

function yearAt(
  year: number,
  quarter: string | undefined,
  { fiscalStart }: Calendar,
): { start: Day; grain: Grain } | null {
  const month = fiscalStart ?? 1;
  const first = `${String(month === 1 ? year : year - 1).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`;
  if (!isDay(first)) return null;
  return quarter === undefined
    ? { start: first, grain: "year" }
    : { start: shift("quarter", first, Number(quarter) - 1), grain: "quarter" };
}

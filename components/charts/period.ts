import type { Day } from "#lib/consent/model.ts";
import type { Grain } from "#lib/semantic/question.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const LONG_MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

type Parts = { readonly year: number; readonly month: number; readonly day: number };

function parts(day: Day): Parts {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return { year, month, day: date };
}

function iso(year: number, month: number, day: number): Day {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

function monthName(month: number): string {
  return MONTHS[month - 1] ?? "";
}

/** The first day of the period after the one that starts on `start`. */
export function nextPeriod(start: Day, grain: Grain): Day {
  const { year, month, day } = parts(start);
  switch (grain) {
    case "day":
      return iso(year, month, day + 1);
    case "week":
      return iso(year, month, day + 7);
    case "month":
      return iso(year, month + 1, 1);
    case "quarter":
      return iso(year, month + 3, 1);
    case "year":
      return iso(year + 1, 1, 1);
  }
}

const MOST_PERIODS = 2000;

/** Every period from the first to the last start, so that a missing one is a gap and not a bridge. */
export function periodsBetween(first: Day, last: Day, grain: Grain): readonly Day[] {
  const all: Day[] = [];
  for (let start = first; start <= last && all.length < MOST_PERIODS; start = nextPeriod(start, grain)) all.push(start);
  return all;
}

/** "22 Nov 2026" */
export function dayText(day: Day): string {
  const { year, month, day: date } = parts(day);
  return `${String(date)} ${monthName(month)} ${String(year)}`;
}

/** "22 Nov" */
export function shortDayText(day: Day): string {
  const { month, day: date } = parts(day);
  return `${String(date)} ${monthName(month)}`;
}

/** Below the axis: as short as it can be, the year where it turns and where `dated`. */
export function tickLabel(start: Day, grain: Grain, dated: boolean): string {
  const { year, month } = parts(start);
  switch (grain) {
    case "day":
    case "week":
      return shortDayText(start);
    case "month":
      return month === 1 || dated ? `${monthName(month)} ’${String(year).slice(-2)}` : monthName(month);
    case "quarter":
      return `Q${String(Math.ceil(month / 3))} ${String(year)}`;
    case "year":
      return String(year);
  }
}

/** In a tooltip or a sentence: unmistakable. */
export function periodTitle(start: Day, grain: Grain): string {
  const { year, month, day } = parts(start);
  switch (grain) {
    case "day":
      return `${WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? ""} ${dayText(start)}`;
    case "week":
      return `Week of ${dayText(start)}`;
    case "month":
      return `${LONG_MONTHS[month - 1] ?? ""} ${String(year)}`;
    case "quarter":
    case "year":
      return tickLabel(start, grain, false);
  }
}

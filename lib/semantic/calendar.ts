import type { Day } from "#lib/consent/model.ts";
import type { Period } from "#lib/semantic/compiled.ts";
import type { Grain } from "#lib/semantic/question.ts";

/** Where weeks begin, and in which month (1 to 12) the fiscal year, if there is one. */
export type Calendar = { readonly weekStart: "monday" | "sunday"; readonly fiscalStart: number | null };

export const PLAIN_CALENDAR: Calendar = { weekStart: "monday", fiscalStart: null };

/** All days are UTC days; ranges are half-open. */
export type DayRange = { readonly from: Day; readonly to: Day };

const DAY_MS = 86_400_000;

function toDate(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

function toDay(date: Date): Day {
  return date.toISOString().slice(0, 10);
}

/** True for a day that exists, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = toDate(text);
  return !Number.isNaN(date.getTime()) && toDay(date) === text;
}

export function addDays(day: Day, count: number): Day {
  return toDay(new Date(toDate(day).getTime() + count * DAY_MS));
}

/** Days from one day to a later one. */
export function daysBetween(from: Day, to: Day): number {
  return (toDate(to).getTime() - toDate(from).getTime()) / DAY_MS;
}

export function earlier(a: Day, b: Day): Day {
  return a < b ? a : b;
}

export function later(a: Day, b: Day): Day {
  return a < b ? b : a;
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: Day): number {
  return toDate(day).getUTCDay();
}

/** First day of the period of that grain that holds the day; with a fiscal year, quarters and years are fiscal ones. */
export function floorTo(grain: Grain, day: Day, { weekStart, fiscalStart }: Calendar = PLAIN_CALENDAR): Day {
  const offset = (fiscalStart ?? 1) - 1;
  switch (grain) {
    case "day":
      return day;
    case "week":
      return addDays(day, -((weekdayOf(day) + (weekStart === "monday" ? 6 : 0)) % 7));
    case "month":
      return monthBefore(day, 0);
    case "quarter":
      return monthBefore(day, (monthOf(day) - offset + 12) % 3);
    case "year":
      return monthBefore(day, (monthOf(day) - offset + 12) % 12);
  }
}

/** 0 for January. */
function monthOf(day: Day): number {
  return toDate(day).getUTCMonth();
}

/** First day of the month that lies so many months before that of the day. */
function monthBefore(day: Day, months: number): Day {
  return toDay(new Date(Date.UTC(toDate(day).getUTCFullYear(), monthOf(day) - months, 1)));
}

/** Moves the first day of a period by so many periods. */
export function shift(grain: Grain, start: Day, count: number): Day {
  const date = toDate(start);
  const months = { month: 1, quarter: 3, year: 12 } as const;
  if (grain === "day") return addDays(start, count);
  if (grain === "week") return addDays(start, 7 * count);
  return toDay(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months[grain] * count, 1)));
}

/** The calendar periods that touch the range, clipped to it and to the last complete day; none when it lies ahead. */
export function periodsOf(
  range: DayRange,
  grain: Grain | null,
  dataClock: Day,
  calendar: Calendar = PLAIN_CALENDAR,
): Period[] {
  const to = earlier(range.to, addDays(dataClock, 1));
  if (to <= range.from) return [];
  if (grain === null) return [{ start: range.from, end: range.to, from: range.from, to }];
  const periods: Period[] = [];
  for (let start = floorTo(grain, range.from, calendar); start < to; start = shift(grain, start, 1)) {
    const end = shift(grain, start, 1);
    periods.push({ start, end, from: later(start, range.from), to: earlier(end, to) });
  }
  return periods;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `21 Nov 2026` */
export function dayWords(day: Day): string {
  const date = toDate(day);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""} ${date.getUTCFullYear()}`;
}

/** A range as a person reads it: whole months and years by name, else first and last day. */
export function rangeWords({ from, to }: DayRange): string {
  const last = addDays(to, -1);
  if (from === last) return dayWords(from);
  if (floorTo("year", from) === from && shift("year", from, 1) === to) return from.slice(0, 4);
  if (floorTo("month", from) === from && shift("month", from, 1) === to) return dayWords(from).slice(2);
  return `${dayWords(from)} – ${dayWords(last)}`;
}

import type { Day } from "#lib/consent/model.ts";
import { addDays, daysBetween, earlier, floorTo, rangeWords, shift } from "#lib/semantic/calendar.ts";
import type { Period } from "#lib/semantic/compiled.ts";
import type { Comparison, Grain } from "#lib/semantic/question.ts";
import { invalid, type ResolvedCompare, type ResolvedRange } from "#lib/semantic/resolved.ts";

type Asked = { readonly grain: Grain | null; readonly range: ResolvedRange; readonly periods: readonly Period[] };

/**
 * The periods that stand against those of the question, one for each. A period that is cut, by the range or because
 * the data end inside it, stands against as many days of the other.
 */
export function resolveCompare(kind: Comparison | null, asked: Asked, timed: boolean): ResolvedCompare | null {
  if (kind === null) return null;
  if (!timed) throw invalid("A comparison needs a time range to go back from.", "compare", "Choose a time range");
  const { periods } = asked;
  const compared = periods.map((period) => ({ ...period, ...moved(period, kind, asked) }));
  const from = compared[0]?.from ?? asked.range.from;
  const to = compared.at(-1)?.to ?? from;
  return { kind, range: { from, to, text: "", words: rangeWords({ from, to }) }, periods: compared };
}

function moved(period: Period, kind: Comparison, { grain, range, periods }: Asked): Period {
  const start = kind === "previous_year" ? yearBefore(period, grain, range) : before(period, grain, periods.length);
  const end = grain === null ? endOf(period, start) : shift(grain, start, 1);
  const from = period.from === period.start ? start : addDays(start, daysBetween(period.start, period.from));
  const to = period.to === period.end ? end : earlier(end, addDays(start, daysBetween(period.start, period.to)));
  return { start, end, from, to };
}

/** As many periods before as the question has; without a grain as many days, or whole months where it is whole months. */
function before(period: Period, grain: Grain | null, count: number): Day {
  if (grain !== null) return shift(grain, period.start, -count);
  const months = wholeMonths(period);
  if (months !== null) return shift("month", period.start, -months);
  return addDays(period.start, -daysBetween(period.start, period.end));
}

function endOf(period: Period, start: Day): Day {
  const months = wholeMonths(period);
  return months === null ? addDays(start, daysBetween(period.start, period.end)) : shift("month", start, months);
}

function wholeMonths({ start, end }: Period): number | null {
  if (floorTo("month", start) !== start || floorTo("month", end) !== end) return null;
  return monthNumber(end) - monthNumber(start);
}

function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}

/** Weeks go back by 52, so that they stay weeks; the days of a range by what its first day goes back. */
function yearBefore({ start }: Period, grain: Grain | null, { from }: ResolvedRange): Day {
  if (grain === "week") return addDays(start, -364);
  if (grain !== null && grain !== "day") return shift("month", start, -12);
  return addDays(start, -daysBetween(sameDayLastYear(from), from));
}

function sameDayLastYear(day: Day): Day {
  const year = `${Number(day.slice(0, 4)) - 1}`.padStart(4, "0");
  return day.endsWith("-02-29") ? `${year}-02-28` : `${year}${day.slice(4)}`;
}

import type { Day } from "#lib/consent/model.ts";
import { AppError } from "#lib/errors.ts";
import { addDays, type Calendar, dayWords, earlier, periodsOf, rangeWords } from "#lib/semantic/calendar.ts";
import type { Period } from "#lib/semantic/compiled.ts";
import { fieldNamed } from "#lib/semantic/field-name.ts";
import type { Metric, Model, TimeField } from "#lib/semantic/model.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import type { Grain, Question } from "#lib/semantic/question.ts";
import { readRange } from "#lib/semantic/range-text.ts";
import { invalid, type ResolvedRange } from "#lib/semantic/resolved.ts";

export type ResolvedTime = {
  readonly column: { readonly field: TimeField; readonly grain: Grain } | null;
  readonly grain: Grain | null;
  readonly range: ResolvedRange;
  readonly periods: readonly Period[];
  readonly notices: readonly string[];
  /** False where the question has no range and stands for the last day of data. */
  readonly asked: boolean;
};

const MOST_PERIODS = 1200;

/** Where the question's weeks, quarters and years begin. */
export function calendarOf({ week_start: weekStart, fiscal }: Question): Calendar {
  return { weekStart, fiscalStart: fiscal?.start_month ?? null };
}

/** The range in days, its periods, and what a reader should know about them. */
export function resolveTime(model: Model, question: Question, metrics: readonly Metric[], clock: Day): ResolvedTime {
  const { time, path } = timeOf(model, question);
  refuseGrain(metrics, time?.grain ?? null);
  refuseWeeks(metrics, question);
  if (time === null) return today(metrics, clock);
  const field = fieldOf(model, time.field);
  const calendar = calendarOf(question);
  const reading = readRange(time.range, clock, calendar);
  if (!reading.ok) {
    const { message, offset, suggestion } = reading;
    throw new AppError("invalid_input", message, { path, offset, suggestion });
  }
  const periods = periodsOf(reading.range, time.grain, clock, calendar);
  if (periods.length > MOST_PERIODS)
    throw invalid(
      `That would be ${periods.length} ${time.grain ?? "day"}s. Choose a shorter range.`,
      "time.range",
      "12 months",
    );
  const shown = clip(reading.range, clock);
  return {
    column: time.grain === null ? null : { field, grain: time.grain },
    grain: time.grain,
    range: { ...shown, text: time.range, words: rangeWords(shown) },
    periods,
    notices: noticesOf(reading.range, periods[0] ?? null, time.grain, clock),
    asked: true,
  };
}

/** A filter on a date is the range of the question, and the last one holds. */
function timeOf(model: Model, { time, filters }: Question): { time: Question["time"]; path: string } {
  let asked = { time, path: "time.range" };
  for (const [index, { field, text }] of filters.entries()) {
    const named = fieldNamed(model, field, time?.field ?? null, `filters.${index}.field`);
    if (named.kind !== "time" || text.trim() === "") continue;
    const range = { field: time?.field ?? named.time.id, grain: time?.grain ?? null, range: text };
    asked = { time: range, path: `filters.${index}.text` };
  }
  return asked;
}

/** The dates among the filters, in plain words. */
export function timeReadings(model: Model, { time, filters }: Question, range: ResolvedRange) {
  return filters.flatMap(({ field, text }, index) => {
    const named = fieldNamed(model, field, time?.field ?? null, `filters.${index}.field`);
    if (named.kind !== "time" || text.trim() === "") return [];
    return [{ index, reading: { field: named.time.id, label: named.time.label, words: `is in ${range.words}` } }];
  });
}

function fieldOf(model: Model, id: string): TimeField {
  const field = model.timeFields.get(id);
  if (field !== undefined) return field;
  const meant = nearest(id, model.timeFields.keys());
  throw invalid(
    `There is no time field "${id}"${meant === null ? "." : `, did you mean "${meant}"?`}`,
    "time.field",
    meant,
  );
}

function refuseGrain(metrics: readonly Metric[], grain: Grain | null): void {
  for (const { label, grains, needsGrain } of metrics) {
    if (grain === null && !needsGrain) continue;
    if (grain !== null && grains.includes(grain)) continue;
    const list = grains.join(", ");
    throw invalid(`${label} is counted by ${list}: choose that as the grain.`, "time.grain", list);
  }
}

/** Weeks stay as the sender counts them: those from Sunday and those from Monday never stand beside one another. */
function refuseWeeks(metrics: readonly Metric[], question: Question): void {
  const sent = metrics.flatMap(({ label, weekStart }) => (weekStart === null ? [] : [{ label, weekStart }]));
  const [first] = sent;
  if (first === undefined) return;
  const other = sent.find(({ weekStart }) => weekStart !== first.weekStart);
  if (other !== undefined) {
    const sentence = `${first.label} is sent by weeks from ${DAY_NAMES[first.weekStart]}, ${other.label} by weeks from ${DAY_NAMES[other.weekStart]}: they cannot stand beside one another.`;
    throw invalid(sentence, "fields", `Leave out ${first.label} or ${other.label}`);
  }
  if (question.week_start === first.weekStart) return;
  const sentence = `${first.label} is sent by weeks from ${DAY_NAMES[first.weekStart]}. Let the weeks begin on ${DAY_NAMES[first.weekStart]}.`;
  throw invalid(sentence, "week_start", first.weekStart);
}

const DAY_NAMES = { monday: "Monday", sunday: "Sunday" } as const;

/** Figures of the registry need no range: they are as of the last day of data. */
function today(metrics: readonly Metric[], clock: Day): ResolvedTime {
  const timed = metrics.find(({ numerator: { kind } }) => kind !== "registry");
  if (timed !== undefined) throw invalid(`${timed.label} needs a time range.`, "time", "12 months");
  const range = { from: clock, to: addDays(clock, 1) };
  const shown = { ...range, text: "", words: dayWords(clock) };
  return { column: null, grain: null, range: shown, periods: periodsOf(range, null, clock), notices: [], asked: false };
}

/** The days that can hold data; a range that lies ahead stays as it is. */
function clip(range: { from: Day; to: Day }, clock: Day): { from: Day; to: Day } {
  const to = earlier(range.to, addDays(clock, 1));
  return to <= range.from ? range : { from: range.from, to };
}

function noticesOf(range: { from: Day }, first: Period | null, grain: Grain | null, clock: Day): string[] {
  if (first === null) return [`The range begins after the last day of data, ${dayWords(clock)}.`];
  if (grain === null || first.start === range.from) return [];
  return [`The first ${grain} begins on ${dayWords(range.from)}: it does not hold the whole ${grain}.`];
}

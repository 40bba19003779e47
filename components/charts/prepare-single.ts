import { blankWords } from "#components/charts/cell-text.ts";
import { type Delta, deltaOf, kpiText, tooltipText } from "#components/charts/number-format.ts";
import { periodTitle, tickLabel } from "#components/charts/period.ts";
import type { Answer, AnswerColumn } from "#lib/semantic/answer.ts";

export type SingleModel = {
  readonly label: string;
  /** Null when there is no figure; `reason` then says why. */
  readonly text: string | null;
  readonly exact: string;
  readonly reason: string | null;
  /** The period the figure is of, e.g. "October 2026". */
  readonly period: string;
  readonly delta: (Delta & { readonly against: string; readonly tone: "good" | "bad" | "neutral" }) | null;
  /** Values by period for the sparkline, the last one incomplete where `open`. */
  readonly spark: readonly (number | null)[];
  readonly open: boolean;
  readonly summary: string;
};

/** The first measure of an answer as one figure: the last complete period, against the complete one before. */
export function prepareSingle(answer: Answer): SingleModel | null {
  const column = answer.columns.findIndex(({ role }) => role === "value");
  const measure = answer.columns[column];
  if (measure === undefined || answer.rows.length === 0) return null;
  const time = answer.columns.findIndex(({ kind }) => kind === "time");
  const order = rowsInTime(answer, time);
  const complete = order.filter((row) => !isIncomplete(answer, row, time));
  const shown = complete.at(-1) ?? order.at(-1) ?? 0;
  const value = numberAt(answer, shown, column);
  const figure = figureOf(answer, { value, measure, row: shown, column });
  const period = periodOf(answer, shown, time);
  const timed = time !== -1;
  const delta = timed ? deltaAgainst(answer, value, complete.at(-2) ?? null, { column, time, measure }) : null;
  return {
    ...figure,
    label: measure.label,
    period,
    delta,
    spark: timed ? order.map((row) => numberAt(answer, row, column)) : [],
    open: complete.length < order.length,
    summary: [`${measure.label}, ${period}: ${figure.text ?? figure.reason}`, deltaWords(delta)].join(""),
  };
}

function deltaWords(delta: SingleModel["delta"]): string {
  return delta === null ? "" : `, ${delta.text} against ${delta.against}`;
}

type Shown = {
  readonly value: number | null;
  readonly measure: AnswerColumn;
  readonly row: number;
  readonly column: number;
};

type Figure = { readonly text: string; readonly exact: string; readonly reason: null } | Unknown;
type Unknown = { readonly text: string | null; readonly exact: string; readonly reason: string };

/** The figure as it is written, or what stands in its place and why. */
function figureOf({ blanks }: Answer, { value, measure, row, column }: Shown): Figure {
  if (value !== null) {
    return { text: kpiText(value, measure.format), exact: tooltipText(value, measure.format), reason: null };
  }
  const blank = blanks.find((one) => one.row === row && one.column === column)?.code ?? null;
  const { shown, text } = blankWords(blank);
  return { text: shown === "" ? null : shown, exact: "", reason: text };
}

function rowsInTime(answer: Answer, time: number): readonly number[] {
  const rows = answer.rows.map((_, index) => index);
  if (time === -1) return rows.slice(0, 1);
  return rows.sort((a, b) => (String(answer.rows[a]?.[time]) < String(answer.rows[b]?.[time]) ? -1 : 1));
}

function isIncomplete(answer: Answer, row: number, time: number): boolean {
  return time !== -1 && answer.incomplete.some(({ start }) => start === answer.rows[row]?.[time]);
}

function numberAt(answer: Answer, row: number, column: number): number | null {
  const cell = answer.rows[row]?.[column];
  return typeof cell === "number" ? cell : null;
}

function periodOf(answer: Answer, row: number, time: number): string {
  const start = answer.rows[row]?.[time];
  const grain = answer.columns[time]?.grain ?? null;
  if (typeof start !== "string" || grain === null) return answer.range?.words ?? "";
  return periodTitle(start, grain);
}

function shortPeriod(answer: Answer, row: number, time: number): string {
  const start = answer.rows[row]?.[time];
  const grain = answer.columns[time]?.grain ?? null;
  return typeof start !== "string" || grain === null ? "" : tickLabel(start, grain, false);
}

type Place = { readonly column: number; readonly time: number; readonly measure: AnswerColumn };

function deltaAgainst(
  answer: Answer,
  value: number | null,
  before: number | null,
  { column, time, measure }: Place,
): SingleModel["delta"] {
  if (before === null) return null;
  const delta = deltaOf(value, numberAt(answer, before, column), measure.format);
  const good = measure.better !== "neither" && delta.direction === measure.better;
  const moved = delta.direction === "up" || delta.direction === "down";
  const tone = !moved || measure.better === "neither" ? "neutral" : good ? "good" : "bad";
  return { ...delta, against: shortPeriod(answer, before, time), tone };
}

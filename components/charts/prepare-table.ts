import { periodTitle } from "#components/charts/period.ts";
import type { Answer, AnswerColumn, Cell } from "#lib/semantic/answer.ts";

export type TableSort = { readonly field: string; readonly desc: boolean };

/** Indexes of the rows in the order asked for; what is missing stands last either way. */
export function sortRows(answer: Answer, sort: TableSort | null): readonly number[] {
  const rows = answer.rows.map((_, index) => index);
  const column = sort === null ? -1 : answer.columns.findIndex(({ key }) => key === sort.field);
  if (sort === null || column === -1) return rows;
  const at = (row: number): Cell => answer.rows[row]?.[column] ?? null;
  return rows.sort((a, b) => compare(at(a), at(b), sort.desc) || a - b);
}

function compare(a: Cell, b: Cell, desc: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
  return desc ? -order : order;
}

type OnePeriod = { readonly answer: Answer; readonly period: string | null };

/** Takes out the date column where every row is of the same period, which is then said once: "October 2026". */
export function liftPeriod(answer: Answer): OnePeriod {
  const at = answer.columns.findIndex(({ kind }) => kind === "time");
  const grain = answer.columns[at]?.grain ?? null;
  const start = answer.rows[0]?.[at];
  const alone = answer.subtotals.length === 0 && answer.rows.every((row) => row[at] === start);
  if (grain === null || typeof start !== "string" || !alone || answer.columns.length < 3)
    return { answer, period: null };
  const without = <T>(cells: readonly T[]) => cells.filter((_, index) => index !== at);
  const lifted = {
    ...answer,
    columns: without(answer.columns),
    rows: answer.rows.map(without),
    totals: answer.totals === null ? null : without(answer.totals),
    blanks: answer.blanks.map((blank) => ({ ...blank, column: blank.column - Number(blank.column > at) })),
  };
  return { answer: lifted, period: periodTitle(start, grain) };
}

/** A row of the answer, or a subtotal of the rows alike in their first `depth` columns; `row` as blanks count it. */
export type TableLine = { readonly row: number; readonly depth: number | null; readonly cells: readonly Cell[] };

/** Rows with the subtotals behind their groups; in another order than they came in the groups are gone. */
export function tableLines(answer: Answer, sort: TableSort | null): readonly TableLine[] {
  const lines: TableLine[] = [];
  for (const row of sortRows(answer, sort)) {
    lines.push({ row, depth: null, cells: answer.rows[row] ?? [] });
    if (sort !== null) continue;
    for (const [index, { after, depth, cells }] of answer.subtotals.entries())
      if (after === row) lines.push({ row: -2 - index, depth, cells });
  }
  return lines;
}

type PivotSpan = Pick<AnswerColumn, "key" | "pivot" | "rowTotal"> & { readonly count: number };

/** Neighbouring columns for the same pivot values; none where there are no pivots. */
export function pivotSpans(columns: readonly AnswerColumn[]): readonly PivotSpan[] {
  if (columns.every(({ pivot }) => pivot === null)) return [];
  const spans: PivotSpan[] = [];
  for (const { key, pivot, rowTotal } of columns) {
    const last = spans.at(-1);
    const same = last?.rowTotal === rowTotal && JSON.stringify(last.pivot) === JSON.stringify(pivot);
    if (last !== undefined && same) spans[spans.length - 1] = { ...last, count: last.count + 1 };
    else spans.push({ key, pivot, rowTotal, count: 1 });
  }
  return spans;
}

/** What a press on the head sorts by: for the asker a field of the question, else the column; null where neither. */
export function sortFieldOf({ id, key, role, pivot }: AnswerColumn, asked: boolean): string | null {
  if (!asked) return key;
  return pivot === null && (role === null || role === "value") ? id : null;
}

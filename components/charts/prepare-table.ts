import { periodTitle } from "#components/charts/period.ts";
import type { Answer, Cell } from "#lib/semantic/answer.ts";

export type TableSort = { readonly field: string; readonly desc: boolean };

/** Indexes of the rows in the order asked for; what is missing stands last either way. */
export function sortRows(answer: Answer, sort: TableSort | null): readonly number[] {
  const rows = answer.rows.map((_, index) => index);
  const column = sort === null ? -1 : answer.columns.findIndex(({ id }) => id === sort.field);
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

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

import { AppError } from "#lib/errors.ts";
import type { AnswerColumn, Cell } from "#lib/semantic/answer.ts";
import type { CompiledQuery, ResultColumn } from "#lib/semantic/compiled.ts";

/** A column of the finished table and which field, pivot and days it is about. */
export type GridColumn = {
  readonly column: AnswerColumn;
  /** The field among those of the question. */
  readonly source: number;
  readonly role: AnswerColumn["role"];
  readonly pivot: readonly Cell[] | null;
  readonly compared: boolean;
  /** False for a total that only feeds table calculations. */
  readonly shown: boolean;
};

const MOST_PIVOTS = 200;

/** The combinations of pivot values that occur, in order; every period, where time alone is the pivot. */
export function pivotTuples(query: CompiledQuery, rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  const fields = query.columns.flatMap(({ pivoted, column }, index) => (pivoted ? [{ index, column }] : []));
  const [only] = fields;
  if (only === undefined) return [];
  const places = query.slices[0]?.places ?? [];
  const at = fields.map(({ index }) => places.find(({ column }) => column === index)?.at ?? -1);
  const tuples = rows.map((row) => at.map((place) => row[place] ?? null));
  if (fields.length === 1 && only.column.kind === "time" && rows.length > 0)
    tuples.push(...query.periods.map(({ start }) => [start]));
  const distinct = [...new Map(tuples.map((tuple) => [JSON.stringify(tuple), tuple])).values()];
  if (distinct.length > MOST_PIVOTS) {
    const labels = fields.map(({ column }) => column.label).join(" and ");
    const sentence = `${labels} would make ${distinct.length} columns; at most ${MOST_PIVOTS} fit. Filter it, keep the largest by Top N, or make it a row.`;
    throw new AppError("too_large", sentence);
  }
  return distinct.toSorted((a, b) => compareTuples(a, b, query.pivotsDown));
}

function compareTuples(a: readonly Cell[], b: readonly Cell[], down: readonly boolean[]): number {
  for (const [index, cell] of a.entries()) {
    const order = compareCells(cell, b[index] ?? null, down[index] === true);
    if (order !== 0) return order;
  }
  return 0;
}

/** What is not on record comes last either way. */
function compareCells(a: Cell, b: Cell, down: boolean): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  const order = typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1;
  return down ? -order : order;
}

/** The fields of the rows, then the figures: one block for each pivot, at the end the totals across them. */
export function gridColumns(query: CompiledQuery, pivots: readonly (readonly Cell[])[]): GridColumn[] {
  const { columns, totals } = query;
  if (!columns.some(({ pivoted }) => pivoted))
    return columns.flatMap((field, index) => (isFigure(field) ? figures(query, index, null) : [plain(field, index)]));
  const keys = columns.flatMap((field, index) => (isFigure(field) || field.pivoted ? [] : [plain(field, index)]));
  const indexes = columns.flatMap((field, index) => (isFigure(field) ? [index] : []));
  const blocks = pivots.flatMap((pivot) => indexes.flatMap((index) => figures(query, index, pivot)));
  const isNeeded = totals.row || query.calcs.some(({ kind }) => kind === "percent_of_row");
  const across = isNeeded ? indexes.flatMap((index) => rowTotals(query, index)) : [];
  return [...keys, ...blocks, ...across];
}

function isFigure({ column }: ResultColumn): boolean {
  return column.kind === "measure";
}

function plain({ column }: ResultColumn, source: number): GridColumn {
  return { column, source, role: null, pivot: null, compared: false, shown: true };
}

/** The figure, what it is compared with, and the calculations over it. */
function figures(query: CompiledQuery, source: number, pivot: readonly Cell[] | null): GridColumn[] {
  const base = baseColumn(query, source, pivot);
  const calcs = query.calcs.filter(({ of }) => of === source).map((calc) => calcColumn(base, calc));
  return [
    ...valueAndCompared(query, base, { source, pivot, shown: true }),
    ...calcs.map((column) => calcPlace(column, source, pivot)),
  ];
}

/** None for a figure that has no total across the pivots. */
function rowTotals(query: CompiledQuery, source: number): GridColumn[] {
  const column = query.columns[source]?.column;
  const across = query.slices.find(({ depth, pivoted }) => depth === query.slices[0]?.depth && !pivoted);
  if (column === undefined || across?.places.some((place) => place.column === source) !== true) return [];
  const base = { ...column, key: `${column.id}@total`, label: `${column.label}, total`, rowTotal: true };
  return valueAndCompared(query, base, { source, pivot: null, shown: query.totals.row });
}

type Where = Pick<GridColumn, "source" | "pivot" | "shown">;

function valueAndCompared(query: CompiledQuery, base: AnswerColumn, where: Where): GridColumn[] {
  const value: GridColumn = { ...where, column: base, role: "value", compared: false };
  if (query.compare === null) return [value];
  const { key, label, format } = base;
  const compared = {
    ...base,
    key: `${key}~compared`,
    role: "compared",
    of: key,
    label: `${label}, ${WORDS[query.compare.kind]}`,
  } as const;
  const change = {
    ...base,
    key: `${key}~change`,
    role: "change",
    of: key,
    label: `${label}, change`,
    format: "percent",
    description:
      format === "percent" ? "Difference in percentage points." : "Change in per cent of the earlier figure.",
  } as const;
  return [
    value,
    { ...where, column: compared, role: "compared", compared: true },
    { ...where, column: change, role: "change", compared: false },
  ];
}

const WORDS = { previous_period: "previous period", previous_year: "previous year" } as const;

function baseColumn(query: CompiledQuery, source: number, pivot: readonly Cell[] | null): AnswerColumn {
  const column = query.columns[source]?.column;
  if (column === undefined) throw new Error("a figure without a column");
  if (pivot === null) return column;
  const fields = query.columns.filter(({ pivoted }) => pivoted);
  const values = fields.map(({ column: { id, label, grain }, labels }, index) => {
    const value = pivot[index] ?? null;
    return { id, label, value, text: textOf(value, labels), grain };
  });
  return { ...column, key: `${column.id}@${JSON.stringify(pivot)}`, pivot: values };
}

/** A value as people write it, where it is one of a list. */
export function textOf(cell: Cell, labels: ResultColumn["labels"]): Cell {
  return labels === null || cell === null ? cell : (labels[String(cell)] ?? cell);
}

function calcColumn(base: AnswerColumn, { id, label, kind }: CompiledQuery["calcs"][number]): AnswerColumn {
  const isShare = kind !== "running_total" && kind !== "rank";
  return {
    ...base,
    id,
    key: base.key.replace(base.id, id),
    label,
    description: CALC_WORDS[kind],
    format: isShare ? "percent" : kind === "rank" ? "integer" : base.format,
    better: kind === "percent_change" || kind === "running_total" ? base.better : "neither",
    role: "calc",
    of: base.key,
    calc: kind,
  };
}

const CALC_WORDS = {
  running_total: "Sum down the rows as they stand, worked out after the query.",
  rank: "Place among the rows shown, 1 is the largest, worked out after the query.",
  percent_of_total: "Share of the total, worked out after the query.",
  percent_of_row: "Share of the row's total across the pivots, worked out after the query.",
  percent_change: "Change against the period before, worked out after the query.",
} as const;

function calcPlace(column: AnswerColumn, source: number, pivot: readonly Cell[] | null): GridColumn {
  return { column, source, role: "calc", pivot, compared: false, shown: true };
}

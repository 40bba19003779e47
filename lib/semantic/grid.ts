import { AppError } from "#lib/errors.ts";
import type { Cell } from "#lib/semantic/answer.ts";
import { type CompiledQuery, MOST_CELLS, type Place, type StatementResult } from "#lib/semantic/compiled.ts";
import type { RawFigure } from "#lib/semantic/disclosure.ts";
import { type GridColumn, gridColumns, pivotTuples } from "#lib/semantic/grid-columns.ts";
import { nameOf } from "#lib/semantic/slice-name.ts";

type Row = readonly Cell[];

/** A line of the answer: a row, a total of the rows alike in their first `depth` fields, or (depth 0) of all. */
export type GridLine = {
  readonly kind: "row" | "subtotal" | "total";
  /** As blanks count them: the row's number, -1 for the total, -2 - n for the subtotal n. */
  readonly row: number;
  readonly depth: number;
  /** Values of the row fields; only the first `depth` of them mean something. */
  readonly keys: readonly Cell[];
  /** The last row that a subtotal is about. */
  readonly after: number;
  /** False for a total that only feeds table calculations. */
  readonly shown: boolean;
};

/** The answer as a table of raw figures, before anything is hidden. */
export type Grid = {
  readonly columns: readonly GridColumn[];
  readonly lines: readonly GridLine[];
  /** By line and column; null where nothing of that kind exists: keys, changes, a total that would count twice. */
  readonly figures: readonly (readonly (RawFigure | null)[])[];
  readonly truncated: boolean;
  /** Place of the time among the keys of the rows or among the pivots; null where it is not. */
  readonly rowTime: number | null;
  readonly pivotTime: number | null;
};

/** Result rows, one statement per grain, to one table. Nothing is added up here. */
export function buildGrid(query: CompiledQuery, results: readonly StatementResult[]): Grid {
  const found = new Results(query, results);
  const { rows, truncated } = found.rowKeys();
  const pivots = pivotTuples(query, found.main());
  const columns = gridColumns(query, pivots);
  const lines = linesOf(query, rows);
  const figures = lines.map((line) => columns.map((column) => found.figure(line, column)));
  const rowTime = timeIn(query, rowFieldsOf(query));
  return { columns, lines, figures, truncated, rowTime, pivotTime: timeIn(query, pivotFieldsOf(query)) };
}

function timeIn({ columns }: CompiledQuery, fields: readonly number[]): number | null {
  const at = fields.findIndex((field) => columns[field]?.column.kind === "time");
  return at === -1 ? null : at;
}

function pivotFieldsOf({ columns }: CompiledQuery): number[] {
  return columns.flatMap(({ pivoted }, index) => (pivoted ? [index] : []));
}

/** Indexes of the fields that make the rows. */
export function rowFieldsOf({ columns }: Pick<CompiledQuery, "columns">): number[] {
  return columns.flatMap(({ column, pivoted }, index) => (column.kind !== "measure" && !pivoted ? [index] : []));
}

function keyText(cells: readonly Cell[]): string {
  return JSON.stringify(cells);
}

/** The rows of the statements, found by their keys. */
class Results {
  private readonly query: CompiledQuery;
  private readonly rows: readonly number[];
  private readonly pivots: readonly number[];
  private readonly hasPivots: boolean;
  private readonly byName: ReadonlyMap<string, readonly Row[]>;
  private readonly found = new Map<string, ReadonlyMap<string, Row>>();
  /** Start of the period that each period stands against. */
  private readonly against: ReadonlyMap<Cell, Cell>;

  constructor(query: CompiledQuery, results: readonly StatementResult[]) {
    this.query = query;
    this.rows = rowFieldsOf(query);
    this.pivots = pivotFieldsOf(query);
    this.hasPivots = this.pivots.length > 0;
    this.byName = new Map(results.map(({ name, rows }) => [name, rows]));
    this.against = new Map(
      query.periods.map(({ start }, index) => [start, query.compare?.periods[index]?.start ?? null]),
    );
    for (const { statement } of query.slices) this.refuseTooMany(statement);
  }

  main(): readonly Row[] {
    return this.byName.get("rows") ?? [];
  }

  private refuseTooMany(statement: string): void {
    if ((this.byName.get(statement) ?? []).length <= MOST_CELLS) return;
    const sentence = `The answer has more than ${MOST_CELLS.toLocaleString("en-GB")} cells. Filter it, or choose a coarser grain or fewer fields.`;
    throw new AppError("too_large", sentence);
  }

  /** Values of the row fields of each row, in order, as many as the question allows. */
  rowKeys(): { rows: readonly (readonly Cell[])[]; truncated: boolean } {
    const { order, strict, limit } = this.query;
    const ordered = order === null ? [] : this.keysIn(order);
    const all = order !== null && strict ? ordered : [...ordered, ...this.keysIn("rows")];
    const seen = new Map(all.map((cells) => [keyText(cells), cells]));
    const filled = this.filled([...seen.values()], seen.size > limit);
    return { rows: filled.slice(0, limit), truncated: filled.length > limit };
  }

  private keysIn(statement: string): (readonly Cell[])[] {
    const places = this.placesOf(statement);
    return (this.byName.get(statement) ?? []).map((row) => this.rows.map((field) => cellAt(row, places, field)));
  }

  /** Periods that nobody sent anything in, where time alone makes the rows: a gap is seen as a gap. */
  private filled(rows: readonly (readonly Cell[])[], truncated: boolean): readonly (readonly Cell[])[] {
    const { timeSorted, periods } = this.query;
    const isSeries = this.rows.length === 1 && this.isTime(this.rows[0]) && timeSorted && !this.query.strict;
    if (!isSeries || truncated || rows.length === 0) return rows;
    const starts = periods.map(({ start }): readonly Cell[] => [start]);
    return String(rows[0]?.[0]) > String(rows.at(-1)?.[0]) ? starts.toReversed() : starts;
  }

  figure(line: GridLine, { role, source, pivot, compared }: GridColumn): RawFigure | null {
    if (role !== "value" && role !== "compared") return null;
    const shape = { depth: line.depth, pivoted: pivot !== null, compared };
    const name = nameOf(shape, this.rows.length, this.hasPivots);
    const place = this.placesOf(name).find(({ column }) => column === source);
    if (place === undefined) return null;
    const row = this.index(name).get(this.keyOf(line, pivot ?? [], compared)) ?? null;
    return rawFigure(place, row);
  }

  private keyOf({ keys, depth }: GridLine, pivot: readonly Cell[], compared: boolean): string {
    const values = [...keys.slice(0, depth), ...pivot];
    if (!compared) return keyText(values);
    const fields = [...this.rows.slice(0, depth), ...this.pivots];
    return keyText(values.map((cell, at) => (this.isTime(fields[at]) ? (this.against.get(cell) ?? null) : cell)));
  }

  private isTime(field: number | undefined): boolean {
    return field !== undefined && this.query.columns[field]?.column.kind === "time";
  }

  private index(statement: string): ReadonlyMap<string, Row> {
    const known = this.found.get(statement);
    if (known !== undefined) return known;
    const slice = this.query.slices.find((one) => one.statement === statement);
    const fields = [...this.rows.slice(0, slice?.depth ?? 0), ...(slice?.pivoted === true ? this.pivots : [])];
    const places = slice?.places ?? [];
    const index = new Map(
      (this.byName.get(statement) ?? []).map((row) => [
        keyText(fields.map((field) => cellAt(row, places, field))),
        row,
      ]),
    );
    this.found.set(statement, index);
    return index;
  }

  private placesOf(statement: string): readonly Place[] {
    return this.query.slices.find((slice) => slice.statement === statement)?.places ?? [];
  }
}

function cellAt(row: Row, places: readonly Place[], field: number): Cell {
  const place = places.find(({ column }) => column === field);
  return place === undefined ? null : (row[place.at] ?? null);
}

function rawFigure({ at, denominator, users }: Place, row: Row | null): RawFigure {
  return {
    value: row?.[at] ?? null,
    denominator: denominator === null ? null : (row?.[denominator] ?? null),
    users: users === null ? null : (row?.[users] ?? null),
    isAboutUsers: users !== null,
  };
}

/** The rows, after each group its subtotals, the inner ones first; at the end the total. */
function linesOf({ totals, columns, calcs, slices }: CompiledQuery, rows: readonly (readonly Cell[])[]): GridLine[] {
  const depth = rowFieldsOf({ columns }).length;
  const lines: GridLine[] = [];
  let subtotals = 0;
  for (const [index, keys] of rows.entries()) {
    lines.push({ kind: "row", row: index, depth, keys, after: index, shown: true });
    if (!totals.sub) continue;
    for (let inner = depth - 1; inner > 0; inner--) {
      const next = rows[index + 1];
      if (next !== undefined && keyText(next.slice(0, inner)) === keyText(keys.slice(0, inner))) continue;
      lines.push({ kind: "subtotal", row: -2 - subtotals, depth: inner, keys, after: index, shown: true });
      subtotals++;
    }
  }
  const isNeeded = totals.grand || calcs.some(({ kind }) => kind === "percent_of_total");
  const exists = slices.some(({ depth: of }) => of === 0);
  if (isNeeded && exists)
    lines.push({ kind: "total", row: -1, depth: 0, keys: [], after: rows.length - 1, shown: totals.grand });
  return lines;
}

import type { AnswerColumn, BlankCode, Cell } from "#lib/semantic/answer.ts";
import type { Grid, GridLine } from "#lib/semantic/grid.ts";
import type { GridColumn } from "#lib/semantic/grid-columns.ts";

/** A finished cell: its value, or null and why. */
export type Shown = { readonly value: Cell; readonly code: BlankCode | null };

const EMPTY: Shown = { value: null, code: null };
const NOTHING_BELOW: Shown = { value: null, code: "zero_denominator" };

/** The period before each period; none before the first. */
type Before = (start: Cell) => Cell;

/**
 * Fills changes and table calculations from what is shown and nothing else, so that they tell nothing that the
 * figures beside them do not. A calculation over an empty cell is empty for the same reason.
 */
export function withCalcs(grid: Grid, cells: readonly (readonly Shown[])[], before: Before): Shown[][] {
  const table = new Table(grid, cells, before);
  return grid.lines.map((line, at) =>
    grid.columns.map((column, index) => {
      if (column.role === "change") return table.change(at, column.column);
      if (column.role === "calc") return line.kind === "row" ? table.calc(at, index) : EMPTY;
      return cells[at]?.[index] ?? EMPTY;
    }),
  );
}

class Table {
  private readonly grid: Grid;
  private readonly cells: readonly (readonly Shown[])[];
  private readonly before: Before;
  private readonly columnAt: ReadonlyMap<string, number>;
  private readonly totalLine: number;
  private readonly runs = new Map<string, readonly Shown[]>();
  private readonly ranks = new Map<number, ReadonlyMap<number, number>>();

  constructor(grid: Grid, cells: readonly (readonly Shown[])[], before: Before) {
    this.grid = grid;
    this.cells = cells;
    this.before = before;
    this.columnAt = new Map(grid.columns.map(({ column }, index) => [column.key, index]));
    this.totalLine = grid.lines.findIndex(({ kind }) => kind === "total");
  }

  private at(line: number, column: number): Shown {
    return this.cells[line]?.[column] ?? EMPTY;
  }

  private source({ of }: AnswerColumn): number {
    return this.columnAt.get(of ?? "") ?? -1;
  }

  change(line: number, column: AnswerColumn): Shown {
    const value = this.source(column);
    const compared = this.columnAt.get(`${column.of ?? ""}~compared`) ?? -1;
    const isRate = this.grid.columns[value]?.column.format === "percent";
    return changeOf(this.at(line, value), this.at(line, compared), isRate);
  }

  calc(line: number, index: number): Shown {
    const column = this.grid.columns[index];
    if (column === undefined) return EMPTY;
    const source = this.source(column.column);
    const own = this.at(line, source);
    switch (column.column.calc) {
      case "running_total":
        return this.running(source)[line] ?? EMPTY;
      case "rank":
        return this.rank(source, own);
      case "percent_of_total":
        return shareOf(own, this.at(this.totalLine, source));
      case "percent_of_row":
        return shareOf(own, this.at(line, this.columnAt.get(`${column.column.of?.split("@")[0] ?? ""}@total`) ?? -1));
      case "percent_change":
        return this.changeInTime(line, column, own);
      case null:
        return EMPTY;
    }
  }

  /** Begins with the first figure that is there; after a gap nobody knows how much it would be. */
  private running(source: number): readonly Shown[] {
    const known = this.runs.get(String(source));
    if (known !== undefined) return known;
    let sum: number | null = null;
    let gap: BlankCode | null = null;
    const run = this.grid.lines.map((line, at): Shown => {
      const { value, code } = this.at(at, source);
      if (line.kind !== "row") return EMPTY;
      if (typeof value !== "number") {
        if (sum !== null) gap ??= code ?? "not_yet_sent";
        return { value: null, code: gap ?? code };
      }
      if (gap !== null) return { value: null, code: gap };
      sum = (sum ?? 0) + value;
      return { value: sum, code: null };
    });
    this.runs.set(String(source), run);
    return run;
  }

  /** Equal figures share a place. */
  private rank(source: number, own: Shown): Shown {
    if (typeof own.value !== "number") return { value: null, code: own.code };
    const known = this.ranks.get(source) ?? this.ranksOf(source);
    this.ranks.set(source, known);
    return { value: known.get(own.value) ?? null, code: null };
  }

  private ranksOf(source: number): ReadonlyMap<number, number> {
    const values = this.grid.lines.flatMap((line, at) => {
      const { value } = this.at(at, source);
      return line.kind === "row" && typeof value === "number" ? [value] : [];
    });
    const sorted = values.toSorted((a, b) => b - a);
    return new Map(sorted.toReversed().map((value, index) => [value, sorted.length - index]));
  }

  private changeInTime(line: number, column: GridColumn, own: Shown): Shown {
    const isRate = this.grid.columns[this.source(column.column)]?.column.format === "percent";
    const earlier = this.earlier(line, column);
    return earlier === null ? EMPTY : changeOf(own, earlier, isRate);
  }

  /** The same figure one period earlier: in another row, or in another column where time is a pivot. */
  private earlier(line: number, column: GridColumn): Shown | null {
    const source = this.source(column.column);
    const rowTime = this.grid.rowTime;
    const row = this.grid.lines[line];
    if (row === undefined) return null;
    if (rowTime !== null) {
      const at = this.lineOf(
        row.keys.map((cell, index) => (index === rowTime ? this.before(cell) : cell)),
        row,
      );
      return at === -1 ? null : this.at(at, source);
    }
    const { pivotTime } = this.grid;
    const pivot = column.pivot?.map((cell, index) => (index === pivotTime ? this.before(cell) : cell)) ?? null;
    const wanted = JSON.stringify(pivot);
    const other = this.grid.columns.findIndex(
      (one) => one.role === "value" && one.source === column.source && JSON.stringify(one.pivot) === wanted,
    );
    return other === -1 ? null : this.at(line, other);
  }

  private lineOf(keys: readonly Cell[], { kind }: GridLine): number {
    const wanted = JSON.stringify(keys);
    return this.grid.lines.findIndex((line) => line.kind === kind && JSON.stringify(line.keys) === wanted);
  }
}

/** Relative to the earlier figure; for rates the difference. */
function changeOf(now: Shown, before: Shown, isRate: boolean): Shown {
  if (typeof now.value !== "number") return { value: null, code: now.code };
  if (typeof before.value !== "number") return { value: null, code: before.code };
  if (isRate) return { value: now.value - before.value, code: null };
  if (before.value === 0) return NOTHING_BELOW;
  return { value: (now.value - before.value) / Math.abs(before.value), code: null };
}

function shareOf(part: Shown, whole: Shown): Shown {
  if (typeof part.value !== "number") return { value: null, code: part.code };
  if (typeof whole.value !== "number") return { value: null, code: whole.code };
  return whole.value === 0 ? NOTHING_BELOW : { value: part.value / whole.value, code: null };
}

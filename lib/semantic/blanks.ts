import type { Day } from "#lib/consent/model.ts";
import type { BlankCode, Cell, Freshness } from "#lib/semantic/answer.ts";
import type { VisiblePeriods } from "#lib/semantic/assemble-coverage.ts";
import type { Shown } from "#lib/semantic/calc.ts";
import type { CompiledQuery, Period } from "#lib/semantic/compiled.ts";
import { discloseGrid, type Judged } from "#lib/semantic/disclose-grid.ts";
import { blankOf, type RawFigure } from "#lib/semantic/disclosure.ts";
import type { Grid, GridLine } from "#lib/semantic/grid.ts";
import type { GridColumn } from "#lib/semantic/grid-columns.ts";

/** Every figure as it may be shown, or the reason why it is not; the rows in an order that tells nothing more. */
export function judgeGrid(
  grid: Grid,
  query: CompiledQuery,
  visible: ReadonlyMap<string, VisiblePeriods>,
  freshness: readonly Freshness[],
): Judged {
  const missing = new Missing(query, visible, freshness);
  const cells = grid.lines.map((line, at) =>
    grid.columns.map((column, index) => {
      const figure = grid.figures[at]?.[index] ?? null;
      return figure === null ? keyCell(grid, line, index) : shown(figure, missing.code(grid, line, column));
    }),
  );
  return discloseGrid(grid, cells, query);
}

/** Keys of a row stand in their columns; a total has none beyond its own depth. */
function keyCell(grid: Grid, { keys, depth }: GridLine, index: number): Shown {
  if (grid.columns[index]?.role !== null) return { value: null, code: null };
  const place = grid.columns.slice(0, index).filter(({ role }) => role === null).length;
  return { value: place < depth ? (keys[place] ?? null) : null, code: null };
}

function shown(figure: RawFigure, missing: BlankCode): Shown {
  const code = blankOf(figure, missing);
  return { value: code === null ? figure.value : null, code };
}

/** Why a figure is not there: nobody agreed, the load is behind, or those who agreed sent nothing. */
class Missing {
  private readonly query: CompiledQuery;
  private readonly visible: ReadonlyMap<string, VisiblePeriods>;
  private readonly behind: readonly Freshness[];

  constructor(query: CompiledQuery, visible: ReadonlyMap<string, VisiblePeriods>, freshness: readonly Freshness[]) {
    this.query = query;
    this.visible = visible;
    this.behind = freshness.filter(({ status }) => status === "late" || status === "stale");
  }

  code(grid: Grid, line: GridLine, column: GridColumn): BlankCode {
    const periods = this.periodsOf(grid, line, column);
    const visible = this.visible.get(this.query.columns[column.source]?.column.id ?? "");
    const starts = column.compared ? visible?.compared : visible?.own;
    if (!periods.some(({ start }) => starts?.has(start) === true)) return "no_consented_data";
    return periods.every(({ from }) => this.isLate(from)) ? "late_data" : "not_yet_sent";
  }

  /** The period that the cell is about; all of them where it is about the whole range. */
  private periodsOf(grid: Grid, { keys, depth }: GridLine, { pivot, compared }: GridColumn): readonly Period[] {
    const { periods, compare } = this.query;
    const all = compared ? (compare?.periods ?? []) : periods;
    const start = startOf(grid, keys.slice(0, depth), pivot);
    if (start === null) return all;
    const at = periods.findIndex((period) => period.start === start);
    return at === -1 ? all : all.slice(at, at + 1);
  }

  private isLate(from: Day): boolean {
    return this.behind.some(({ lastDay }) => lastDay === null || lastDay < from);
  }
}

function startOf(grid: Grid, keys: readonly Cell[], pivot: readonly Cell[] | null): Cell {
  const own = grid.rowTime === null ? null : (keys[grid.rowTime] ?? null);
  return own ?? (grid.pivotTime === null ? null : (pivot?.[grid.pivotTime] ?? null));
}

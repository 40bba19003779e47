import type { Cell } from "#lib/semantic/answer.ts";
import type { Shown } from "#lib/semantic/calc.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import type { RawFigure } from "#lib/semantic/disclosure.ts";
import { type Grid, type GridLine, rowFieldsOf } from "#lib/semantic/grid.ts";
import type { GridColumn } from "#lib/semantic/grid-columns.ts";
import { type PeopleFigure, type Sum, withhold } from "#lib/semantic/withhold.ts";

/** A grid and its cells as they may be shown. */
export type Judged = { readonly grid: Grid; readonly cells: readonly (readonly Shown[])[] };

/**
 * Disclosure control over one answer: hides what would let a figure about 1 to 4 people be worked out from totals,
 * subtotals, ratios or the same figure in the compared range, and takes hidden rows out of the order.
 */
export function discloseGrid(grid: Grid, cells: readonly (readonly Shown[])[], query: CompiledQuery): Judged {
  if (!grid.figures.some((line) => line.some((figure) => figure?.isAboutUsers === true))) return { grid, cells };
  const people = new PeopleFigures(grid, cells, query);
  const withheld = people.withheld();
  const shown = cells.map((line, at) =>
    line.map((cell, index) => {
      const isWithheld = cell.code === null && withheld.has(people.keyAt(at, index) ?? "");
      return isWithheld ? ({ value: null, code: "withheld" } as const) : cell;
    }),
  );
  return settleOrder({ grid, cells: shown }, query);
}

type Figure = PeopleFigure & { readonly isRatio: boolean };

/** The figures about people, each once, though the same may stand in several cells. */
class PeopleFigures {
  private readonly grid: Grid;
  private readonly cells: readonly (readonly Shown[])[];
  private readonly query: CompiledQuery;
  private readonly found = new Map<string, Figure>();

  constructor(grid: Grid, cells: readonly (readonly Shown[])[], query: CompiledQuery) {
    this.grid = grid;
    this.cells = cells;
    this.query = query;
    for (const at of grid.lines.keys()) for (const index of grid.columns.keys()) this.note(at, index);
  }

  private note(at: number, index: number): void {
    const key = this.keyAt(at, index);
    const figure = this.grid.figures[at]?.[index];
    const source = this.grid.columns[index]?.source ?? -1;
    if (key === null || figure == null || typeof figure.value !== "number") return;
    const small = this.cells[at]?.[index]?.code === "suppressed";
    const most = this.countsPeople(source) ? 4 : Number.POSITIVE_INFINITY;
    this.found.set(key, { value: figure.value, small, most, isRatio: figure.denominator !== null });
  }

  /** Whether the figure is the number of people itself. */
  private readonly counting = new Map<number, boolean>();
  private countsPeople(source: number): boolean {
    const known = this.counting.get(source);
    if (known !== undefined) return known;
    const isCount = (figure: RawFigure | null) => figure?.value == null || figure.value === figure.users;
    const all = this.grid.columns.every(
      (column, index) => column.source !== source || this.grid.figures.every((line) => isCount(line[index] ?? null)),
    );
    this.counting.set(source, all);
    return all;
  }

  /** What the figure is about: the same in the compared range is the same figure. Null for what is not about people. */
  keyAt(at: number, index: number): string | null {
    const line = this.grid.lines[at];
    const column = this.grid.columns[index];
    if (line === undefined || column === undefined) return null;
    return this.grid.figures[at]?.[index]?.isAboutUsers === true ? this.keyOf(line, column) : null;
  }

  private keyOf({ keys, depth }: GridLine, { source, pivot, compared, column }: GridColumn): string {
    const { rowTime, pivotTime } = this.grid;
    const timed = (rowTime !== null && rowTime < depth) || (pivotTime !== null && pivot !== null);
    const moved = (cells: readonly Cell[], time: number | null) =>
      cells.map((cell, place) => (compared && place === time ? this.against(cell) : cell));
    const range = timed ? "" : compared ? "compared" : "own";
    return JSON.stringify([
      source,
      range,
      column.rowTotal,
      moved(keys.slice(0, depth), rowTime),
      pivot === null ? null : moved(pivot, pivotTime),
    ]);
  }

  /** The period that the period stands against. */
  private against(start: Cell): Cell {
    const at = this.query.periods.findIndex((period) => period.start === start);
    return this.query.compare?.periods[at]?.start ?? null;
  }

  withheld(): ReadonlySet<string> {
    const keys = [...this.found].filter(([, { isRatio }]) => !isRatio).map(([key]) => key);
    const ids = new Map(keys.map((key, id) => [key, id]));
    const figures = keys.flatMap((key) => this.found.get(key) ?? []);
    const hidden = withhold(figures, this.sums(ids));
    const withheld = new Set([...hidden].flatMap((id) => keys[id] ?? []));
    for (const key of this.ratiosBeside(withheld)) withheld.add(key);
    return withheld;
  }

  private sums(ids: ReadonlyMap<string, number>): Sum[] {
    const { lines, columns, truncated } = this.grid;
    const idAt = (at: number, index: number) => ids.get(this.keyAt(at, index) ?? "") ?? null;
    const sums: Sum[] = [];
    const add = (total: number | null, parts: readonly (number | null)[], open: boolean) => {
      const known = parts.flatMap((part) => part ?? []);
      if (total !== null && known.length > 0) sums.push({ total, parts: known, open });
    };
    for (const index of columns.keys())
      for (const [at, line] of lines.entries()) {
        if (line.kind === "row") continue;
        const parts = this.partsUnder(line, index);
        add(
          idAt(at, index),
          parts.map((part) => idAt(part, index)),
          truncated,
        );
      }
    for (const [index, column] of columns.entries())
      for (const at of lines.keys())
        add(
          idAt(at, index),
          siblings(columns, column).map((other) => idAt(at, other)),
          false,
        );
    return sums;
  }

  /** The lines that add up to a total: the next inner totals where there are any with this figure, else the rows. */
  private partsUnder({ depth, keys }: GridLine, index: number): number[] {
    const wanted = JSON.stringify(keys.slice(0, depth));
    const under = this.grid.lines.flatMap((line, at) => {
      const isUnder = line.depth > depth && JSON.stringify(line.keys.slice(0, depth)) === wanted;
      return isUnder && this.grid.figures[at]?.[index] != null ? [{ at, of: line.depth }] : [];
    });
    const next = Math.min(...under.map(({ of }) => of));
    return under.filter(({ of }) => of === next).map(({ at }) => at);
  }

  /** Ratios that stand beside a hidden figure about people: their parts could be worked out from each other. */
  private ratiosBeside(withheld: ReadonlySet<string>): string[] {
    const { lines, columns } = this.grid;
    return [...lines.keys()].flatMap((at) => {
      const places = columns.flatMap((column, index) => {
        const key = this.keyAt(at, index);
        const figure = this.found.get(key ?? "");
        return key === null || figure === undefined ? [] : [{ key, figure, place: placeOf(column) }];
      });
      const isHidden = ({ key, figure }: (typeof places)[number]) => figure.small || withheld.has(key);
      const hidden = new Set(places.filter((one) => !one.figure.isRatio && isHidden(one)).map(({ place }) => place));
      return places.filter(({ figure, place }) => figure.isRatio && hidden.has(place)).map(({ key }) => key);
    });
  }
}

function placeOf({ pivot, compared, column }: GridColumn): string {
  return JSON.stringify([pivot, compared, column.rowTotal]);
}

/** Columns of the pivots that a total across them is about. */
function siblings(columns: readonly GridColumn[], { column, source, compared }: GridColumn): number[] {
  if (!column.rowTotal) return [];
  return columns.flatMap((one, at) =>
    one.pivot !== null && one.source === source && one.compared === compared ? [at] : [],
  );
}

/**
 * Where rows stand by a figure about people, the place of a hidden one would tell its size: rows with a hidden figure
 * come last among their like, in the order of their keys.
 */
function settleOrder(judged: Judged, query: CompiledQuery): Judged {
  const { grid, cells } = judged;
  const by = query.sort.findIndex(({ column }) => query.columns[column]?.column.kind === "measure");
  const source = query.sort[by]?.column ?? -1;
  const indexes = grid.columns.flatMap((column, index) => (column.source === source ? [index] : []));
  const isHidden = (at: number) =>
    indexes.some((index) => ["suppressed", "withheld"].includes(cells[at]?.[index]?.code ?? ""));
  if (by === -1 || !grid.lines.some((line, at) => line.kind === "row" && isHidden(at))) return judged;
  const rows = rowFieldsOf(query);
  const before = query.sort.slice(0, by).map(({ column }) => rows.indexOf(column));
  const order = runsOf(grid.lines, before).flatMap((run) => {
    const hidden = run.filter(isHidden);
    const text = (at: number) => JSON.stringify(grid.lines[at]?.keys ?? []);
    return [...run.filter((at) => !isHidden(at)), ...hidden.toSorted((a, b) => (text(a) < text(b) ? -1 : 1))];
  });
  const moved = <T>(list: readonly T[]) => order.flatMap((at) => list.slice(at, at + 1));
  const lines = moved(grid.lines).map((line, at) => {
    const there = grid.lines[at];
    return there === undefined ? line : { ...line, row: there.row, after: there.after };
  });
  return { grid: { ...grid, lines, figures: moved(grid.figures) }, cells: moved(cells) };
}

/** Lines that follow one another and are alike in the given row fields; a total stands alone. */
function runsOf(lines: readonly GridLine[], fields: readonly number[]): number[][] {
  const runs: number[][] = [];
  let last = "";
  for (const [at, { kind, keys }] of lines.entries()) {
    const key = kind === "row" ? JSON.stringify(fields.map((field) => keys[field] ?? null)) : `total ${at}`;
    const run = runs.at(-1);
    if (run === undefined || key !== last) runs.push([at]);
    else run.push(at);
    last = key;
  }
  return runs;
}

import type { Answer, AnswerColumn, Cell } from "#lib/semantic/answer.ts";

/** A hidden cell that the attacker has worked out. `row` counts as blanks do. */
export type Recovered = { readonly row: number; readonly column: number; readonly value: number };

type Line = { readonly row: number; readonly cells: readonly Cell[] };
/** Σ coefficient × hidden cell = right, or, where not exact, ≥ right. */
type Equation = { readonly left: ReadonlyMap<number, number>; readonly right: number; readonly exact: boolean };
type Range = { readonly low: number; readonly high: number };

/**
 * Somebody who has one answer and a pencil: `<5` is 1 to 4 where the column counts people, and what is withheld is 5 or
 * more. A total is the sum of what it is about; of people who can be in several of its parts it is at most the sum and
 * at least each part. Eliminates, then narrows the bounds until nothing moves.
 */
export function attack(answer: Answer, field: Attacked): Recovered[] {
  const columns = answer.columns.flatMap((column, index) => (isFigureOf(column, field.id) ? [index] : []));
  const table = new HiddenCells(answer, columns, field.countsPeople);
  const groups = [...down(answer, columns), ...across(answer)].filter(({ total }) => columns.includes(total.column));
  const equations = groups.flatMap((group) => equationsOf(group, table, field));
  const ranges = narrow([...equations, ...eliminate(equations.filter(({ exact }) => exact))], table.ranges);
  return table.cells.flatMap(({ row, column }, at) => {
    const { low, high } = ranges[at] ?? { low: 0, high: 1 };
    return high - low < 1e-6 ? [{ row, column, value: low }] : [];
  });
}

/** `overlaps`: fields whose values the same person can have several of. */
export type Attacked = {
  readonly id: string;
  readonly countsPeople: boolean;
  readonly overlaps: ReadonlySet<string>;
};

/** A total, what it is about, and the fields that it is a total over. */
type Group = { readonly total: Place; readonly parts: readonly Place[]; readonly over: readonly string[] };

function isFigureOf({ id, role }: AnswerColumn, field: string): boolean {
  return id === field && (role === "value" || role === "compared");
}

class HiddenCells {
  readonly cells: { readonly row: number; readonly column: number }[] = [];
  readonly ranges: Range[] = [];
  private readonly at = new Map<string, number>();

  constructor({ blanks }: Answer, columns: readonly number[], countsPeople: boolean) {
    for (const { row, column, code } of blanks) {
      if (!columns.includes(column) || (code !== "suppressed" && code !== "withheld")) continue;
      this.at.set(`${row}/${column}`, this.cells.length);
      this.cells.push({ row, column });
      const high = code === "suppressed" && countsPeople ? 4 : Number.POSITIVE_INFINITY;
      this.ranges.push({ low: code === "suppressed" ? 1 : 5, high });
    }
  }

  /** Adds the cell to the equation: as a hidden one, or by its value. */
  add(equation: { left: Map<number, number>; right: number }, cell: Place, sign: number): void {
    const hidden = this.at.get(`${cell.row}/${cell.column}`);
    if (hidden === undefined) equation.right -= sign * (typeof cell.value === "number" ? cell.value : 0);
    else equation.left.set(hidden, (equation.left.get(hidden) ?? 0) + sign);
  }
}

type Place = { readonly row: number; readonly column: number; readonly value: Cell };

function linesOf({ rows, subtotals, totals }: Answer): Line[] {
  return [
    ...rows.map((cells, row) => ({ row, cells })),
    ...subtotals.map(({ cells }, index) => ({ row: -2 - index, cells })),
    ...(totals === null ? [] : [{ row: -1, cells: totals }]),
  ];
}

function placeOf({ row, cells }: Line, column: number): Place {
  return { row, column, value: cells[column] ?? null };
}

function equationsOf({ total, parts, over }: Group, table: HiddenCells, { overlaps }: Attacked): Equation[] {
  const exact = !over.some((field) => overlaps.has(field));
  const sum = { left: new Map<number, number>(), right: 0, exact };
  for (const part of parts) table.add(sum, part, 1);
  table.add(sum, total, -1);
  if (exact) return [sum];
  const each = parts.map((part) => {
    const most = { left: new Map<number, number>(), right: 0, exact };
    table.add(most, total, 1);
    table.add(most, part, -1);
    return most;
  });
  return [sum, ...each];
}

function down(answer: Answer, columns: readonly number[]): Group[] {
  if (answer.truncated) return [];
  const rows = linesOf(answer).filter(({ row }) => row >= 0);
  const keys = answer.columns.flatMap(({ kind }, index) => (kind === "measure" ? [] : [index]));
  const totals = linesOf(answer).filter(({ row }) => row < 0);
  return totals.flatMap((line) => {
    const depth = line.row === -1 ? 0 : (answer.subtotals[-2 - line.row]?.depth ?? 0);
    const members = rows.filter(({ cells }) => keys.slice(0, depth).every((key) => cells[key] === line.cells[key]));
    const over = keys.slice(depth).flatMap((key) => answer.columns[key]?.id ?? []);
    return columns.map((column) => ({
      total: placeOf(line, column),
      parts: members.map((row) => placeOf(row, column)),
      over,
    }));
  });
}

function across(answer: Answer): Group[] {
  return answer.columns.flatMap((column, index) => {
    if (!column.rowTotal) return [];
    const places = answer.columns.flatMap((one, at) =>
      one.id === column.id && one.role === column.role && one.pivot !== null ? [{ at, pivot: one.pivot }] : [],
    );
    const over = places[0]?.pivot.map(({ id }) => id) ?? [];
    return linesOf(answer).map((line) => ({
      total: placeOf(line, index),
      parts: places.map(({ at }) => placeOf(line, at)),
      over,
    }));
  });
}

/** Gauss and Jordan. */
function eliminate(equations: readonly Equation[]): Equation[] {
  const done: { pivot: number; left: Map<number, number>; right: number }[] = [];
  for (const { left, right } of equations) {
    const row = { left: new Map(left), right };
    for (const other of done) subtract(row, other, row.left.get(other.pivot) ?? 0);
    const [pivot] = [...row.left.keys()];
    if (pivot === undefined) continue;
    const by = row.left.get(pivot) ?? 1;
    for (const [key, value] of row.left) row.left.set(key, value / by);
    row.right /= by;
    for (const other of done) subtract(other, row, other.left.get(pivot) ?? 0);
    done.push({ pivot, ...row });
  }
  return done.map((row) => ({ ...row, exact: true }));
}

type Row = { readonly left: Map<number, number>; right: number };

function subtract(row: Row, other: Row, times: number): void {
  if (times === 0) return;
  for (const [key, value] of other.left) {
    const left = (row.left.get(key) ?? 0) - times * value;
    if (Math.abs(left) < 1e-9) row.left.delete(key);
    else row.left.set(key, left);
  }
  row.right -= times * other.right;
}

const ROUNDS = 40;

function narrow(equations: readonly Equation[], first: readonly Range[]): readonly Range[] {
  const ranges = first.map((range) => ({ ...range }));
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    for (const { left, right, exact } of equations) {
      const terms = [...left].map(([at, times]) => ({ at, times, ...scaled(ranges[at], times) }));
      for (const { at, times } of terms) {
        const others = terms.filter((term) => term.at !== at);
        const low = right - others.reduce((all, { high }) => all + high, 0);
        const high = exact ? right - others.reduce((all, one) => all + one.low, 0) : Number.POSITIVE_INFINITY;
        moved = tighten(ranges[at], times > 0 ? [low / times, high / times] : [high / times, low / times]) || moved;
      }
    }
    if (!moved) break;
  }
  return ranges;
}

function scaled(range: Range | undefined, times: number): Range {
  const { low, high } = range ?? { low: 0, high: 0 };
  return times > 0 ? { low: low * times, high: high * times } : { low: high * times, high: low * times };
}

function tighten(range: { low: number; high: number } | undefined, [low = 0, high = 0]: number[]): boolean {
  if (range === undefined || low > range.high + 1e-6 || high < range.low - 1e-6) return false;
  const [before, after] = [range.high - range.low, Math.min(range.high, high) - Math.max(range.low, low)];
  range.low = Math.max(range.low, Math.ceil(low - 1e-6));
  range.high = Math.min(range.high, Math.floor(high + 1e-6));
  return after < before - 1e-6;
}

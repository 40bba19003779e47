import { describe, expect, it } from "vitest";
import type { AnswerColumn, Cell } from "#lib/semantic/answer.ts";
import { type Shown, withCalcs } from "#lib/semantic/calc.ts";
import type { Grid, GridLine } from "#lib/semantic/grid.ts";
import type { GridColumn } from "#lib/semantic/grid-columns.ts";
import type { CalcKind } from "#lib/semantic/question.ts";

const STARTS = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"];

function column(key: string, more: Partial<AnswerColumn>): GridColumn {
  const plain = { level: "critical", grain: null, description: "", better: "up", of: null, pivot: null } as const;
  const shape = {
    kind: "measure",
    type: "number",
    format: "integer",
    role: "value",
    rowTotal: false,
    calc: null,
  } as const;
  const made: AnswerColumn = { id: key, key, label: key, ...plain, ...shape, ...more };
  return { column: made, source: 0, role: made.role, pivot: null, compared: false, shown: true };
}

/** One figure by month with a total, and a calculation over it. */
function calculated(kind: CalcKind, values: readonly Cell[], total: Cell = null): readonly Shown[] {
  const lines: GridLine[] = values.map((_, row) => ({
    kind: "row",
    row,
    depth: 1,
    keys: [STARTS[row] ?? null],
    after: row,
    shown: true,
  }));
  lines.push({ kind: "total", row: -1, depth: 0, keys: [], after: values.length - 1, shown: false });
  const columns = [column("events", {}), column("calc_x", { role: "calc", of: "events", calc: kind })];
  const grid: Grid = { columns, lines, figures: [], truncated: false, rowTime: 0, pivotTime: null };
  const shown = (value: Cell): Shown => ({ value, code: value === null ? "suppressed" : null });
  const cells = [...values, total].map((value) => [shown(value), { value: null, code: null }]);
  const before = (start: Cell) => STARTS[STARTS.indexOf(String(start)) - 1] ?? null;
  return withCalcs(grid, cells, before)
    .slice(0, -1)
    .flatMap((row) => row[1] ?? []);
}

function values(shown: readonly Shown[]): Cell[] {
  return shown.map(({ value }) => value);
}

describe("table calculations", () => {
  it("runs a total from the first figure to the first gap, and says why it ends", () => {
    const run = calculated("running_total", [null, 2, 3, 4]);
    expect(values(run)).toEqual([null, 2, 5, 9]);
    const gap = calculated("running_total", [1, null, 3, 4]);
    expect(values(gap)).toEqual([1, null, null, null]);
    expect(gap.map(({ code }) => code)).toEqual([null, "suppressed", "suppressed", "suppressed"]);
  });

  it("gives equal figures one rank, and none to what is not there", () => {
    expect(values(calculated("rank", [5, 9, 5, null]))).toEqual([2, 1, 2, null]);
    expect(values(calculated("rank", [0, -1, 0, 3]))).toEqual([2, 4, 2, 1]);
  });

  it("divides by the total that may be shown, and by nothing else", () => {
    expect(values(calculated("percent_of_total", [1, 3, 0, null], 4))).toEqual([0.25, 0.75, 0, null]);
    expect(values(calculated("percent_of_total", [1, 3], null))).toEqual([null, null]);
    expect(calculated("percent_of_total", [0], 0)[0]?.code).toBe("zero_denominator");
  });

  it("compares with the period before, wherever its row stands", () => {
    const change = calculated("percent_change", [10, 15, 0, 7]);
    expect(values(change)).toEqual([null, 0.5, -1, null]);
    expect(change.map(({ code }) => code)).toEqual([null, null, null, "zero_denominator"]);
    expect(calculated("percent_change", [10, null, 5])[2]?.code).toBe("suppressed");
  });
});

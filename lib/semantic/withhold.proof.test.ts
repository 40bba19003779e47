import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PeopleFigure, type Sum, withhold } from "#lib/semantic/withhold.ts";

const SEED = Number(process.env["PROOF_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

/** Cells in rows and columns, in blocks of rows; with totals of the rows, blocks, columns and of all, as asked. */
type Shape = { readonly cells: readonly (readonly number[])[]; readonly block: number; readonly totals: TotalsAsked };
type TotalsAsked = { readonly row: boolean; readonly sub: boolean; readonly grand: boolean };

class Table {
  readonly values: number[] = [];
  readonly sums: Sum[] = [];

  constructor({ cells, block, totals }: Shape) {
    const rows = cells.map((row) => this.line(row, totals.row));
    const blocks = totals.sub ? [rows.slice(0, block), rows.slice(block)].filter(({ length }) => length > 0) : [];
    const subs = blocks.map((members) => this.down(members, totals.row));
    if (totals.grand) this.down(subs.length > 0 ? subs : rows, totals.row);
  }

  get figures(): PeopleFigure[] {
    return this.values.map((value) => ({ value, small: value > 0 && value < 5, most: 4 }));
  }

  private add(value: number): number {
    return this.values.push(value) - 1;
  }

  private valueOf(ids: readonly number[]): number {
    return ids.reduce((sum, id) => sum + (this.values[id] ?? 0), 0);
  }

  private line(row: readonly number[], withTotal: boolean): number[] {
    return this.across(
      row.map((value) => this.add(value)),
      withTotal,
    );
  }

  private across(parts: number[], withTotal: boolean): number[] {
    if (!withTotal) return parts;
    const total = this.add(this.valueOf(parts));
    this.sums.push({ total, parts, open: false });
    return [...parts, total];
  }

  private down(lines: readonly number[][], withTotal: boolean): number[] {
    const width = lines[0]?.length ?? 0;
    const totals = Array.from({ length: width }, (_, column) => {
      const parts = lines.flatMap((line) => line[column] ?? []);
      const total = this.add(this.valueOf(parts));
      this.sums.push({ total, parts, open: false });
      return total;
    });
    if (withTotal) this.sums.push({ total: totals.at(-1) ?? -1, parts: totals.slice(0, -1), open: false });
    return totals;
  }
}

/**
 * Tries every table of whole numbers that agrees with what is shown: `<5` is 1 to 4, what is withheld is 5 or more.
 * Gives the values that each small figure can take.
 */
function possible(
  figures: readonly PeopleFigure[],
  sums: readonly Sum[],
  withheld: ReadonlySet<number>,
): Set<number>[] {
  const found = figures.map(() => new Set<number>());
  const most = Math.max(5, ...figures.map(({ value }) => value)) + 2;
  const now = figures.map(({ value, small }, id): number | null => (small || withheld.has(id) ? null : value));
  const open = figures.flatMap((_, id) => (now[id] === null ? [id] : []));
  const visit = (at: number): void => {
    const id = open[at];
    if (id === undefined) {
      for (const [each, value] of now.entries()) if (value !== null) found[each]?.add(value);
      return;
    }
    const [from, to] = figures[id]?.small === true ? [1, 4] : [5, most];
    for (let value = from; value <= to; value += 1) {
      now[id] = value;
      if (sums.every((sum) => canHold(sum, now))) visit(at + 1);
    }
    now[id] = null;
  };
  visit(0);
  return found;
}

/** False when the figures that are chosen already break the sum. */
function canHold({ total, parts }: Sum, now: readonly (number | null)[]): boolean {
  const known = parts.reduce((sum, id) => sum + (now[id] ?? 0), 0);
  const isWhole = parts.every((id) => now[id] !== null);
  const all = now[total] ?? null;
  if (all === null) return true;
  return isWhole ? known === all : known < all;
}

const SMALL = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 9 }) },
  { weight: 1, arbitrary: fc.constant(0) },
);

function arbitraryShape(most: { rows: number; columns: number }): fc.Arbitrary<Shape> {
  return fc
    .record({ rows: fc.integer({ min: 1, max: most.rows }), columns: fc.integer({ min: 1, max: most.columns }) })
    .chain(({ rows, columns }) =>
      fc.record({
        cells: fc.array(fc.array(SMALL, { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
        block: fc.integer({ min: 1, max: rows }),
        totals: fc.record({ row: fc.boolean(), sub: fc.boolean(), grand: fc.boolean() }),
      }),
    );
}

describe(`what is withheld (PROOF_SEED=${SEED})`, () => {
  it("leaves a solver more than one value for every small figure", () => {
    let attacked = 0;
    fc.assert(
      fc.property(arbitraryShape({ rows: 4, columns: 2 }), (shape) => {
        const { figures, sums } = new Table(shape);
        const withheld = withhold(figures, sums);
        const values = possible(figures, sums, withheld);
        for (const [id, { value, small }] of figures.entries()) {
          if (!small) continue;
          attacked += 1;
          expect(values[id], `figure ${id} is ${value}`).toContain(value);
          expect(values[id]?.size, `figure ${id} is recovered`).toBeGreaterThan(1);
        }
      }),
      { seed: SEED, numRuns: 400 },
    );
    expect(attacked).toBeGreaterThan(400);
  });

  it("would not hold without it: the solver recovers small figures from totals", () => {
    const { figures, sums } = new Table({
      cells: [[3], [20], [8]],
      block: 3,
      totals: { row: false, sub: false, grand: true },
    });
    expect(possible(figures, sums, new Set())[0]).toEqual(new Set([3]));
    expect(possible(figures, sums, withhold(figures, sums))[0]?.size).toBeGreaterThan(1);
  });

  it("never hides a zero, nor anything where no total is shown", () => {
    fc.assert(
      fc.property(arbitraryShape({ rows: 6, columns: 4 }), (shape) => {
        const { figures, sums } = new Table(shape);
        const withheld = withhold(figures, sums);
        for (const id of withheld) expect(figures[id]).toMatchObject({ small: false });
        for (const id of withheld) expect(figures[id]?.value).toBeGreaterThan(0);
        if (sums.length === 0) expect(withheld.size).toBe(0);
      }),
      { seed: SEED },
    );
  });

  it("judges 300 customers by 12 features in a moment, and keeps most of what is large", () => {
    const draw = fc.integer({ min: 0, max: 30 });
    const [cells = []] = fc.sample(
      fc.array(fc.array(draw, { minLength: 12, maxLength: 12 }), { minLength: 300, maxLength: 300 }),
      {
        numRuns: 1,
        seed: SEED,
      },
    );
    const { figures, sums } = new Table({ cells, block: 150, totals: { row: true, sub: true, grand: true } });
    const started = performance.now();
    const withheld = withhold(figures, sums);
    expect(performance.now() - started).toBeLessThan(2000);
    const large = figures.filter(({ value, small }) => value > 0 && !small).length;
    expect(withheld.size / large).toBeLessThan(0.15);
  });
});

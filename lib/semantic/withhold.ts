/** A figure about people, as it truly is. */
export type PeopleFigure = {
  readonly value: number;
  /** Of 1 to 4 people: it is not shown. */
  readonly small: boolean;
  /** What a reader knows a small one to be at most: 4 where it counts the people themselves. */
  readonly most: number;
};

/**
 * A shown total and the figures that add up to it, or nearly so where people may be counted in several of them; `open`
 * where rows may be left out of the answer.
 */
export type Sum = { readonly total: number; readonly parts: readonly number[]; readonly open: boolean };

const LEAST_WITHHELD = 5;
const MOST_NEW = 4;
const MOST_TRIES = 2000;

/**
 * Which figures besides the small ones must be hidden, so that no small one can be worked out from totals. Each
 * small figure that stays hidden has a witness: another table, alike in all that is shown, in which it is another
 * number. Where none is near, every total of the figures is hidden.
 */
export function withhold(figures: readonly PeopleFigure[], sums: readonly Sum[]): ReadonlySet<number> {
  const table = new HiddenTable(figures, sums);
  for (const [index, { small }] of figures.entries()) {
    if (small) table.protect(index);
  }
  return table.withheld;
}

/** Steps of figures by their id, and by how much they put each sum off that a reader can check. */
type Change = { readonly steps: Map<number, number>; readonly off: Map<number, number> };

class HiddenTable {
  readonly withheld = new Set<number>();
  private readonly figures: readonly PeopleFigure[];
  private readonly sums: readonly Sum[];
  /** The sums that a figure stands in, and the sign with which its change shows there. */
  private readonly sumsOf: readonly (readonly { readonly at: number; readonly sign: number }[])[];
  /** Parts of each sum, smallest first. */
  private readonly ordered: readonly (readonly number[])[];
  private readonly safe = new Set<number>();
  private tries = 0;

  constructor(figures: readonly PeopleFigure[], sums: readonly Sum[]) {
    this.figures = figures;
    this.sums = sums;
    const value = (id: number) => figures[id]?.value ?? 0;
    const sumsOf = figures.map((): { at: number; sign: number }[] => []);
    for (const [at, { total, parts, open }] of sums.entries()) {
      const rest = value(total) - parts.reduce((sum, id) => sum + value(id), 0);
      // Rows that are left out could hold any difference.
      if (open && rest >= LEAST_WITHHELD) continue;
      sumsOf[total]?.push({ at, sign: -1 });
      for (const id of parts) sumsOf[id]?.push({ at, sign: 1 });
    }
    this.sumsOf = sumsOf;
    this.ordered = sums.map(({ parts }) => parts.toSorted((a, b) => value(a) - value(b)));
  }

  protect(id: number): void {
    if (this.safe.has(id) || this.sumsOf[id]?.length === 0) return;
    for (let more = 0; more <= MOST_NEW; more += 1) {
      const witness = this.witnessFor(id, more);
      if (witness === null) continue;
      this.hideAll(witness.steps.keys());
      return;
    }
    this.hideAll(this.sums.map(({ total }) => total));
  }

  /** What a witness changes has another possible value as well. */
  private hideAll(ids: Iterable<number>): void {
    for (const id of ids) {
      const figure = this.figures[id];
      if (figure === undefined || figure.value === 0) continue;
      if (figure.small) this.safe.add(id);
      else this.withheld.add(id);
    }
  }

  /** A change of hidden figures that no total shows; `more` figures may have to be hidden for it. */
  private witnessFor(id: number, more: number): Change | null {
    for (const step of [1, -1]) {
      this.tries = 0;
      const change: Change = { steps: new Map(), off: new Map() };
      if (!this.allows(id, step)) continue;
      this.take(change, id, step);
      if (this.balance(change, more)) return change;
    }
    return null;
  }

  private take({ steps, off }: Change, id: number, step: number): void {
    steps.set(id, step);
    for (const { at, sign } of this.sumsOf[id] ?? []) {
      const now = (off.get(at) ?? 0) + sign * step;
      if (now === 0) off.delete(at);
      else off.set(at, now);
    }
  }

  /** Undoes the last step that was taken for the figure. */
  private untake(change: Change, id: number, step: number): void {
    this.take(change, id, -step);
    change.steps.delete(id);
  }

  private balance(change: Change, more: number): boolean {
    const [first] = change.off;
    if (first === undefined) return this.isPossible(change);
    if (++this.tries > MOST_TRIES) return false;
    for (const { id, step } of this.moves(...first, more)) {
      if (change.steps.has(id) || !this.allows(id, step)) continue;
      this.take(change, id, step);
      if (this.balance(change, this.isHidden(id) ? more : more - 1)) return true;
      this.untake(change, id, step);
    }
    return false;
  }

  /** What could make up for it: what is hidden already, then the smallest of what is shown, the total last. */
  private moves(at: number, by: number, more: number): { id: number; step: number }[] {
    const step = by > 0 ? -1 : 1;
    const parts = (this.ordered[at] ?? []).map((id) => ({ id, step }));
    const all = [...parts, { id: this.sums[at]?.total ?? -1, step: -step }];
    const hidden = all.filter(({ id }) => this.isHidden(id));
    return more === 0 ? hidden : [...hidden, ...all.filter(({ id }) => !this.isHidden(id))];
  }

  private isHidden(id: number): boolean {
    return this.figures[id]?.small === true || this.withheld.has(id);
  }

  /** Whether the figure, moved by that much, is still one that a reader must think possible. */
  private allows(id: number, step: number): boolean {
    const figure = this.figures[id];
    if (figure === undefined || figure.value === 0) return false;
    const moved = figure.value + step;
    if (figure.small) return moved >= 1 && moved <= figure.most;
    return step > 0 || moved >= LEAST_WITHHELD;
  }

  /** People of several parts may be the same, but a part is never more than its total. */
  private isPossible({ steps }: Change): boolean {
    const moved = (id: number) => (this.figures[id]?.value ?? 0) + (steps.get(id) ?? 0);
    return [...steps.keys()].every((id) =>
      (this.sumsOf[id] ?? []).every(({ at, sign }) => {
        const total = moved(this.sums[at]?.total ?? -1);
        return sign > 0 ? moved(id) <= total : (this.sums[at]?.parts ?? []).every((part) => moved(part) <= total);
      }),
    );
  }
}

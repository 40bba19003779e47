/** Of the 12-column grid: rows of 40 px, 16 px between. */
const ROW = 40;
const GAP = 16;
const HEAD = 44;
const PADDING = 16;
const FOOT = 24;

export function tileHeight(h: number): number {
  return h * ROW + (h - 1) * GAP;
}

/** What is left for the drawing below the head, and above the foot where there is one. */
export function bodyHeight(h: number, foot: boolean): number {
  return tileHeight(h) - HEAD - PADDING - 2 - (foot ? FOOT : 0);
}

import type { BlankCode, Cell } from "#lib/semantic/answer.ts";

/** Fewer people than this in a cell are not told apart. */
export const SMALLEST_CELL = 5;

/** A figure as it came, with what is needed to judge it. */
export type RawFigure = {
  readonly value: Cell;
  /** Of a ratio that has a numerator; else null. */
  readonly denominator: Cell;
  /** People behind the figure; null where it is not about people. */
  readonly users: Cell;
  readonly isAboutUsers: boolean;
};

/** A figure about 1 to 4 people is not shown; 0 is 0. */
export function isSuppressed({ value, users, isAboutUsers }: RawFigure): boolean {
  if (!isAboutUsers || typeof value !== "number" || value === 0) return false;
  return typeof users !== "number" || users < SMALLEST_CELL;
}

/** Why a figure is empty; null when it is there. */
export function blankOf(figure: RawFigure, missing: BlankCode): BlankCode | null {
  if (isSuppressed(figure)) return "suppressed";
  if (figure.value !== null) return null;
  return figure.denominator === null ? missing : "zero_denominator";
}

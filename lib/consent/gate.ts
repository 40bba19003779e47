import type { Tier } from "#lib/consent/model.ts";

/** A table of the warehouse as it is, with what is needed to ask for whom and for which day a row speaks. */
export type RawTable = {
  readonly table: string;
  readonly instanceKey: string;
  /** The row's own UTC day; also the partition column. */
  readonly dayColumn: string;
  /** First day of the month that a row describes, where that can differ from the row's own day. */
  readonly describes: string | null;
};

declare const GUARDED: unique symbol;

/**
 * A scan behind the gate: only rows whose instance, on the row's own day, is visible at `level`.
 * Unknown instance, gap or null: excluded. A plan's scan takes nothing else.
 */
export type Guarded = RawTable & { readonly level: Tier; readonly [GUARDED]: true };

/** Puts a table behind the gate at the level that the question needs. */
export function guard(table: RawTable, level: Tier): Guarded {
  // Minting point 2 of 3: the only place where a Guarded comes into being.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion
  return { ...table, level } as Guarded;
}

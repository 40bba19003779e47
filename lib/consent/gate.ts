import type { Tier } from "#lib/consent/model.ts";

/** A table of the warehouse as it is, with what is needed to ask for whom and for which day a row speaks. */
export type RawTable = {
  readonly table: string;
  /** Whose row it is: an instance's, or, where nothing but the registry's level is needed, an account's. */
  readonly keyedBy: "instance" | "account";
  readonly key: string;
  /** The row's own UTC day; also the partition column. */
  readonly dayColumn: string;
};

declare const GUARDED: unique symbol;

/**
 * A scan behind the gate: only rows whose instance, on the row's own day, is visible at `level`.
 * Unknown instance, gap or null: excluded. A plan's scan takes nothing else.
 */
export type Guarded = RawTable & { readonly level: Tier; readonly [GUARDED]: true };

/**
 * Puts a table behind the gate at the level that the question needs. What an account's row says was not sent by an
 * instance, so no consent of an instance could let it pass: such a table has the registry's level or none.
 */
export function guard(table: RawTable, level: Tier): Guarded {
  if (table.keyedBy === "account" && level > 0) throw new Error(`${table.table} has no instance to ask for consent`);
  // Minting point 2 of 3: the only place where a Guarded comes into being.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion
  return { ...table, level } as Guarded;
}

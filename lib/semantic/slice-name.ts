import type { Slice } from "#lib/semantic/compiled.ts";

/** The name of the statement that has this grain, among `rows` row fields. */
export function nameOf(
  { depth, pivoted, compared }: Pick<Slice, "depth" | "pivoted" | "compared">,
  rows: number,
  hasPivots: boolean,
): string {
  const isCells = depth === rows && pivoted === hasPivots;
  const name = isCells ? "rows" : `total_${depth}${pivoted ? "_pivots" : ""}`;
  return compared ? `${name}_compared` : name;
}

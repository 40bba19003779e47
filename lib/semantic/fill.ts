import type { Cell } from "#lib/semantic/answer.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";

type Row = readonly Cell[];

/**
 * Rows for the periods that nobody sent anything in, so that a gap is seen as a gap. Only where the period
 * is the one thing grouped and sorted by, and all rows are there.
 */
export function fillPeriods(query: CompiledQuery, rows: readonly Row[], truncated: boolean): readonly Row[] {
  const [first] = rows;
  if (first === undefined || truncated || !isSeriesOfPeriods(query)) return rows;
  const byStart = new Map(rows.map((row) => [row[0] ?? null, row]));
  const nothing = first.slice(1).map(() => null);
  const filled = query.periods.map(({ start }) => byStart.get(start) ?? [start, ...nothing]);
  const isDescending = String(first[0]) > String(rows.at(-1)?.[0]);
  return (isDescending ? filled.toReversed() : filled).slice(0, query.limit);
}

function isSeriesOfPeriods({ grain, timeSorted, columns }: CompiledQuery): boolean {
  return grain !== null && timeSorted && columns.every(({ column }) => column.kind !== "dimension");
}

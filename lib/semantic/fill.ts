import type { Cell } from "#lib/semantic/answer.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";

type Row = readonly Cell[];

/**
 * Rows for the periods that nobody sent anything in, so that a gap is seen as a gap. Only where the period
 * is the one thing grouped and sorted by, and all rows are there.
 */
export function fillPeriods(query: CompiledQuery, rows: readonly Row[], truncated: boolean): readonly Row[] {
  const alone = query.columns.every(({ column }) => column.kind !== "dimension");
  if (query.grain === null || truncated || !alone || !query.timeSorted || rows.length === 0) return rows;
  const byStart = new Map(rows.map((row) => [row[0] ?? null, row]));
  const width = Math.max(...rows.map((row) => row.length));
  const filled = query.periods.map(({ start }) => byStart.get(start) ?? [start, ...Array<null>(width - 1).fill(null)]);
  const descending = (rows[0]?.[0] ?? "") > (rows.at(-1)?.[0] ?? "");
  return (descending ? filled.toReversed() : filled).slice(0, query.limit);
}

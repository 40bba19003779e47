import type bigquery from "@google-cloud/bigquery/build/src/types.d.ts";
import { dayBefore } from "#lib/warehouse/port.ts";

/** Average bytes of a cell. Text counts two more than its length. */
const WIDTH: Readonly<Record<string, number>> = { INT64: 8, FLOAT64: 8, DATE: 8, TIMESTAMP: 8, BOOL: 1 };
const TEXT_WIDTH = 18;
const MS_PER_DAY = 86_400_000;

/** A table as the double has it: how much is in it, and from which day to which. */
export type TableLayout = {
  readonly resource: bigquery.ITable;
  readonly rows: number;
  /** First and last day of the partitions; null where the table has none. */
  readonly days: { readonly from: string; readonly to: string } | null;
};

/** By the whole path, `project.dataset.table`. */
export type Layout = ReadonlyMap<string, TableLayout>;

/** One reading of a table by a text: which columns of it, and how many of its days. */
export type Scan = { readonly path: string; readonly columns: readonly string[]; readonly share: number };

const SCAN = /`([^`]+)`(?: AS (\w+))?/g;

/** A scan of a partitioned table without both ends of a range on its partition column. */
export class NoPartitionFilter extends Error {}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MS_PER_DAY);
}

function valueOf(parameters: readonly bigquery.IQueryParameter[], name: string): string {
  return parameters.find((one) => one.name === name)?.parameterValue?.value ?? "";
}

/** The part of the table's days that the relation asks for. */
function shareOf(
  relation: string,
  alias: string,
  { days, resource }: TableLayout,
  parameters: readonly bigquery.IQueryParameter[],
): number {
  if (days === null) return 1;
  const column = resource.timePartitioning?.field ?? "day";
  const bound = (operator: string): string | null => {
    const found = new RegExp(`\\b${alias}\\.${column} ${operator} @(\\w+)`).exec(relation);
    return found === null ? null : valueOf(parameters, found[1] ?? "");
  };
  const [from, to] = [bound(">="), bound("<")];
  if (from === null || to === null) throw new NoPartitionFilter(column);
  const [low, high] = [from > days.from ? from : days.from, to < days.to ? to : days.to];
  return Math.max(0, daysBetween(low, high)) / Math.max(1, daysBetween(days.from, days.to));
}

/** What a text reads, relation by relation; it is read as it is written by the portal's own printer. */
export function scansOf(sql: string, parameters: readonly bigquery.IQueryParameter[], layout: Layout): Scan[] {
  return sql.split(/^\),?$/m).flatMap((relation) =>
    [...relation.matchAll(SCAN)].flatMap(([, path = "", alias = ""]) => {
      const table = layout.get(path);
      if (table === undefined) return [];
      const named = [...relation.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, "g"))].map(([, column = ""]) => column);
      return [{ path, columns: [...new Set(named)], share: shareOf(relation, alias, table, parameters) }];
    }),
  );
}

/** Bytes of the columns that are read, in the days that are read: what BigQuery charges for. */
export function bytesRead(scans: readonly Scan[], layout: Layout): number {
  const byTable = new Map<string, { columns: Set<string>; share: number }>();
  for (const { path, columns, share } of scans) {
    const read = byTable.get(path) ?? { columns: new Set(), share: 0 };
    for (const column of columns) read.columns.add(column);
    byTable.set(path, { columns: read.columns, share: Math.max(read.share, share) });
  }
  return [...byTable].reduce((sum, [path, { columns, share }]) => {
    const table = layout.get(path);
    const width = (table?.resource.schema?.fields ?? [])
      .filter(({ name }) => columns.has(name ?? ""))
      .reduce((all, { type }) => all + (WIDTH[type ?? ""] ?? TEXT_WIDTH), 0);
    return sum + Math.round((table?.rows ?? 0) * share * width);
  }, 0);
}

/** A range of so many days up to the last, half-open. */
export function lastDays(count: number, to: string): { from: string; to: string } {
  let from = to;
  for (let day = 0; day < count; day += 1) from = dayBefore(from);
  return { from, to };
}

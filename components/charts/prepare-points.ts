import { valueLabel } from "#components/charts/cell-text.ts";
import type { ChartPoint } from "#components/charts/chart-model.ts";
import { nextPeriod, periodsBetween, periodTitle, shortDayText, tickLabel } from "#components/charts/period.ts";
import { keyOf, memberOf, type SourcedSeries, type Table } from "#components/charts/prepare-series.ts";
import type { Answer, BlankCode } from "#lib/semantic/answer.ts";
import type { Grain } from "#lib/semantic/question.ts";

const LEAST_CATEGORIES = 3;
const MOST_CATEGORIES = 30;
/** A lying bar with its name needs this many pixels. */
const BAR_ROOM = 22;

/** What stands at one x before the strokes are decided. */
type Bare = Omit<ChartPoint, "solid" | "dashed" | "alone">;

export function preparePoints(
  table: Table,
  series: readonly SourcedSeries[],
  height: number,
): { readonly points: readonly ChartPoint[]; readonly notes: readonly string[] } {
  if (table.timed) return { points: withStrokes(timePoints(table, series)), notes: [] };
  const all = categoryPoints(table, series);
  const fitting = Math.floor((height - 2 * BAR_ROOM) / BAR_ROOM);
  const kept = all.slice(0, Math.min(MOST_CATEGORIES, Math.max(LEAST_CATEGORIES, fitting)));
  const notes =
    kept.length === all.length
      ? []
      : [`The ${String(kept.length)} largest of ${String(all.length)}; the table has them all.`];
  return { points: withStrokes(kept), notes };
}

function rowsByX({ answer, x }: Table): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  answer.rows.forEach((row, index) => {
    const key = x === -1 ? "" : keyOf(row[x] ?? null);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  return groups;
}

function timePoints(table: Table, series: readonly SourcedSeries[]): readonly Bare[] {
  const { answer } = table;
  const grain: Grain = answer.columns[table.x]?.grain ?? "day";
  const groups = rowsByX(table);
  const starts = [...groups.keys()].filter((key) => key !== "").sort();
  const last = lastPeriod(answer, starts.at(-1) ?? "", grain);
  return periodsBetween(starts[0] ?? "", last, grain).map((start, index, all) => {
    const through = answer.incomplete.find((one) => one.start === start)?.through ?? null;
    return {
      key: start,
      tick:
        through !== null && grain !== "day"
          ? `to ${shortDayText(through)}`
          : tickLabel(start, grain, index === 0 && !beginsYear(all[1])),
      title: periodTitle(start, grain),
      through,
      change: changeIn(answer, start, nextPeriod(start, grain)),
      ...valuesOf(table, groups.get(start) ?? [], series),
    };
  });
}

/** The first tick says the year unless the next one does. */
function beginsYear(start: string | undefined): boolean {
  return start?.slice(5, 7) === "01";
}

/** Silence up to the end of the range is part of the picture; days after the data clock are not. */
function lastPeriod({ range, clocks }: Answer, lastRow: string, grain: Grain): string {
  if (range === null || lastRow === "") return lastRow;
  let last = lastRow;
  for (let next = nextPeriod(last, grain); next < range.to && next <= clocks.data; next = nextPeriod(next, grain)) {
    last = next;
  }
  return last;
}

function changeIn({ coverage }: Answer, from: string, to: string): ChartPoint["change"] {
  const inside = coverage.changes.filter(({ day, marked }) => marked && day >= from && day < to);
  if (inside.length === 0) return null;
  return {
    entered: inside.reduce((sum, { entered }) => sum + entered, 0),
    left: inside.reduce((sum, { left }) => sum + left, 0),
  };
}

function categoryPoints(table: Table, series: readonly SourcedSeries[]): readonly Bare[] {
  const { answer, x } = table;
  const points = [...rowsByX(table)].map(([key, rows]) => {
    const label = x === -1 ? "" : valueLabel(answer.rows[rows[0] ?? 0]?.[x] ?? null);
    return { key, tick: label, title: label, through: null, change: null, ...valuesOf(table, rows, series) };
  });
  return points.sort((a, b) => total(b) - total(a) || (a.title < b.title ? -1 : 1));
}

/** A category without any value comes last, after one that is really zero. */
function total({ values }: Pick<Bare, "values">): number {
  const present = values.filter((value) => value !== null);
  return present.length === 0 ? -1 : present.reduce((sum, value) => sum + value, 0);
}

function valuesOf(table: Table, rows: readonly number[], series: readonly SourcedSeries[]) {
  const cells = series.map((one) => valueOf(table, rows, one));
  return {
    row: rows.length === 1 ? (rows[0] ?? null) : null,
    values: cells.map(({ value }) => value),
    blanks: cells.map(({ blank }) => blank),
  };
}

function valueOf(
  table: Table,
  rows: readonly number[],
  { column, members }: SourcedSeries,
): { readonly value: number | null; readonly blank: BlankCode | null } {
  const { rows: all, blanks } = table.answer;
  const mine = members === null ? rows : rows.filter((row) => members.has(memberOf(table, row)));
  const present = mine.map((row) => all[row]?.[column]).filter((cell) => typeof cell === "number");
  if (present.length > 0) return { value: present.reduce((sum, value) => sum + value, 0), blank: null };
  return { value: null, blank: blanks.find((one) => one.column === column && mine.includes(one.row))?.code ?? null };
}

function withStrokes(points: readonly Bare[]): readonly ChartPoint[] {
  return points.map((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    return {
      ...point,
      solid: point.values.map((value) => (point.through === null ? value : null)),
      dashed: point.values.map((value, one) => {
        if (point.through !== null) return value;
        const leads = typeof after?.through === "string" && after.values[one] !== null;
        return leads ? value : null;
      }),
      alone: point.values.map(
        (value, one) =>
          value !== null && (before?.values[one] ?? null) === null && (after?.values[one] ?? null) === null,
      ),
    };
  });
}

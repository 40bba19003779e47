import type { ChartKind, ChartModel, ChartPoint } from "#components/charts/chart-model.ts";
import { prepareAxis } from "#components/charts/prepare-axis.ts";
import { annotationMarks, changeWords, prepareMarks } from "#components/charts/prepare-marks.ts";
import { preparePoints } from "#components/charts/prepare-points.ts";
import { prepareSeries, type Table } from "#components/charts/prepare-series.ts";
import { prepareSummary } from "#components/charts/prepare-summary.ts";
import type { Vis } from "#lib/looks/contract.ts";
import type { Answer, AnswerColumn } from "#lib/semantic/answer.ts";

const LONGEST_TICK = 12;
const MOST_UPRIGHT_BARS = 8;

/**
 * Decides everything about a chart: one panel for each unit of measure, because unlike units never share
 * an axis. Null when the answer holds nothing that can be drawn.
 */
export function prepareChart(answer: Answer, vis: Vis, height: number): readonly ChartModel[] | null {
  const measures = measureColumns(answer);
  if (measures.length === 0 || answer.rows.length === 0) return null;
  const panels = splitDimensions(answer).length === 0 ? byFormat(measures) : [measures.slice(0, 1)];
  return panels.map((columns, index) => preparePanel(answer, vis, columns, { index, room: height / panels.length }));
}

type Placed = { readonly column: AnswerColumn; readonly index: number };

function measureColumns(answer: Answer): readonly Placed[] {
  return answer.columns
    .map((column, index) => ({ column, index }))
    .filter(({ column }) => column.role === "value" && !column.rowTotal);
}

/** The dimensions that become series: all beside time, all but the first without it. */
function splitDimensions(answer: Answer): readonly number[] {
  const dimensions = answer.columns.flatMap((column, index) => (column.kind === "dimension" ? [index] : []));
  const timed = answer.columns.some((column) => column.kind === "time");
  return timed ? dimensions : dimensions.slice(1);
}

function byFormat(measures: readonly Placed[]): readonly (readonly Placed[])[] {
  const panels = new Map<string, Placed[]>();
  for (const measure of measures) {
    const panel = panels.get(measure.column.format);
    if (panel === undefined) panels.set(measure.column.format, [measure]);
    else panel.push(measure);
  }
  return [...panels.values()];
}

type Panel = { readonly index: number; readonly room: number };

function preparePanel(answer: Answer, vis: Vis, measures: readonly Placed[], panel: Panel): ChartModel {
  const time = answer.columns.findIndex((column) => column.kind === "time");
  const table: Table = {
    answer,
    x: time === -1 ? answer.columns.findIndex((column) => column.kind === "dimension") : time,
    timed: time !== -1,
    split: splitDimensions(answer),
    measures: measures.map(({ index }) => index),
  };
  const [first] = measures;
  const format = first?.column.format ?? "decimal";
  const kind = kindOf(vis, table.timed);
  const { series, notes } = prepareSeries(table, kind);
  const { points, notes: more } = preparePoints(table, series, panel.room);
  const target = panel.index === 0 ? vis.target : null;
  const axis = prepareAxis({ values: extent(points, kind, target), format, fromZero: kind !== "line" });
  const title = first?.column.label ?? "";
  const noted = answer.annotations.filter(
    ({ metric }) => metric === null || measures.some(({ column }) => column.id === metric),
  );
  const changes = answer.definitions.filter(({ metric }) => measures.some(({ column }) => column.id === metric));
  return {
    kind,
    horizontal: !table.timed && lies(vis, points),
    series: series.map(({ key, label, slot, ghost }) => ({ key, label, slot, ghost })),
    points,
    axis,
    format,
    title,
    target,
    marks: table.timed ? [...prepareMarks(changes, points), ...annotationMarks(noted, points)] : [],
    notes: [
      ...notes,
      ...changes.map(changeWords),
      ...more,
      ...(axis.broken ? ["The axis does not start at zero."] : []),
    ],
    summary: prepareSummary({ title, series, points, format, timed: table.timed }),
  };
}

/** A line needs time under it; without time its values stand side by side. */
function kindOf(vis: Vis, timed: boolean): ChartKind {
  if (vis.type === "stacked_bar" || vis.type === "bar") return vis.type;
  if (!timed) return "bar";
  return vis.type === "area" ? "area" : "line";
}

function lies(vis: Vis, points: readonly ChartPoint[]): boolean {
  return vis.horizontal || points.length > MOST_UPRIGHT_BARS || points.some(({ tick }) => tick.length > LONGEST_TICK);
}

/** The values the axis must hold: sums where marks are stacked. */
function extent(points: readonly ChartPoint[], kind: ChartKind, target: Vis["target"]): readonly number[] {
  const stacked = kind === "stacked_bar" || kind === "area";
  const values = points.flatMap(({ values: all }) => {
    const present = all.filter((value) => value !== null);
    return stacked ? [present.reduce((sum, value) => sum + value, 0)] : present;
  });
  return target === null ? values : [...values, target.value];
}

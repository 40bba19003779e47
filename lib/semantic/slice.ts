import type { Place, Slice } from "#lib/semantic/compiled.ts";
import type { Dimension, Metric, Model } from "#lib/semantic/model.ts";
import { hasTotal, oneOf, type Plan, planOf } from "#lib/semantic/plan.ts";
import type { Question } from "#lib/semantic/question.ts";
import type { Resolved, ResolvedColumn } from "#lib/semantic/resolved.ts";
import { nameOf } from "#lib/semantic/slice-name.ts";

/** Which of the fields of the answer stay apart: the first `depth` of the rows, and the pivots or not. */
type Shape = Pick<Slice, "depth" | "pivoted" | "compared">;

/** A slice with the plan of its statement. */
export type PlannedSlice = { readonly slice: Slice; readonly plan: Plan };

/**
 * Every grain that the answer shows, each to be computed as a question of its own: nothing is added up afterwards.
 * The first is that of the cells.
 */
export function slicesOf(model: Model, question: Question, resolved: Resolved): PlannedSlice[] {
  const shapes = shapesOf(question, resolved).map((shape) => ({ ...shape, compared: false }));
  const compared = resolved.compare === null ? [] : shapes.map((shape) => ({ ...shape, compared: true }));
  return [...shapes, ...compared].flatMap((shape) => planned(model, resolved, shape) ?? []);
}

/** Fields of the rows, in their order: their first ones make the groups of the subtotals. */
export function rowFields(columns: readonly ResolvedColumn[]): number[] {
  return columns.flatMap((column, index) => (column.kind !== "metric" && !column.pivoted ? [index] : []));
}

export function hasPivots(columns: readonly ResolvedColumn[]): boolean {
  return columns.some((column) => column.kind !== "metric" && column.pivoted);
}

function shapesOf(question: Question, resolved: Resolved): Omit<Shape, "compared">[] {
  const rows = rowFields(resolved.columns).length;
  const pivots = hasPivots(resolved.columns);
  const across = pivots && question.totals.row;
  const shapes = [{ depth: rows, pivoted: pivots }];
  if (pivots && (across || needsRowTotals(resolved))) shapes.push({ depth: rows, pivoted: false });
  for (const depth of depthsOf(question, resolved).filter((one) => one < rows || pivots)) {
    shapes.push({ depth, pivoted: pivots });
    if (across) shapes.push({ depth, pivoted: false });
  }
  return shapes.filter((shape, index) => index === shapes.findIndex((one) => same(one, shape)));
}

/** Rows with pivots are sorted by a figure through their totals, and shares of the row are shares of them. */
function needsRowTotals({ columns, calcs, sort, having }: Resolved): boolean {
  return (
    having.length > 0 ||
    calcs.some(({ kind }) => kind === "percent_of_row") ||
    sort.some(({ column }) => columns[column]?.kind === "metric")
  );
}

/** From the inner subtotals to the total. */
function depthsOf({ totals }: Question, { columns, calcs }: Resolved): number[] {
  const rows = rowFields(columns).length;
  const inner = totals.sub ? Array.from({ length: Math.max(0, rows - 1) }, (_, index) => rows - 1 - index) : [];
  const isTotalNeeded = totals.grand || calcs.some(({ kind }) => kind === "percent_of_total");
  return isTotalNeeded ? [...inner, 0] : inner;
}

function same(a: Omit<Shape, "compared">, b: Omit<Shape, "compared">): boolean {
  return a.depth === b.depth && a.pivoted === b.pivoted;
}

function planned(model: Model, resolved: Resolved, shape: Shape): PlannedSlice | null {
  const { columns } = resolved;
  const rows = rowFields(columns);
  const kept = new Set(rows.slice(0, shape.depth));
  const stays = (column: ResolvedColumn, index: number) =>
    column.kind !== "metric" && (column.pivoted ? shape.pivoted : kept.has(index));
  const isTimed = columns.some((column, index) => column.kind === "time" && stays(column, index));
  const whole = !isTimed && columns.some(({ kind }) => kind === "time");
  const single = resolved.periods.length === 1;
  const slots = resolved.metrics.flatMap(({ metric }, slot) => (!whole || hasTotal(metric, single) ? [slot] : []));
  if (slots.length === 0) return null;
  const groups = columns.flatMap((column, index) =>
    column.kind === "dimension" && stays(column, index) ? [column.dimension] : [],
  );
  const name = nameOf(shape, rows.length, hasPivots(columns));
  const plan = planOf(model, {
    ...inTime(resolved, shape.compared, whole && !single),
    ...pick(resolved, slots),
    groups,
  });
  return { slice: { statement: name, ...shape, places: placesOf(resolved, slots, groups) }, plan };
}

function pick({ metrics }: Resolved, slots: readonly number[]): Pick<Resolved, "metrics"> {
  return { metrics: slots.flatMap((slot) => metrics[slot] ?? []) };
}

/** The days of the question or of what it is compared with, as they are cut or as one. */
function inTime(resolved: Resolved, compared: boolean, asOne: boolean): Resolved {
  const { compare } = resolved;
  const moved =
    compared && compare !== null ? { ...resolved, range: compare.range, periods: compare.periods } : resolved;
  return asOne ? { ...moved, grain: null, periods: oneOf(moved.periods) } : moved;
}

/** A result row holds the period, the groups, then the figures; a ratio has its denominator, people their number beside it. */
function placesOf({ columns, metrics }: Resolved, slots: readonly number[], groups: readonly Dimension[]): Place[] {
  const alone = { denominator: null, users: null };
  const figures = figurePlaces(pickMetrics(metrics, slots), 1 + groups.length);
  return columns.flatMap((column, index): Place[] => {
    if (column.kind === "time") return [{ column: index, at: 0, ...alone }];
    if (column.kind === "dimension") {
      const group = groups.indexOf(column.dimension);
      return group === -1 ? [] : [{ column: index, at: 1 + group, ...alone }];
    }
    const figure = figures[slots.indexOf(column.slot)];
    return figure === undefined ? [] : [{ column: index, ...figure }];
  });
}

function pickMetrics(metrics: Resolved["metrics"], slots: readonly number[]): Metric[] {
  return slots.flatMap((slot) => metrics[slot]?.metric ?? []);
}

function figurePlaces(metrics: readonly Metric[], before: number): Omit<Place, "column">[] {
  let next = before;
  return metrics.map(({ denominator, users }) => {
    const at = next++;
    return {
      at,
      denominator: denominator === null ? null : next++,
      users: users === null ? null : next++,
    };
  });
}

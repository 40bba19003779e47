import type { Aggregate, Dimension, Metric } from "#lib/semantic/model.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import type { CalcKind, Question } from "#lib/semantic/question.ts";
import { invalid, type ResolvedCalc, type ResolvedColumn } from "#lib/semantic/resolved.ts";

/** Refuses what would not mean anything: a sum of rates, a change without time. */
export function resolveCalcs(
  { calcs }: Question,
  columns: readonly ResolvedColumn[],
  groups: readonly Dimension[],
): ResolvedCalc[] {
  const seen = new Set<string>();
  return calcs.map(({ id, label, kind, of }, index) => {
    if (seen.has(id)) throw invalid(`The table calculation "${id}" is there twice.`, `calcs.${index}.id`, `${id}_2`);
    seen.add(id);
    const at = columns.findIndex((column) => column.kind === "metric" && column.metric.id === of);
    const column = columns[at];
    if (column?.kind !== "metric") throw unknownFigure(of, columns, `calcs.${index}.of`);
    const refusal = whyNot(kind, column.metric, columns, groups);
    if (refusal !== null) throw invalid(refusal.message, `calcs.${index}.kind`, refusal.suggestion);
    return { id, label, kind, of: at };
  });
}

function unknownFigure(of: string, columns: readonly ResolvedColumn[], path: string) {
  const shown = columns.flatMap((column) => (column.kind === "metric" ? [column.metric.id] : []));
  const meant = nearest(of, shown) ?? shown.join(", ");
  return invalid(`A table calculation needs a figure that is shown, and "${of}" is not.`, path, meant);
}

type Refusal = { readonly message: string; readonly suggestion: string };

function whyNot(
  kind: CalcKind,
  metric: Metric,
  columns: readonly ResolvedColumn[],
  groups: readonly Dimension[],
): Refusal | null {
  const timed = columns.some((column) => column.kind === "time");
  const pivoted = columns.some((column) => column.kind !== "metric" && column.pivoted);
  switch (kind) {
    case "rank":
      return null;
    case "percent_change":
      return timed
        ? null
        : { message: "A change needs a time column: it is against the period before.", suggestion: "Add the date" };
    case "percent_of_row":
      if (!pivoted) return { message: "A share of the row needs pivots.", suggestion: "percent_of_total" };
      return metric.denominator === null ? null : rate(metric);
    case "percent_of_total":
      return metric.denominator === null ? null : rate(metric);
    case "running_total":
      return addsUp(metric, timed, groups) ? null : twice(metric);
  }
}

function rate({ label }: Metric): Refusal {
  return { message: `${label} is a rate: a share of a rate means nothing.`, suggestion: "rank" };
}

function twice({ label }: Metric): Refusal {
  return { message: `A running total of ${label} would count the same more than once.`, suggestion: "percent_change" };
}

const OVER_TIME: readonly Aggregate[] = ["count", "sum", "increase"];
const OVER_INSTANCES: readonly Aggregate[] = ["last", "present", "seats", "on_record"];

/** Counts of rows add up. What is true of an instance adds up over instances of one period, not over periods. */
function addsUp({ numerator: { agg }, denominator }: Metric, timed: boolean, groups: readonly Dimension[]): boolean {
  if (denominator !== null) return false;
  return OVER_TIME.includes(agg) || (OVER_INSTANCES.includes(agg) && !timed && groups.length > 0);
}

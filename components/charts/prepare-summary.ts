import type { ChartPoint, Series } from "#components/charts/chart-model.ts";
import { kpiText, type NumberFormat } from "#components/charts/number-format.ts";

type SummaryInput = {
  readonly title: string;
  readonly series: readonly Series[];
  readonly points: readonly ChartPoint[];
  readonly format: NumberFormat;
  readonly timed: boolean;
};

/** The picture in one sentence. */
export function prepareSummary({ title, series, points, format, timed }: SummaryInput): string {
  if (series.length > 1) {
    const names = series.map(({ label }) => label).join(", ");
    return `${title} for ${names}, ${span(points, timed)}.`;
  }
  const known = points.flatMap((point) => {
    const [value = null] = point.values;
    return value === null ? [] : [{ title: point.title, value }];
  });
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return `${title}: no values in this range.`;
  const highest = known.reduce((best, one) => (one.value > best.value ? one : best), first);
  if (known.length === 1) return `${title}: ${kpiText(first.value, format)} in ${first.title}.`;
  if (!timed) {
    return `${title} for ${String(points.length)} values: highest ${kpiText(highest.value, format)} for ${highest.title}, lowest ${kpiText(last.value, format)} for ${last.title}.`;
  }
  return `${title} from ${kpiText(first.value, format)} in ${first.title} to ${kpiText(last.value, format)} in ${last.title}; highest ${kpiText(highest.value, format)} in ${highest.title}.`;
}

function span(points: readonly ChartPoint[], timed: boolean): string {
  if (!timed) return `${String(points.length)} values each`;
  return `${points[0]?.title ?? ""} to ${points.at(-1)?.title ?? ""}`;
}

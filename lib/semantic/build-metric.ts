import { asTier, type BuiltSource } from "#lib/semantic/build-source.ts";
import type { Aggregate, Dimension, Measure, Metric } from "#lib/semantic/model.ts";
import type { ModelFile } from "#lib/semantic/model-file.ts";
import type { MetricText } from "#lib/semantic/model-schema.ts";
import { nearest } from "#lib/semantic/nearest.ts";

/** Resolves the measures of a metric; null when a fault went to the file. */
export function buildMetric(file: ModelFile, text: MetricText, built: readonly BuiltSource[]): Metric | null {
  const parts = measuresOf(file, text, built);
  if (parts === null) return null;
  const { numerator, denominator } = parts;
  if (denominator !== null && !isRatio(numerator.agg, denominator.agg))
    file.add(["ratio"], "A ratio divides a mean per day by a last value, or a last value by seats");
  const strange = text.population.types.find((type) => !text.population.allows.includes(type));
  if (strange !== undefined) file.add(["population", "types"], `"${strange}" is counted but not allowed`);
  const { how_to_read: howToRead, min_version: minVersion, needs_grain: needsGrain, metric: id, ...rest } = text;
  return {
    ...rest,
    id,
    howToRead,
    minVersion,
    needsGrain,
    numerator,
    denominator,
    level: asTier(Math.max(numerator.level, denominator?.level ?? 0)),
    dimensions: dimensionsFor(numerator, denominator, built).map((dimension) => dimension.id),
  };
}

type Parts = { readonly numerator: Measure; readonly denominator: Measure | null };

function measuresOf(file: ModelFile, { measure, ratio }: MetricText, built: readonly BuiltSource[]): Parts | null {
  const measures = new Map(built.flatMap((one) => one.measures.map((known) => [known.id, known])));
  const find = (id: string, path: readonly string[]): Measure | null => {
    const known = measures.get(id) ?? null;
    const meant = nearest(id, measures.keys());
    if (known === null) file.add(path, `Unknown measure "${id}"${meant === null ? "" : `, did you mean "${meant}"?`}`);
    return known;
  };
  if (ratio === null) {
    const numerator = find(measure ?? "", ["measure"]);
    return numerator === null ? null : { numerator, denominator: null };
  }
  const numerator = find(ratio.numerator, ["ratio", "numerator"]);
  const denominator = find(ratio.denominator, ["ratio", "denominator"]);
  return numerator === null || denominator === null ? null : { numerator, denominator };
}

function isRatio(numerator: Aggregate, denominator: Aggregate): boolean {
  return (numerator === "mean_per_day" && denominator === "last") || (numerator === "last" && denominator === "seats");
}

/** Registry attributes stand beside everything, columns of a row only beside measures of the same rows. */
function dimensionsFor(numerator: Measure, denominator: Measure | null, built: readonly BuiltSource[]): Dimension[] {
  const oneSource = denominator === null || denominator.source === numerator.source;
  return built
    .flatMap(({ dimensions }) => dimensions)
    .filter(({ from }) => from.kind === "registry" || (oneSource && from.source === numerator.source));
}

import { asTier, type BuiltSource } from "#lib/semantic/build-source.ts";
import type { Dimension, Measure, Metric } from "#lib/semantic/model.ts";
import type { ModelFile } from "#lib/semantic/model-file.ts";
import type { MetricText } from "#lib/semantic/model-schema.ts";
import { nearest } from "#lib/semantic/nearest.ts";

/** Resolves the measures of a metric; null when a fault went to the file. */
export function buildMetric(file: ModelFile, text: MetricText, built: readonly BuiltSource[]): Metric | null {
  const parts = measuresOf(file, text, built);
  if (parts === null) return null;
  const { numerator, denominator } = parts;
  checkRatio(file, numerator, denominator);
  checkPeriod(file, text, [numerator, denominator]);
  const strange = text.population.types.find((type) => !text.population.allows.includes(type));
  if (strange !== undefined) file.add(["population", "types"], `"${strange}" is counted but not allowed`);
  const { how_to_read: howToRead, min_version: minVersion, needs_grain: needsGrain, metric: id, ...rest } = text;
  return {
    ...rest,
    id,
    howToRead,
    minVersion,
    needsGrain,
    weekStart: weekStartOf([numerator, denominator]),
    numerator,
    denominator,
    derived: null,
    users: denominator?.users ?? numerator.users,
    level: asTier(Math.max(numerator.level, denominator?.level ?? 0)),
    dimensions: dimensionsFor(numerator, denominator, built).map((dimension) => dimension.id),
  };
}

function weekStartOf(measures: readonly (Measure | null)[]): Metric["weekStart"] {
  return measures.find((one) => one?.describes?.grain === "week")?.describes?.weekStart ?? null;
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

/** Both sides are made of the same rows, so that they stand in the same group; or seats stand below. */
function checkRatio(file: ModelFile, numerator: Measure, denominator: Measure | null): void {
  if (denominator === null) return;
  const single = [numerator, denominator].find(({ agg }) => agg.endsWith("_of_instances"));
  if (single !== undefined)
    file.add(["ratio"], `${single.id} is not a sum over instances, so it cannot be part of a ratio`);
  const perSeat = denominator.agg === "seats" && numerator.kind === "newest";
  const together = numerator.source === denominator.source && numerator.kind === denominator.kind;
  if (perSeat || (together && numerator.kind !== "registry")) return;
  file.add(["ratio"], "A ratio divides two measures that are made of the same rows, or one of newest rows by seats");
}

/** What describes a month or a week is asked by that, and by no other grain. */
function checkPeriod(file: ModelFile, text: MetricText, measures: readonly (Measure | null)[]): void {
  for (const measure of measures) {
    const describes = measure?.describes ?? null;
    if (describes === null) continue;
    const { grain, column } = describes;
    const fits = text.needs_grain && text.grains.every((one) => one === grain);
    if (!fits)
      file.add(["grains"], `${column} says which ${grain} a value describes: grains is [${grain}], needs_grain true`);
  }
}

/** Registry attributes stand beside everything, columns of a row only beside measures of the same rows. */
function dimensionsFor(numerator: Measure, denominator: Measure | null, built: readonly BuiltSource[]): Dimension[] {
  const oneSource = denominator === null || denominator.source === numerator.source;
  const ofAccount = built.some(({ source: { id, raw } }) => id === numerator.source && raw?.keyedBy === "account");
  return built
    .flatMap(({ dimensions }) => dimensions)
    .filter(({ from }) => {
      if (from.kind === "row") return oneSource && from.source === numerator.source;
      if (from.kind !== "registry") return false;
      return !ofAccount || from.column.startsWith("account.") || from.column === "interval.account_type";
    });
}

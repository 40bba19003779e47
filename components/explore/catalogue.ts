import type { Field } from "#lib/explore/contract.ts";
import { GRAINS, type Grain, type Question } from "#lib/semantic/question.ts";

/** The fields of the model by id, in the order of the server. */
export type Catalogue = ReadonlyMap<string, Field>;

export function catalogueOf(fields: readonly Field[]): Catalogue {
  return new Map(fields.map((field) => [field.id, field]));
}

export function metricsOf(question: Question, catalogue: Catalogue): Field[] {
  return chosen(question, catalogue).filter((field) => field.kind === "metric");
}

/** The grains that every chosen metric has, finest first. */
export function grainsOf(question: Question, catalogue: Catalogue): Grain[] {
  return sharedGrains(metricsOf(question, catalogue));
}

/** True when a chosen metric has no meaning without a grain. */
export function grainNeeded(question: Question, catalogue: Catalogue): boolean {
  return metricsOf(question, catalogue).some((field) => field.metric?.needsGrain === true);
}

/** The date field on which all these metrics can be counted, the first metric's own first. */
export function timeFieldFor(metrics: readonly Field[], catalogue: Catalogue): string | null {
  const times = [...catalogue.values()].filter((field) => field.kind === "time").map((field) => field.id);
  const first = metrics[0]?.metric?.dimensions ?? times;
  const shared = first.filter((id) => times.includes(id) && metrics.every((metric) => canStandBeside(metric, id)));
  return shared[0] ?? null;
}

/** Why a field cannot join the question, in a sentence; null when it can. */
export function whyNot(field: Field, question: Question, catalogue: Catalogue): string | null {
  const metrics = metricsOf(question, catalogue).filter((metric) => metric.id !== field.id);
  if (field.kind === "metric") return whyNotMetric(field, metrics, question, catalogue);
  const against = metrics.find((metric) => !canStandBeside(metric, field.id));
  return against === undefined ? null : `${against.label} cannot be broken down by ${field.label}.`;
}

function whyNotMetric(
  field: Field,
  metrics: readonly Field[],
  question: Question,
  catalogue: Catalogue,
): string | null {
  const dimensions = [...chosen(question, catalogue), ...filtered(question, catalogue)];
  const against = dimensions.find((other) => other.kind === "dimension" && !canStandBeside(field, other.id));
  if (against !== undefined) return `${field.label} cannot be broken down by ${against.label}.`;
  const beside = metrics.find((metric) => sharedGrains([metric, field]).length === 0);
  if (beside !== undefined) return `${field.label} and ${beside.label} have no grain in common.`;
  if (metrics.length > 0 && timeFieldFor([...metrics, field], catalogue) === null) {
    return `${field.label} and ${metrics.map((metric) => metric.label).join(", ")} have no date in common.`;
  }
  return null;
}

function sharedGrains(metrics: readonly Field[]): Grain[] {
  return GRAINS.filter((grain) => metrics.every((field) => field.metric?.grains.includes(grain) ?? true));
}

function canStandBeside(metric: Field, id: string): boolean {
  return metric.metric?.dimensions.includes(id) ?? false;
}

function chosen(question: Question, catalogue: Catalogue): Field[] {
  return question.fields.flatMap((entry) => catalogue.get(entry.id) ?? []);
}

function filtered(question: Question, catalogue: Catalogue): Field[] {
  return question.filters.flatMap((filter) => catalogue.get(filter.field) ?? []);
}

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

/**
 * The date that a metric is counted by: that of the rows it comes from. What comes from no dated rows of
 * its own, such as instances on record, goes by the last date of the model.
 */
export function timeFieldOf(metric: Field, catalogue: Catalogue): string | null {
  const times = [...catalogue.values()].filter((field) => field.kind === "time");
  const sources = new Set(metric.metric?.dimensions.map(sourceOf) ?? []);
  const own = times.find((time) => sources.has(sourceOf(time.id))) ?? times.find((time) => time.group === metric.group);
  return (own ?? times.at(-1))?.id ?? null;
}

/** Why a field cannot join the question, in a sentence; null when it can. */
export function whyNot(field: Field, question: Question, catalogue: Catalogue): string | null {
  const metrics = metricsOf(question, catalogue).filter((metric) => metric.id !== field.id);
  if (field.kind === "metric") return whyNotMetric(field, metrics, question, catalogue);
  if (field.kind === "time") return whyNotTime(field, metrics, catalogue);
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
  return beside === undefined ? null : `${field.label} and ${beside.label} have no grain in common.`;
}

function whyNotTime(field: Field, metrics: readonly Field[], catalogue: Catalogue): string | null {
  const [first] = metrics;
  if (first === undefined || metrics.some((metric) => timeFieldOf(metric, catalogue) === field.id)) return null;
  return `${first.label} is not counted by ${field.label}.`;
}

function sharedGrains(metrics: readonly Field[]): Grain[] {
  return GRAINS.filter((grain) => metrics.every((field) => field.metric?.grains.includes(grain) ?? true));
}

function canStandBeside(metric: Field, id: string): boolean {
  return metric.metric?.dimensions.includes(id) ?? false;
}

function chosen(question: Question, catalogue: Catalogue): Field[] {
  return [...question.fields, ...question.pivots].flatMap((entry) => catalogue.get(entry.id) ?? []);
}

function filtered(question: Question, catalogue: Catalogue): Field[] {
  return question.filters.flatMap((filter) => catalogue.get(filter.field) ?? []);
}

function sourceOf(id: string): string {
  return id.split(".")[0] ?? id;
}

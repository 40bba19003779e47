import type { z } from "zod";
import { ACCOUNT_TYPES, LEVELS } from "#lib/consent/model.ts";
import type { Field } from "#lib/explore/contract.ts";
import { escapeValue } from "#lib/semantic/filter-text.ts";
import type { Dimension, Metric, Model, TimeField } from "#lib/semantic/model.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";

type FieldOut = z.input<typeof Field>;

/** The catalogue as the field picker shows it: dimensions, time fields, then metrics. */
export function fieldsOf(model: Model): FieldOut[] {
  return [
    ...[...model.dimensions.values()].map(dimensionField),
    ...[...model.timeFields.values()].map(timeField),
    ...[...model.metrics.values()].map(metricField),
  ];
}

function dimensionField(dimension: Dimension): FieldOut {
  const { id, label, group, type, description, synonyms, suggest, level } = dimension;
  const format = type === "number" ? "decimal" : type === "date" ? "date" : "text";
  const kind = "dimension" as const;
  return {
    id,
    label,
    group,
    kind,
    type,
    format,
    level: LEVELS[level],
    description,
    synonyms: [...synonyms],
    suggest,
    metric: null,
  };
}

function timeField({ id, label, group, description, synonyms }: TimeField): FieldOut {
  const shared = { id, label, group, description, synonyms: [...synonyms] };
  return { ...shared, kind: "time", type: "date", format: "date", level: "registry", suggest: false, metric: null };
}

function metricField(metric: Metric): FieldOut {
  const { id, label, group, description, format, level, population } = metric;
  const { formula, owner, certified, howToRead, needsGrain, status, version, minVersion, better } = metric;
  const { unit, types, label: counted } = population;
  return {
    id,
    label,
    group,
    kind: "metric",
    type: "number",
    format,
    level: LEVELS[level],
    description,
    synonyms: [...metric.synonyms],
    suggest: false,
    metric: {
      formula,
      owner,
      certified: certified === null ? null : { ...certified },
      howToRead,
      grains: [...metric.grains],
      needsGrain,
      population: { unit, types: [...types], label: counted },
      status,
      version,
      minVersion,
      better,
      dimensions: [...metric.dimensions],
    },
  };
}

export const MOST_SUGGESTIONS = 50;

/** Figures by which the values of a source's dimensions are best found: a value is seen only where the gate lets a row pass. */
const WITNESS: ReadonlyMap<string, string> = new Map([
  ["instance_day", "active_instances"],
  ["event", "events"],
]);

/** The question whose rows are a field's values; null where values are not suggested. */
export function suggestQuestion(model: Model, dimension: Dimension, typed: string): Question | null {
  if (!dimension.suggest) return null;
  const { id, from } = dimension;
  const filters = typed.trim() === "" ? [] : [{ field: id, text: `%${escapeInside(typed.trim())}%` }];
  const shared: Question = {
    ...EMPTY_QUESTION,
    population: [...ACCOUNT_TYPES],
    filters,
    sort: [{ field: id, desc: false }],
    limit: MOST_SUGGESTIONS,
  };
  if (from.kind === "registry") return { ...shared, fields: [{ id }, { id: "instances" }] };
  const [time] = from.kind === "row" ? timesOf(model, from.source) : [];
  const witness = witnessOf(model, dimension);
  if (time === undefined || witness === null) return null;
  return { ...shared, fields: [{ id }, { id: witness }], time: { field: time, grain: null, range: "90 days" } };
}

function timesOf({ sources }: Model, source: string): string[] {
  const time = sources.get(source)?.time ?? null;
  return time === null ? [] : [time.id];
}

/** A figure that has no period of its own stands beside the field on all of its days. */
function witnessOf({ metrics }: Model, { id, source }: Dimension): string | null {
  const known = WITNESS.get(source);
  if (known !== undefined && metrics.has(known)) return known;
  return [...metrics.values()].find((one) => !one.needsGrain && one.dimensions.includes(id))?.id ?? null;
}

/** Typed text inside `%…%`, where only the signs of the grammar need care. */
function escapeInside(typed: string): string {
  return escapeValue(`x${typed}x`).slice(1, -1);
}

import type { Dimension, Metric, Model, TimeField } from "#lib/semantic/model.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import { invalid } from "#lib/semantic/resolved.ts";

type NamedField =
  | { readonly kind: "dimension"; readonly dimension: Dimension }
  | { readonly kind: "metric"; readonly metric: Metric }
  | { readonly kind: "time"; readonly time: TimeField };

/** Letters and digits alone: `Customer Tenure (days)` and `customer_tenure_days` are one name. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/**
 * The field that a filter names: by its id, its label or a synonym, as the address of an older report has it
 * (`Telemetry Status`, `Unique Server ID`). Of dates with one name it is the one that the question goes by.
 */
export function fieldNamed(model: Model, name: string, timeField: string | null, path: string): NamedField {
  const exact = byId(model, name);
  if (exact !== null) return exact;
  const wanted = plain(name);
  const ownDate = timeField === null ? null : byId(model, timeField);
  if (ownDate !== null && [...labelOf(ownDate), ...synonymsOf(ownDate)].map(plain).includes(wanted)) return ownDate;
  for (const namesOf of [labelOf, synonymsOf]) {
    const found = allFields(model).filter((field) => namesOf(field).map(plain).includes(wanted));
    const [first, ...more] = found;
    if (first === undefined) continue;
    if (more.length === 0) return first;
    if (found.every(({ kind }) => kind === "time")) return first;
    const ids = found.map(idOf).join(", ");
    throw invalid(`"${name}" can mean several fields: ${ids}.`, path, ids);
  }
  const meant = nearest(name, [...model.dimensions.keys(), ...model.metrics.keys(), ...model.timeFields.keys()]);
  throw invalid(`There is no field "${name}"${meant === null ? "." : `, did you mean "${meant}"?`}`, path, meant);
}

function byId(model: Model, id: string): NamedField | null {
  const dimension = model.dimensions.get(id);
  if (dimension !== undefined) return { kind: "dimension", dimension };
  const metric = model.metrics.get(id);
  if (metric !== undefined) return { kind: "metric", metric };
  const time = model.timeFields.get(id);
  return time === undefined ? null : { kind: "time", time };
}

function allFields(model: Model): NamedField[] {
  return [
    ...[...model.dimensions.values()].map((dimension) => ({ kind: "dimension", dimension }) as const),
    ...[...model.timeFields.values()].map((time) => ({ kind: "time", time }) as const),
    ...[...model.metrics.values()].map((metric) => ({ kind: "metric", metric }) as const),
  ];
}

function thingOf(field: NamedField): Dimension | Metric | TimeField {
  if (field.kind === "dimension") return field.dimension;
  return field.kind === "metric" ? field.metric : field.time;
}

function labelOf(field: NamedField): string[] {
  return [thingOf(field).label];
}

function synonymsOf(field: NamedField): string[] {
  return [...thingOf(field).synonyms];
}

function idOf(field: NamedField): string {
  return thingOf(field).id;
}

import type { Permission } from "#lib/access/permission.ts";
import type { Day } from "#lib/consent/model.ts";
import { AppError } from "#lib/errors.ts";
import { asTier } from "#lib/semantic/build-source.ts";
import { addDays } from "#lib/semantic/calendar.ts";
import { withCustom } from "#lib/semantic/custom.ts";
import { definitionChanges, pinned } from "#lib/semantic/definition.ts";
import type { Dimension, Metric, Model, TimeField } from "#lib/semantic/model.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import type { Grain, Question } from "#lib/semantic/question.ts";
import { resolveCalcs } from "#lib/semantic/resolve-calcs.ts";
import { resolveCompare } from "#lib/semantic/resolve-compare.ts";
import { type ReadFilter, resolveFilters } from "#lib/semantic/resolve-filters.ts";
import { resolveHaving } from "#lib/semantic/resolve-having.ts";
import { noticesFor, topNotices } from "#lib/semantic/resolve-notices.ts";
import { calendarOf, resolveTime, timeReadings } from "#lib/semantic/resolve-time.ts";
import { OTHER_VALUE, resolveTop } from "#lib/semantic/resolve-top.ts";
import {
  type AskedMetric,
  type CompileContext,
  invalid,
  type Reading,
  type Resolved,
  type ResolvedColumn,
  type ResolvedFilter,
  type ResolvedTop,
  type SortKey,
} from "#lib/semantic/resolved.ts";

/** Gives every name in a question its meaning, or refuses with the place and what was likely meant. */
export function resolve(base: Model, question: Question, context: CompileContext): Resolved {
  const { model, wheres } = withCustom(base, question);
  const found = foundIn(model, question);
  const metrics = found.flatMap((field) => (field.kind === "metric" ? [field.metric] : []));
  if (metrics.length === 0)
    throw invalid("Choose at least one metric, for example MAU.", "fields", nearest("mau", model.metrics.keys()));
  const time = resolveTime(model, question, metrics, context.dataClock);
  const filters = resolveFilters(model, question, context.dataClock);
  const shown = dimensionsOf(found);
  const used = [...shown, ...filters.map(({ dimension }) => dimension)];
  const own = metrics.flatMap(({ id }) => wheres.get(id) ?? []);
  refuseForbidden([...used, ...own], context.permissions);
  refuseStrangers(question, metrics, found, filters);
  const asked = metrics.map((metric) => ask(metric, question, used, wheres.get(metric.id) ?? null));
  const having = resolveHaving(model, question, asked);
  const top = resolveTop(question, shown, asked, time);
  const placed = withTop(found, top);
  const compare = resolveCompare(question.compare, time, time.asked);
  const columns = columnsOf(placed, time.column);
  const groups = dimensionsOf(placed);
  return {
    columns,
    groups,
    metrics: asked,
    filters: [...filters.map(({ dimension, predicate }) => ({ dimension, predicate })), ...onlyTop(top)],
    having: having.map(({ slot, predicate }) => ({ slot, predicate })),
    top,
    sort: sortOf(model, question, columns),
    grain: time.grain,
    calendar: calendarOf(question),
    range: time.range,
    periods: time.periods,
    rolledUpTo: rollupsReach(question, context),
    compare,
    held: question.like_for_like ? [time, ...(compare === null ? [] : [{ ...compare, grain: time.grain }])] : [],
    calcs: resolveCalcs(question, columns, groups),
    level: asTier(Math.max(...asked.map(({ level }) => level))),
    readings: readingsOf(filters, timeReadings(model, question, time.range), having),
    definitions: definitionChanges(model, metrics, time.range),
    notices: [...time.notices, ...noticesFor(model, question, asked, filters), ...topNotices(top)],
  };
}

function dimensionsOf(found: readonly Found[]): Dimension[] {
  return found.flatMap((field) => (field.kind === "dimension" ? [field.dimension] : []));
}

/** The field that is cut to its largest values stands as what is left of it. */
function withTop(found: readonly Found[], top: ResolvedTop | null): Found[] {
  return found.map((field) =>
    field.kind === "dimension" && field.dimension === top?.of ? { ...field, dimension: top.dimension } : field,
  );
}

/** Without Other its rows are filtered away, from the totals too. */
function onlyTop(top: ResolvedTop | null): ResolvedFilter[] {
  if (top === null || top.other) return [];
  const other = { op: "like" as const, segments: [OTHER_VALUE] };
  return [{ dimension: top.dimension, predicate: { any: [], none: [other] } }];
}

/** In the order of the question's filters; those on figures come last. */
function readingsOf(
  filters: readonly ReadFilter[],
  dates: readonly { readonly index: number; readonly reading: Reading }[],
  having: readonly { readonly reading: Reading }[],
): Reading[] {
  const among = filters.map(({ dimension: { id, label }, words, index }) => ({
    index,
    reading: { field: id, label, words },
  }));
  const sorted = [...among, ...dates].toSorted((a, b) => a.index - b.index);
  return [...sorted, ...having].map(({ reading }) => reading);
}

/** Rollups are tables of the embedded warehouse, complete up to its last day. */
function rollupsReach({ no_rollup: rowsOnly }: Question, { engine, dataClock }: CompileContext): Day | null {
  return rowsOnly || engine !== "duckdb" ? null : addDays(dataClock, 1);
}

type Found = { readonly pivoted: boolean; readonly path: string } & (
  | { readonly kind: "metric"; readonly metric: Metric }
  | { readonly kind: "dimension"; readonly dimension: Dimension }
  | { readonly kind: "time" }
);

/** The fields, then the pivots. */
function foundIn(model: Model, question: Question): Found[] {
  refuseRepeats(question);
  const fields = question.fields.map(({ id }, index) => {
    const path = `fields.${index}.id`;
    const field = findField(model, id, path);
    const held = field.kind === "metric" ? { ...field, metric: pinned(model, question, field.metric) } : field;
    return { ...held, pivoted: false, path };
  });
  return [...fields, ...question.pivots.map(({ id }, index) => findPivot(model, question, id, `pivots.${index}.id`))];
}

function findPivot(model: Model, question: Question, id: string, path: string): Found {
  const field = findField(model, id, path);
  if (field.kind === "metric")
    throw invalid(
      `${field.metric.label} is a figure; only a dimension or a date can be a pivot.`,
      path,
      "Choose a dimension",
    );
  if (field.kind === "time" && question.time?.grain == null)
    throw invalid("A date can be a pivot only with a grain, such as month.", "time.grain", "month");
  return { ...field, pivoted: true, path };
}

function findField(model: Model, id: string, path: string): PlainField {
  const metric = model.metrics.get(id);
  if (metric !== undefined) return { kind: "metric", metric };
  const dimension = model.dimensions.get(id);
  if (dimension !== undefined) return { kind: "dimension", dimension };
  if (model.timeFields.has(id)) return { kind: "time" };
  const meant = nearest(id, [...model.metrics.keys(), ...model.dimensions.keys(), ...model.timeFields.keys()]);
  throw invalid(`There is no field "${id}"${meant === null ? "." : `, did you mean "${meant}"?`}`, path, meant);
}

type PlainField =
  | { readonly kind: "metric"; readonly metric: Metric }
  | { readonly kind: "dimension"; readonly dimension: Dimension }
  | { readonly kind: "time" };

function refuseRepeats({ fields, pivots }: Question): void {
  const seen = new Set<string>();
  const all = [
    ...fields.map(({ id }, at) => [id, `fields.${at}.id`] as const),
    ...pivots.map(({ id }, at) => [id, `pivots.${at}.id`] as const),
  ];
  for (const [id, path] of all) {
    if (seen.has(id)) throw invalid(`The field "${id}" is there twice.`, path, "Leave it out once");
    seen.add(id);
  }
}

function refuseForbidden(used: readonly Dimension[], permissions: ReadonlySet<Permission>): void {
  for (const { requires, label } of used) {
    if (requires === null || permissions.has(requires)) continue;
    const sentence = `The field ${label} needs the permission ${requires}. Ask for it with Request access.`;
    throw new AppError("forbidden", sentence, {}, { permission: requires });
  }
}

type PlacedFilter = { readonly dimension: Dimension; readonly index: number };

function refuseStrangers(
  question: Question,
  metrics: readonly Metric[],
  found: readonly Found[],
  filters: readonly PlacedFilter[],
): void {
  for (const field of found) {
    if (field.kind === "dimension") refuseStranger(field.dimension, metrics, field.path);
  }
  for (const { dimension, index } of filters) refuseStranger(dimension, metrics, `filters.${index}.field`);
  if (question.population === null) return;
  for (const { label, population } of metrics) {
    if (question.population.some((type) => population.allows.includes(type))) continue;
    const allowed = population.allows.join(", ");
    throw invalid(`${label} counts only accounts of type ${allowed}.`, "population", allowed);
  }
}

function refuseStranger(dimension: Dimension, metrics: readonly Metric[], path: string): void {
  const stranger = metrics.find((metric) => !metric.dimensions.includes(dimension.id));
  if (stranger === undefined) return;
  const sentence = `${dimension.label} cannot stand beside ${stranger.label}: they do not come from the same rows.`;
  throw invalid(sentence, path, `Leave out ${dimension.label} or ${stranger.label}`);
}

function ask(metric: Metric, question: Question, used: readonly Dimension[], where: Dimension | null): AskedMetric {
  const { types, allows } = metric.population;
  const level = asTier(Math.max(metric.level, where?.level ?? 0, ...used.map((dimension) => dimension.level)));
  return { metric, where, level, types: question.population?.filter((type) => allows.includes(type)) ?? types };
}

function columnsOf(found: readonly Found[], time: { field: TimeField; grain: Grain } | null): ResolvedColumn[] {
  const columns: ResolvedColumn[] = [];
  const counts = { group: 0, slot: 0 };
  const timeIsPlaced = found.some(({ kind }) => kind === "time");
  if (time !== null && !timeIsPlaced) columns.push({ kind: "time", ...time, pivoted: false });
  for (const field of found) {
    const { pivoted } = field;
    if (field.kind === "time" && time !== null) columns.push({ kind: "time", ...time, pivoted });
    if (field.kind === "dimension")
      columns.push({ kind: "dimension", dimension: field.dimension, group: counts.group++, pivoted });
    if (field.kind === "metric") columns.push({ kind: "metric", metric: field.metric, slot: counts.slot++ });
  }
  return columns;
}

function idOf(column: ResolvedColumn): string {
  if (column.kind === "time") return column.field.id;
  return column.kind === "dimension" ? column.dimension.id : column.metric.id;
}

function sortOf(model: Model, question: Question, columns: readonly ResolvedColumn[]): SortKey[] {
  if (question.sort.length === 0) return defaultSort(columns);
  return question.sort.map(({ field, desc }, index) => {
    const path = `sort.${index}.field`;
    const isTime = model.timeFields.has(field);
    const column = columns.findIndex((one) => (isTime ? one.kind === "time" : idOf(one) === field));
    if (column >= 0) return { column, desc };
    findField(model, field, path);
    const shown = columns.map(idOf);
    throw invalid(
      `The rows can only be sorted by a field that is shown, and "${field}" is not.`,
      path,
      shown.join(", "),
    );
  });
}

function defaultSort(columns: readonly ResolvedColumn[]): SortKey[] {
  const time = columns.findIndex((column) => column.kind === "time" && !column.pivoted);
  if (time >= 0) return [{ column: time, desc: false }];
  const pivoted = columns.some((column) => column.kind !== "metric" && column.pivoted);
  if (pivoted) return [];
  return [{ column: columns.findIndex(({ kind }) => kind === "metric"), desc: true }];
}

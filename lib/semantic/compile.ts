import { guard } from "#lib/consent/gate.ts";
import { resultColumns } from "#lib/semantic/column.ts";
import {
  type CompiledParts,
  type CompiledQuery,
  type CoverageSpec,
  MOST_CELLS,
  mintCompiled,
  type Slice,
  type Statement,
} from "#lib/semantic/compiled.ts";
import type { Model } from "#lib/semantic/model.ts";
import { hasTotal, type Plan, planOf } from "#lib/semantic/plan.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";
import { DIALECTS } from "#lib/semantic/print/dialects.ts";
import { CONSENT_GATE, type GateText } from "#lib/semantic/print/gate.ts";
import { type OrderKey, printRows, printSent } from "#lib/semantic/print/statement.ts";
import { printVersions } from "#lib/semantic/print/versions.ts";
import type { Question } from "#lib/semantic/question.ts";
import { resolve } from "#lib/semantic/resolve.ts";
import { type CompileContext, invalid, type Resolved, type SortKey } from "#lib/semantic/resolved.ts";
import { hasPivots, type PlannedSlice, rowFields, slicesOf } from "#lib/semantic/slice.ts";
import { nameOf } from "#lib/semantic/slice-name.ts";

/**
 * A question to statements that the warehouse may run. Throws `invalid_input` with the place and what was
 * likely meant, `forbidden` where a field needs more than the reader has.
 */
export function compile(
  model: Model,
  question: Question,
  context: CompileContext,
  gate: GateText = CONSENT_GATE,
): CompiledQuery {
  const resolved = resolve(model, question, context);
  const dialect = DIALECTS[context.engine];
  const slices = slicesOf(model, question, resolved);
  const [cells] = slices;
  if (cells === undefined) throw new Error("a question without a grain");
  const lead = leadingMetric(resolved);
  const coverage = coverageSpec(resolved, lead);
  const order = orderOf(question, resolved);
  const statements = slices.map(({ slice, plan }) => ({
    name: slice.statement,
    ...printRows(plan, keysFor(slice, resolved, order), limitOf(slice, question, resolved), dialect, gate),
  }));
  statements.push(...sentStatements(model, resolved, cells.plan, { lead, dialect, gate }));
  if (coverage.minVersion !== null) statements.push(versionsStatement(model, cells.plan, dialect, gate));
  return mintCompiled({
    v: 1,
    engine: context.engine,
    snapshot: context.snapshot,
    dataClock: context.dataClock,
    modelHash: model.hash,
    statements,
    columns: resultColumns(resolved),
    limit: question.limit,
    grain: resolved.grain,
    calendar: resolved.calendar,
    timeSorted: isTimeSorted(resolved, order),
    periods: [...resolved.periods],
    range: resolved.range,
    level: resolved.level,
    metrics: resolved.metrics.map(({ metric }) => metric.id),
    coverage,
    tables: tablesOf(cells.plan),
    slices: slices.map(({ slice }) => slice),
    totals: question.totals,
    order: orderingSlice(slices, resolved, order),
    pivotsDown: resolved.columns.flatMap((column, index) =>
      column.kind !== "metric" && column.pivoted ? [order.some((key) => key.column === index && key.desc)] : [],
    ),
    compare: compareOf(resolved),
    calcs: [...resolved.calcs],
    readings: [...resolved.readings],
    notices: [...resolved.notices, ...totalNotices(question, resolved)],
  });
}

/** With subtotals the rows of a group stand together, whatever else they are sorted by. */
function orderOf({ totals }: Question, { columns, sort }: Resolved): readonly SortKey[] {
  if (!totals.sub) return sort;
  const groups = rowFields(columns).slice(0, -1);
  const first = groups.map((column) => sort.find((key) => key.column === column) ?? { column, desc: false });
  return [...first, ...sort.filter(({ column }) => !groups.includes(column))];
}

/** The part of the order that a statement's own columns can say. */
function keysFor(slice: Slice, { columns }: Resolved, order: readonly SortKey[]): OrderKey[] {
  return order.flatMap(({ column, desc }) => {
    const field = columns[column];
    const place = slice.places.find((one) => one.column === column);
    if (field === undefined || place === undefined) return [];
    if (field.kind === "metric") return slice.pivoted ? [] : [{ by: figureKey(slice, columns, column), desc }];
    if (field.kind === "time") return [{ by: { kind: "period" as const }, desc }];
    return [{ by: { kind: "group" as const, index: place.at - 1 }, desc }];
  });
}

/** Figures are counted per statement: a coarser one has only those that have a total there. */
function figureKey({ places }: Slice, columns: Resolved["columns"], column: number): OrderKey["by"] {
  const figures = places.filter((place) => columns[place.column]?.kind === "metric");
  return { kind: "figure", index: figures.findIndex((place) => place.column === column) };
}

function limitOf({ statement, compared }: Slice, { limit }: Question, { columns }: Resolved): number {
  const isRows = !compared && (statement === "rows" ? !hasPivots(columns) : statement === orderingName(columns));
  return (isRows ? limit : MOST_CELLS) + 1;
}

function orderingName(columns: Resolved["columns"]): string {
  return nameOf({ depth: rowFields(columns).length, pivoted: false, compared: false }, -1, true);
}

/** Rows with pivots are sorted by a figure through the total across the pivots. */
function orderingSlice(
  slices: readonly PlannedSlice[],
  { columns }: Resolved,
  order: readonly SortKey[],
): string | null {
  const figure = order.find(({ column }) => columns[column]?.kind === "metric");
  if (!hasPivots(columns) || figure === undefined) return null;
  const across = slices.find(({ slice }) => slice.statement === orderingName(columns));
  if (across?.slice.places.some(({ column }) => column === figure.column) === true) return across.slice.statement;
  const field = columns[figure.column];
  const label = field?.kind === "metric" ? field.metric.label : "The figure";
  const sentence = `${label} has no total across the pivots to sort by: the same people would be counted more than once.`;
  throw invalid(sentence, "sort", "Sort by a dimension");
}

function isTimeSorted({ columns }: Resolved, [first]: readonly SortKey[]): boolean {
  const field = columns[first?.column ?? -1];
  return field?.kind === "time" && !field.pivoted;
}

type Printing = { readonly lead: number; readonly dialect: Dialect; readonly gate: GateText };

/** Whom the figure covers, in its own days and in those it is compared with. */
function sentStatements(model: Model, resolved: Resolved, cells: Plan, { lead, dialect, gate }: Printing): Statement[] {
  const sent = { name: "sent", ...printSent(cells, lead, dialect, gate) };
  const { compare } = resolved;
  if (compare === null) return [sent];
  const plan = planOf(model, { ...resolved, range: compare.range, periods: compare.periods });
  return [sent, { name: "sent_compared", ...printSent(plan, lead, dialect, gate) }];
}

function compareOf({ compare }: Resolved): CompiledParts["compare"] {
  if (compare === null) return null;
  const { kind, range, periods } = compare;
  return { kind, from: range.from, to: range.to, words: range.words, periods: [...periods] };
}

/** The figure that needs the most speaks for whom the answer covers. */
function leadingMetric({ metrics }: Resolved): number {
  let lead = 0;
  for (const [index, { level }] of metrics.entries()) {
    if (level > (metrics[lead]?.level ?? 0)) lead = index;
  }
  return lead;
}

/** The version travels with every critical ping, whatever more the figure itself needs. */
function versionsStatement(model: Model, plan: Plan, dialect: Dialect, gate: GateText): Statement {
  const raw = model.sources.get("instance_day")?.raw ?? null;
  if (raw === null) throw new Error("no table of pings to read versions from");
  return { name: "versions", ...printVersions(guard(raw, 1), plan.days, dialect, gate) };
}

function coverageSpec({ metrics, filters }: Resolved, lead: number): CoverageSpec {
  const asked = metrics[lead];
  if (asked === undefined) throw new Error("a question without a metric");
  const { metric, level, types } = asked;
  const { numerator, denominator, population } = metric;
  const bases = { seats: "licence", on_record: "record" } as const;
  return {
    metric: metric.label,
    unit: population.unit,
    label: population.label,
    types: [...types],
    production: population.production,
    level,
    basis: numerator.agg === "seats" || numerator.agg === "on_record" ? bases[numerator.agg] : "sent",
    wholePeriods: metric.needsGrain,
    seats: denominator?.agg === "seats",
    minVersion: metric.minVersion,
    filters: filters.flatMap(({ dimension: { from }, predicate }) =>
      from.kind === "registry" ? [{ column: from.column, predicate }] : [],
    ),
  };
}

function tablesOf({ facts }: Plan): string[] {
  const tables = facts.map((fact) => (fact.kind === "last" || fact.kind === "rows" ? fact.scan.table : "registry"));
  return [...new Set(tables)];
}

function totalNotices({ totals }: Question, { metrics, periods }: Resolved): string[] {
  if (!totals.grand) return [];
  return metrics
    .filter(({ metric }) => !hasTotal(metric, periods.length === 1))
    .map(
      ({ metric }) =>
        `${metric.label} has no total over several months: the same people would be counted more than once.`,
    );
}

import { resultColumns } from "#lib/semantic/column.ts";
import { compileCoverage } from "#lib/semantic/compile-coverage.ts";
import {
  type CompiledParts,
  type CompiledQuery,
  MOST_CELLS,
  mintCompiled,
  type Slice,
} from "#lib/semantic/compiled.ts";
import type { Model } from "#lib/semantic/model.ts";
import { hasTotal, type Plan, planOf } from "#lib/semantic/plan.ts";
import { DIALECTS } from "#lib/semantic/print/dialects.ts";
import { CONSENT_GATE, type GateText } from "#lib/semantic/print/gate.ts";
import { printLastDay } from "#lib/semantic/print/last-day.ts";
import { type Having, type OrderKey, printRows } from "#lib/semantic/print/statement.ts";
import type { Question } from "#lib/semantic/question.ts";
import { resolve } from "#lib/semantic/resolve.ts";
import { type CompileContext, invalid, type Resolved, type SortKey } from "#lib/semantic/resolved.ts";
import { routeOf, routeTables } from "#lib/semantic/route.ts";
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
  const coverage = compileCoverage(model, resolved, cells.plan, dialect, gate);
  const order = orderOf(question, resolved);
  const rows = slices.map(({ slice, plan }) => ({
    name: slice.statement,
    ...printRows(
      plan,
      keysFor(slice, resolved, order),
      limitOf(slice, question, resolved),
      dialect,
      gate,
      havingOf(slice, resolved),
    ),
  }));
  return mintCompiled({
    v: 1,
    engine: context.engine,
    snapshot: context.snapshot,
    dataClock: context.dataClock,
    modelHash: model.hash,
    statements: [...rows, ...coverage.statements],
    columns: resultColumns(resolved),
    limit: question.limit,
    grain: resolved.grain,
    calendar: resolved.calendar,
    timeSorted: isTimeSorted(resolved, order),
    periods: [...resolved.periods],
    range: resolved.range,
    level: resolved.level,
    metrics: resolved.metrics.map(({ metric }) => metric.id),
    coverages: coverage.parts,
    likeForLike: question.like_for_like,
    namesOf: null,
    tables: tablesOf(cells.plan),
    slices: slices.map(({ slice }) => slice),
    totals: question.totals,
    sort: [...order],
    order: orderingSlice(slices, resolved, order),
    strict: resolved.having.length > 0,
    pivotsDown: resolved.columns.flatMap((column, index) =>
      column.kind !== "metric" && column.pivoted ? [order.some((key) => key.column === index && key.desc)] : [],
    ),
    compare: compareOf(resolved),
    calcs: [...resolved.calcs],
    readings: [...resolved.readings],
    definitions: [...resolved.definitions],
    notices: [...resolved.notices, ...totalNotices(question, resolved)],
  });
}

/** The same question for nothing but the names of everybody whom a metric does not cover. */
export function compileNames(model: Model, question: Question, context: CompileContext, metric: string): CompiledQuery {
  const query = compile(model, question, context);
  const part = query.coverages.find(({ metrics }) => metrics.includes(metric));
  if (part === undefined) {
    const asked = query.metrics.join(", ");
    throw invalid(`The question does not ask for "${metric}".`, "metric", asked);
  }
  const needed = new Set([part.sent, part.compared, "versions"]);
  const resolved = resolve(model, question, context);
  const slot = resolved.metrics.findIndex(({ metric: { id } }) => id === metric);
  const last = printLastDay(planOf(model, resolved), slot, context.dataClock, DIALECTS[context.engine], CONSENT_GATE);
  const statements = query.statements.filter(({ name }) => needed.has(name));
  if (last !== null) statements.push({ name: "last_day", ...last });
  return mintCompiled({ ...query, statements, coverages: [part], slices: [], order: null, namesOf: metric });
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

/** Rows are kept by their figures in the statement that says which rows there are, and in no other. */
function havingOf({ statement, compared, places }: Slice, { columns, having }: Resolved): Having[] {
  const isRows = !compared && statement === (hasPivots(columns) ? orderingName(columns) : "rows");
  if (!isRows) return [];
  const figures = places.filter((place) => columns[place.column]?.kind === "metric");
  return having.flatMap(({ slot, predicate }) => {
    const figure = figures.findIndex(({ column }) => {
      const field = columns[column];
      return field?.kind === "metric" && field.slot === slot;
    });
    return figure === -1 ? [] : [{ figure, predicate }];
  });
}

function orderingName(columns: Resolved["columns"]): string {
  return nameOf({ depth: rowFields(columns).length, pivoted: false, compared: false }, -1, true);
}

/** Rows with pivots are sorted and kept by a figure through the total across the pivots. */
function orderingSlice(slices: readonly PlannedSlice[], resolved: Resolved, order: readonly SortKey[]): string | null {
  const { columns, having } = resolved;
  const sorted = order.flatMap(({ column }) => (columns[column]?.kind === "metric" ? [column] : []));
  const kept = having.map(({ slot }) => columns.findIndex((one) => one.kind === "metric" && one.slot === slot));
  if (!hasPivots(columns) || sorted.length + kept.length === 0) return null;
  const across = slices.find(({ slice }) => slice.statement === orderingName(columns));
  for (const column of [...sorted, ...kept]) {
    if (across?.slice.places.some((place) => place.column === column) === true) continue;
    const field = columns[column];
    const label = field?.kind === "metric" ? field.metric.label : "The figure";
    const sentence = `${label} has no total across the pivots to ${sorted.includes(column) ? "sort" : "choose rows"} by: the same people would be counted more than once.`;
    throw invalid(sentence, sorted.includes(column) ? "sort" : "having", "Make the pivot a row");
  }
  return orderingName(columns);
}

function isTimeSorted({ columns }: Resolved, [first]: readonly SortKey[]): boolean {
  const field = columns[first?.column ?? -1];
  return field?.kind === "time" && !field.pivoted;
}

function compareOf({ compare }: Resolved): CompiledParts["compare"] {
  if (compare === null) return null;
  const { kind, range, periods } = compare;
  return { kind, from: range.from, to: range.to, words: range.words, periods: [...periods] };
}

/** The tables that the figures are read from. */
function tablesOf(plan: Plan, facts = plan.facts): string[] {
  const tables = facts.flatMap((fact) => {
    if (fact.kind === "derived")
      return tablesOf(
        plan,
        fact.parts.map((part) => part.fact),
      );
    const route = fact.kind === "rows" ? routeOf(plan, fact) : null;
    if (route !== null) return routeTables(route);
    return fact.kind === "last" || fact.kind === "rows" ? [fact.scan.table] : ["registry"];
  });
  return [...new Set(tables)];
}

function totalNotices({ totals }: Question, { metrics, periods, having }: Resolved): string[] {
  if (!totals.grand && !totals.sub) return [];
  const without = metrics
    .filter(({ metric }) => !hasTotal(metric, periods.length === 1))
    .map(
      ({ metric }) =>
        `${metric.label} has no total over several months: the same people would be counted more than once.`,
    );
  return having.length === 0
    ? without
    : [...without, "The totals count every row, also those that a filter on a figure leaves out."];
}

import type { z } from "zod";
import { guard } from "#lib/consent/gate.ts";
import { LEVELS, type Tier } from "#lib/consent/model.ts";
import type { AnswerColumn } from "#lib/semantic/answer.ts";
import {
  type CompiledQuery,
  type CoverageSpec,
  mintCompiled,
  type ResultColumn,
  type Statement,
} from "#lib/semantic/compiled.ts";
import type { Dimension, Metric, Model } from "#lib/semantic/model.ts";
import { hasTotal, type Plan, planOf, totalsPlan } from "#lib/semantic/plan.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";
import { DIALECTS } from "#lib/semantic/print/dialects.ts";
import { CONSENT_GATE, type GateText } from "#lib/semantic/print/gate.ts";
import { type OrderKey, printRows, printSent } from "#lib/semantic/print/statement.ts";
import { printVersions } from "#lib/semantic/print/versions.ts";
import type { Question } from "#lib/semantic/question.ts";
import { resolve } from "#lib/semantic/resolve.ts";
import type { AskedMetric, CompileContext, Resolved, ResolvedColumn } from "#lib/semantic/resolved.ts";

type Column = z.infer<typeof AnswerColumn>;

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
  const plan = planOf(model, resolved);
  const totals = question.totals.grand ? totalsPlan(model, resolved) : null;
  const lead = leadingMetric(resolved);
  const order = resolved.sort.map(({ column, desc }) => ({ by: placeOf(resolved.columns[column]), desc }));
  const statements: Statement[] = [
    { name: "rows", ...printRows(plan, order, question.limit + 1, dialect, gate) },
    { name: "sent", ...printSent(plan, lead, dialect, gate) },
  ];
  if (totals !== null) statements.push({ name: "totals", ...printRows(totals, [], 1, dialect, gate) });
  const coverage = coverageSpec(resolved, lead);
  if (coverage.minVersion !== null) statements.push(versionsStatement(model, plan, dialect, gate));
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
    timeSorted: order[0]?.by.kind === "period",
    periods: [...resolved.periods],
    range: resolved.range,
    level: resolved.level,
    metrics: resolved.metrics.map(({ metric }) => metric.id),
    coverage,
    tables: tablesOf(plan),
    totals: question.totals.grand ? totalPlaces(resolved) : [],
    readings: [...resolved.readings],
    notices: [...resolved.notices, ...totalNotices(question, resolved)],
  });
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

function placeOf(column: ResolvedColumn | undefined): OrderKey["by"] {
  if (column?.kind === "dimension") return { kind: "group", index: column.group };
  if (column?.kind === "metric") return { kind: "figure", index: column.slot };
  return { kind: "period" };
}

/** Cells of the figures start after `before` columns; a ratio has its denominator, people their number beside it. */
function figurePlaces(metrics: readonly Metric[], before: number): Omit<ResultColumn, "column" | "labels">[] {
  let next = before;
  return metrics.map(({ numerator, denominator }) => {
    const at = next++;
    return {
      at,
      denominator: denominator === null ? null : next++,
      users: numerator.users === null ? null : next++,
    };
  });
}

function resultColumns({ columns, groups, metrics }: Resolved): ResultColumn[] {
  const places = figurePlaces(
    metrics.map(({ metric }) => metric),
    1 + groups.length,
  );
  const plain = { denominator: null, users: null, labels: null };
  return columns.map((column) => {
    if (column.kind === "time") return { ...plain, column: timeColumn(column), at: 0 };
    if (column.kind === "dimension")
      return {
        ...plain,
        column: dimensionColumn(column.dimension),
        at: 1 + column.group,
        labels: labelsOf(column.dimension),
      };
    const place = places[column.slot];
    const asked = metrics[column.slot];
    if (place === undefined || asked === undefined) throw new Error("a figure without a place");
    return { ...place, column: metricColumn(asked), labels: null };
  });
}

function levelName(level: Tier): Column["level"] {
  return LEVELS[level];
}

function timeColumn({ field, grain }: Extract<ResolvedColumn, { kind: "time" }>): Column {
  const { id, label, description } = field;
  return {
    id,
    label,
    description,
    kind: "time",
    type: "date",
    format: "date",
    level: "registry",
    grain,
    better: "neither",
  };
}

function dimensionColumn({ id, label, description, type, level }: Dimension): Column {
  const format = type === "number" ? "decimal" : type === "date" ? "date" : "text";
  return {
    id,
    label,
    description,
    kind: "dimension",
    type,
    format,
    level: levelName(level),
    grain: null,
    better: "neither",
  };
}

function metricColumn({ metric, level }: AskedMetric): Column {
  const { id, label, description, format, better } = metric;
  return {
    id,
    label,
    description,
    kind: "measure",
    type: "number",
    format,
    level: levelName(level),
    grain: null,
    better,
  };
}

function labelsOf({ values }: Dimension): Record<string, string> | null {
  return values === null ? null : Object.fromEntries(values.map(({ value, label }) => [value, label]));
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

function totalPlaces({
  columns,
  metrics,
  periods,
}: Resolved): { column: number; at: number; denominator: number | null; users: number | null }[] {
  const totalled = metrics.map(({ metric }) => metric).filter((metric) => hasTotal(metric, periods.length === 1));
  const places = figurePlaces(totalled, 1);
  return totalled.flatMap((metric, index) => {
    const place = places[index];
    const column = columns.findIndex((one) => one.kind === "metric" && one.metric === metric);
    return place === undefined ? [] : [{ column, ...place }];
  });
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

import { guard } from "#lib/consent/gate.ts";
import type { CoveragePart, CoverageSpec, Statement } from "#lib/semantic/compiled.ts";
import type { Model } from "#lib/semantic/model.ts";
import { type Plan, planOf } from "#lib/semantic/plan.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";
import type { GateText } from "#lib/semantic/print/gate.ts";
import { printSent } from "#lib/semantic/print/statement.ts";
import { printVersions } from "#lib/semantic/print/versions.ts";
import type { AskedMetric, Resolved } from "#lib/semantic/resolved.ts";

/**
 * Whom each metric covers: one part for all that cover the same, with the statements that find it. The first part is
 * that of the metric that needs the most.
 */
export function compileCoverage(
  model: Model,
  resolved: Resolved,
  cells: Plan,
  dialect: Dialect,
  gate: GateText,
): { parts: CoveragePart[]; statements: Statement[] } {
  const { compare, metrics } = resolved;
  const before =
    compare === null ? null : planOf(model, { ...resolved, range: compare.range, periods: compare.periods });
  const found = new Map<string, { part: CoveragePart; statements: Statement[] }>();
  for (const slot of leadFirst(metrics)) {
    const asked = metrics[slot];
    if (asked === undefined) continue;
    const spec = coverageSpec(asked, resolved);
    const own = printSent(cells, slot, dialect, gate);
    const key = JSON.stringify([
      { ...spec, metric: "" },
      own.sql.replaceAll(new RegExp(`\\bf${slot}_`, "g"), "f_"),
      own.params,
    ]);
    const known = found.get(key);
    if (known !== undefined) {
      known.part.metrics.push(asked.metric.id);
      continue;
    }
    const sent = found.size === 0 ? "sent" : `sent_${found.size}`;
    const compared = before === null ? null : `${sent}_compared`;
    const statements: Statement[] = [{ name: sent, ...own }];
    if (before !== null && compared !== null)
      statements.push({ name: compared, ...printSent(before, slot, dialect, gate) });
    found.set(key, { part: { spec, metrics: [asked.metric.id], sent, compared }, statements });
  }
  const parts = [...found.values()].map(({ part }) => part);
  const statements = [...found.values()].flatMap((one) => one.statements);
  if (parts.some(({ spec }) => spec.minVersion !== null))
    statements.push(versionsStatement(model, cells, dialect, gate));
  return { parts, statements };
}

/** The slots of the metrics, that of the one that needs the most first. */
function leadFirst(metrics: readonly AskedMetric[]): number[] {
  const slots = metrics.map((_, slot) => slot);
  return slots.toSorted((a, b) => (metrics[b]?.level ?? 0) - (metrics[a]?.level ?? 0) || a - b);
}

/** The version travels with every critical ping, whatever more the figure itself needs. */
function versionsStatement(model: Model, plan: Plan, dialect: Dialect, gate: GateText): Statement {
  const raw = model.sources.get("instance_day")?.raw ?? null;
  if (raw === null) throw new Error("no table of pings to read versions from");
  return { name: "versions", ...printVersions(guard(raw, 1), plan.days, dialect, gate) };
}

function coverageSpec({ metric, level, types }: AskedMetric, { filters }: Resolved): CoverageSpec {
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

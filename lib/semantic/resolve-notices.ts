import { ACCOUNT_TYPES, ENVIRONMENTS } from "#lib/consent/model.ts";
import { rangeWords } from "#lib/semantic/calendar.ts";
import type { RegistryColumn } from "#lib/semantic/compiled.ts";
import type { Metric, Model } from "#lib/semantic/model.ts";
import { hasTotal, lastOf } from "#lib/semantic/plan.ts";
import { matches } from "#lib/semantic/predicate.ts";
import type { Question } from "#lib/semantic/question.ts";
import type { AskedMetric, ResolvedFilter, ResolvedTop } from "#lib/semantic/resolved.ts";

/** What a reader should know before wondering at a figure. */
export function noticesFor(
  model: Model,
  question: Question,
  asked: readonly AskedMetric[],
  filters: readonly ResolvedFilter[],
): string[] {
  const metrics = asked.map(({ metric }) => metric);
  return [
    ...versionNotices(model, metrics),
    ...levelNotices(asked),
    ...heldNotices(question, metrics),
    ...scopeNotices(asked, filters),
  ];
}

/** A figure by an older definition than the one of now says so, and what became otherwise since. */
function versionNotices(model: Model, metrics: readonly Metric[]): string[] {
  return metrics.flatMap(({ id, label, version }) => {
    const later = (model.versions.get(id) ?? []).filter((one) => one.version > version);
    const newest = later.at(-1);
    if (newest === undefined) return [];
    const changes = later.map(({ changed }) => changed ?? "").join(" ");
    return [`${label} follows version ${version} of its definition; version ${newest.version} is in force. ${changes}`];
  });
}

function levelNotices(asked: readonly AskedMetric[]): string[] {
  const [first] = asked;
  const differ = asked.some(({ level }) => level !== first?.level);
  return differ ? ["The columns need different telemetry: the coverage says for each whom it covers."] : [];
}

/** The registry knows everybody always: there is nothing to hold constant. */
function heldNotices({ like_for_like: isHeld }: Question, metrics: readonly Metric[]): string[] {
  const registry = metrics.filter(({ numerator: { agg } }) => agg === "seats" || agg === "on_record");
  return isHeld
    ? registry.map(({ label }) => `${label} is on record for everybody: Like for like leaves it as it is.`)
    : [];
}

/** A filter for what a metric does not count leaves nothing: said, so that nobody takes it for silence. */
function scopeNotices(asked: readonly AskedMetric[], filters: readonly ResolvedFilter[]): string[] {
  const wanted = (column: RegistryColumn, value: string) =>
    filters.every(
      ({ dimension: { from }, predicate }) =>
        from.kind !== "registry" || from.column !== column || matches(predicate, value),
    );
  const environments = ENVIRONMENTS.filter((one) => wanted("interval.environment", one));
  const types = ACCOUNT_TYPES.filter((one) => wanted("interval.account_type", one));
  return asked.flatMap(({ metric: { label, population }, types: counted }) => {
    if (population.production && !environments.includes("production"))
      return [`${label} counts production instances only, so this filter leaves nothing.`];
    if (counted.some((type) => types.includes(type))) return [];
    return [`${label} counts accounts of type ${counted.join(", ")} here, so this filter leaves nothing.`];
  });
}

/** By which period the largest are found, where the figure has no total over all of them. */
export function topNotices(top: ResolvedTop | null): string[] {
  if (top === null || hasTotal(top.by.metric, top.base.periods.length === 1)) return [];
  const [last] = lastOf(top.base.periods);
  const when = last === undefined ? "none, for no period is over yet" : `those of ${rangeWords(last)}`;
  return [`The largest by ${top.by.metric.label} are ${when}: it has no total over several periods.`];
}

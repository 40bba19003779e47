import type { CoverageQuestion, CoverageWindow, ExcludedName, ExcludedUnits } from "#lib/consent/coverage-model.ts";
import { type CoverageUnit, overlaps, type UnitSpan } from "#lib/consent/coverage-units.ts";
import { type Day, EXCLUSION_REASONS, type ExclusionReason, KIND_OF_REASON, type Tier } from "#lib/consent/model.ts";

const MOST_NAMES = 20;

/** Those who are not covered, by reason. */
export function excludedOf(
  units: readonly CoverageUnit[],
  window: CoverageWindow,
  question: CoverageQuestion,
): ExcludedUnits[] {
  const reasons = units.map((unit) => ({ unit, ...whyNot(unit, window, question) }));
  const groups = Map.groupBy(reasons, ({ reason, tier }) => `${reason}/${String(tier)}`);
  return [...groups.values()].flatMap((group) => groupOf(group) ?? []).sort((a, b) => rank(a) - rank(b));
}

/** The same one by one, with what helps to mend it. */
export function namesOf(
  units: readonly CoverageUnit[],
  window: CoverageWindow,
  question: CoverageQuestion,
): ExcludedName[] {
  const named = units.map((unit): ExcludedName => {
    const { id, name, who } = unit;
    const { reason, tier, span } = whyNot(unit, window, question);
    const instanceNos = [...new Set(unit.spans.map(({ instanceNo }) => instanceNo))];
    return { id, name, reason, tier, since: span === null ? null : sinceWhen(unit, span), who, instanceNos };
  });
  return named.sort((a, b) => rank(a) - rank(b) || byName(a, b));
}

/** A span that decides, where the registry does. */
type Why = { readonly reason: ExclusionReason; readonly tier: Tier | null; readonly span: UnitSpan | null };

function groupOf(group: readonly (Why & { readonly unit: CoverageUnit })[]): ExcludedUnits | null {
  const [first] = group;
  if (first === undefined) return null;
  const { reason, tier } = first;
  const names = group.map(({ unit: { id, name } }) => ({ id, name })).sort(byName);
  const more = Math.max(0, names.length - MOST_NAMES);
  return { reason, kind: KIND_OF_REASON[reason], tier, count: names.length, names: names.slice(0, MOST_NAMES), more };
}

type Named = { readonly id: string; readonly name: string };

function byName(a: Named, b: Named): number {
  return a.name === b.name ? order(a.id, b.id) : order(a.name, b.name);
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function rank({ reason, tier }: { readonly reason: ExclusionReason; readonly tier: Tier | null }): number {
  return EXCLUSION_REASONS.indexOf(reason) * 10 + 9 - (tier ?? 0);
}

/** For an instance the first failing test in order, for an account that of what reaches furthest. */
function whyNot(unit: CoverageUnit, window: CoverageWindow, { basis }: CoverageQuestion): Why {
  const spans = unit.spans.filter((span) => span.matched && overlaps(span, window.from, window.to));
  if (basis === "licence") {
    const production = spans.length === 0 || spans.some(({ counted }) => counted);
    return { reason: production ? "not_licensed" : "non_production", tier: null, span: null };
  }
  const nothing: Why = { reason: "unlinked", tier: null, span: null };
  return spans.map(whyOf).reduce((best, why) => (reach(why) >= reach(best) ? why : best), nothing);
}

function whyOf(span: UnitSpan): Why {
  const { reason, level, visible } = span;
  return { reason, tier: reason === "consent_tier" ? level : null, span: visible ? null : span };
}

/** How far somebody got before a test failed; of two who failed the same, the higher tier. */
function reach({ reason, tier }: Why): number {
  return EXCLUSION_REASONS.indexOf(reason) * 10 + (tier ?? 0);
}

/** First day of the run of days in which the instance failed alike, also before the range. */
function sinceWhen(unit: CoverageUnit, span: UnitSpan): Day {
  const alike = unit.spans
    .filter(
      ({ instanceNo, reason, level }) =>
        instanceNo === span.instanceNo && reason === span.reason && level === span.level,
    )
    .toSorted((a, b) => (a.from < b.from ? 1 : -1));
  let since = span.from;
  for (const { from, to } of alike) if (to === since) since = from;
  return since;
}

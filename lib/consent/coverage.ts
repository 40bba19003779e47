import {
  type CoverageQuestion,
  type CoverageResult,
  type CoverageWindow,
  type ExcludedUnits,
  type Sent,
} from "#lib/consent/coverage-model.ts";
import { instancesByPeriod, tallyPeriods } from "#lib/consent/coverage-periods.ts";
import { type CoverageUnit, overlaps, unitsOf } from "#lib/consent/coverage-units.ts";
import { type Day, EXCLUSION_REASONS, type ExclusionReason, type Tier } from "#lib/consent/model.ts";
import type { Snapshot, SnapshotLicence } from "#lib/consent/snapshot-model.ts";

/**
 * Whom an answer covers and why not the rest. Pure: registry, clock and what was seen decide it.
 * `visible` are the starts of the periods in which somebody could have been covered.
 */
export function coverageOf(
  snapshot: Snapshot,
  question: CoverageQuestion,
): { coverage: CoverageResult; visible: ReadonlySet<Day> } {
  const units = unitsOf(snapshot, question);
  const { periods } = question;
  const first = periods[0];
  const last = periods.at(-1);
  const { unit, label } = question;
  if (first === undefined || last === undefined) return { coverage: nothing(unit, label), visible: new Set() };
  const whole = { start: first.start, end: last.end, from: first.from, to: last.to };
  const judged = judge(snapshot, question, units, whole, question.sent);
  const each = tallyPeriods(question, units, looseIn(snapshot, question));
  const coverage = {
    population: { unit, label, count: units.filter((one) => isIn(one, whole)).length },
    eligible: judged.eligible.length,
    covered: judged.covered.size,
    partial: judged.partial.size,
    seatsCovered: seatsCovered(snapshot, question, judged, whole),
    excluded: excludedOf(judged.eligible, judged.covered, whole, question),
    periods: each.map(({ eligible, covered, partial }, index) => ({
      start: periods[index]?.start ?? whole.start,
      eligible,
      covered,
      partial,
    })),
    changes: each.flatMap(({ entered, left }, index) => {
      const day = periods[index]?.start;
      return day === undefined || entered + left === 0 ? [] : [{ day, entered, left }];
    }),
    compare: null,
  };
  const visible = periods.filter((_, index) => each[index]?.anyVisible === true).map(({ start }) => start);
  return { coverage, visible: new Set(visible) };
}

function nothing(unit: "account" | "instance", label: string): CoverageResult {
  const none = { eligible: 0, covered: 0, partial: 0, seatsCovered: null, excluded: [], periods: [], changes: [] };
  return { population: { unit, label, count: 0 }, ...none, compare: null };
}

type Judged = {
  readonly eligible: readonly CoverageUnit[];
  readonly covered: ReadonlySet<string>;
  readonly partial: ReadonlySet<string>;
  readonly instances: ReadonlySet<number>;
};

function judge(
  snapshot: Snapshot,
  question: CoverageQuestion,
  units: readonly CoverageUnit[],
  window: CoverageWindow,
  sent: readonly Sent[],
): Judged {
  const seen = new Set(sent.map((one) => keyOf(one, question.unit)));
  const instances = new Set(sent.flatMap(({ instanceNo }) => (instanceNo === null ? [] : [instanceNo])));
  const eligible = units.filter((one) => isEligible(one, window));
  const covered = eligible.filter(({ key }) => seen.has(key));
  const loose = question.seats ? looseSeats(snapshot, window, instances) : new Set<string>();
  const partial = covered.filter((one) => isPartial(one, window, question) || loose.has(one.key));
  return { eligible, covered: keysOf(covered), partial: keysOf(partial), instances };
}

/** Whether in that period an account has seats for no instance in particular and an unseen production instance. */
function looseIn(snapshot: Snapshot, question: CoverageQuestion): (unit: CoverageUnit, period: number) => boolean {
  if (!question.seats) return () => false;
  const instances = instancesByPeriod(question);
  const loose = question.periods.map((period, index) => looseSeats(snapshot, period, instances[index] ?? new Set()));
  return ({ key }, period) => loose[period]?.has(key) === true;
}

function keysOf(units: readonly CoverageUnit[]): ReadonlySet<string> {
  return new Set(units.map(({ key }) => key));
}

function keyOf({ instanceNo, accountId }: Sent, unit: "account" | "instance"): string {
  return unit === "account" ? (accountId ?? "") : String(instanceNo);
}

function isIn(unit: CoverageUnit, window: CoverageWindow): boolean {
  return unit.present.some((span) => overlaps(span, window.from, window.to));
}

/** In the population on a day of the window, and the registry's filters let one of its instances pass. */
function isEligible(unit: CoverageUnit, { from, to }: CoverageWindow): boolean {
  if (!unit.present.some((span) => overlaps(span, from, to))) return false;
  if (unit.spans.some((span) => span.matched && overlaps(span, from, to))) return true;
  const hasInstance = unit.spans.some((span) => overlaps(span, from, to));
  return !hasInstance && unit.present.some((span) => span.matchesAlone && overlaps(span, from, to));
}

/** Some day that should count is not visible: decided on the registry alone. */
function isPartial(unit: CoverageUnit, window: CoverageWindow, question: CoverageQuestion): boolean {
  const from = question.wholePeriods ? window.start : window.from;
  return unit.spans.some(
    (span) => span.matched && span.counted && span.level < question.level && overlaps(span, from, window.to),
  );
}

/** Accounts with seats for no instance in particular, of which not every production instance was seen. */
function looseSeats(snapshot: Snapshot, { to }: CoverageWindow, seen: ReadonlySet<number>): ReadonlySet<string> {
  const accounts = new Set(
    snapshot.licences.filter((one) => one.instanceNo === null && onLastDay(one, to)).map(({ accountId }) => accountId),
  );
  const missing = snapshot.intervals.filter(
    (one) => one.environment === "production" && onLastDay(one, to) && !seen.has(one.instanceNo),
  );
  return new Set(
    missing.flatMap(({ accountId }) => (accountId !== null && accounts.has(accountId) ? [accountId] : [])),
  );
}

function onLastDay(span: { readonly from: Day; readonly to: Day }, end: Day): boolean {
  return span.from < end && span.to >= end;
}

function excludedOf(
  eligible: readonly CoverageUnit[],
  covered: ReadonlySet<string>,
  window: CoverageWindow,
  question: CoverageQuestion,
): ExcludedUnits[] {
  const reasons = eligible
    .filter(({ key }) => !covered.has(key))
    .map((unit) => ({ unit, ...whyNot(unit, window, question) }));
  const groups = Map.groupBy(reasons, ({ reason, tier }) => `${EXCLUSION_REASONS.indexOf(reason)}/${9 - (tier ?? 0)}`);
  return [...groups.values()].map((group) => groupOf(group)).sort((a, b) => rank(a) - rank(b));
}

type Why = { readonly reason: ExclusionReason; readonly tier: Tier | null };

function groupOf(group: readonly (Why & { readonly unit: CoverageUnit })[]): ExcludedUnits {
  const names = group
    .map(({ unit: { id, name } }) => ({ id, name }))
    .sort((a, b) => (a.name === b.name ? order(a.id, b.id) : order(a.name, b.name)));
  const { reason, tier } = group[0] ?? { reason: "offline" as const, tier: null };
  return { reason, tier, count: names.length, names: names.slice(0, 20), more: Math.max(0, names.length - 20) };
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function rank({ reason, tier }: ExcludedUnits): number {
  return EXCLUSION_REASONS.indexOf(reason) * 10 + 9 - (tier ?? 0);
}

/** For an instance the first failing test in order, for an account that of what reaches furthest. */
function whyNot(unit: CoverageUnit, window: CoverageWindow, { basis }: CoverageQuestion): Why {
  const spans = unit.spans.filter((span) => span.matched && overlaps(span, window.from, window.to));
  if (basis === "licence") {
    const production = spans.length === 0 || spans.some(({ counted }) => counted);
    return { reason: production ? "not_licensed" : "non_production", tier: null };
  }
  const nothing: Why = { reason: "unlinked", tier: null };
  const whys = spans.map(({ reason, level }): Why => ({ reason, tier: reason === "consent_tier" ? level : null }));
  return whys.reduce((best, why) => (reach(why) > reach(best) ? why : best), nothing);
}

/** How far somebody got before a test failed; of two who failed the same, the higher tier. */
function reach({ reason, tier }: Why): number {
  return EXCLUSION_REASONS.indexOf(reason) * 10 + (tier ?? 0);
}

/** Of the seats of everybody eligible on the last day, the share that the covered ones hold. */
function seatsCovered(
  snapshot: Snapshot,
  question: CoverageQuestion,
  judged: Judged,
  { to }: CoverageWindow,
): number | null {
  const eligible = keysOf(judged.eligible);
  const elsewhere = question.production ? otherThanProduction(snapshot, to) : new Set<number>();
  const keyOfLicence = ({ accountId, instanceNo }: SnapshotLicence) =>
    question.unit === "account" ? accountId : String(instanceNo);
  const licences = snapshot.licences.filter(
    (one) => eligible.has(keyOfLicence(one)) && onLastDay(one, to) && !elsewhere.has(one.instanceNo ?? -1),
  );
  const covered = licences.filter((one) => judged.covered.has(keyOfLicence(one)) && isSeatSeen(one, question, judged));
  const all = seatsOf(licences);
  return all === 0 ? null : seatsOf(covered) / all;
}

function seatsOf(licences: readonly SnapshotLicence[]): number {
  return licences.reduce((sum, { seats }) => sum + seats, 0);
}

function otherThanProduction({ intervals }: Snapshot, end: Day): ReadonlySet<number> {
  const found = intervals.filter((one) => onLastDay(one, end) && one.environment !== "production");
  return new Set(found.map(({ instanceNo }) => instanceNo));
}

function isSeatSeen({ instanceNo }: SnapshotLicence, { basis }: CoverageQuestion, { instances }: Judged): boolean {
  return instanceNo === null || basis !== "sent" || instances.has(instanceNo);
}

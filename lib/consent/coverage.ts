import { excludedOf, namesOf } from "#lib/consent/coverage-excluded.ts";
import type {
  CoverageChange,
  CoverageQuestion,
  CoverageResult,
  CoverageWindow,
  ExcludedName,
  Sent,
} from "#lib/consent/coverage-model.ts";
import { instancesByPeriod, type PeriodTally, tallyPeriods } from "#lib/consent/coverage-periods.ts";
import { type CoverageUnit, overlaps, unitsOf } from "#lib/consent/coverage-units.ts";
import type { Day } from "#lib/consent/model.ts";
import type { Snapshot, SnapshotLicence } from "#lib/consent/snapshot-model.ts";

/** A change of the covered set is marked from this share of those covered before. */
const MATERIAL = 0.05;

/**
 * Whom an answer covers and why not the rest. Pure: registry, clock and what was seen decide it.
 * `visible` are the starts of the periods in which somebody could have been covered.
 */
export function coverageOf(
  snapshot: Snapshot,
  question: CoverageQuestion,
): { coverage: CoverageResult; visible: ReadonlySet<Day> } {
  const units = unitsOf(snapshot, question);
  const { periods, unit, label } = question;
  const whole = wholeOf(periods);
  if (whole === null) return { coverage: nothing(unit, label), visible: new Set() };
  const judged = judge(snapshot, question, units, whole, question.sent);
  const each = tallyPeriods(question, units, looseIn(snapshot, question));
  const coverage = {
    population: { unit, label, count: units.filter((one) => isIn(one, whole)).length },
    eligible: judged.eligible.length,
    covered: judged.covered.size,
    partial: judged.partial.size,
    seatsCovered: seatsCovered(snapshot, question, judged, whole),
    excluded: excludedOf(missed(judged), whole, question),
    periods: each.map(({ eligible, covered, partial }, index) => ({
      start: periods[index]?.start ?? whole.start,
      eligible,
      covered,
      partial,
    })),
    changes: each.flatMap((tally, index) => changeIn(tally, each[index - 1], periods[index]?.start)),
  };
  const visible = periods.filter((_, index) => each[index]?.anyVisible === true).map(({ start }) => start);
  return { coverage, visible: new Set(visible) };
}

/** Everybody who is not covered, in order of reason and name. */
export function namesNotCovered(snapshot: Snapshot, question: CoverageQuestion): ExcludedName[] {
  const whole = wholeOf(question.periods);
  if (whole === null) return [];
  const judged = judge(snapshot, question, unitsOf(snapshot, question), whole, question.sent);
  return namesOf(missed(judged), whole, question);
}

function wholeOf(periods: readonly CoverageWindow[]): CoverageWindow | null {
  const first = periods[0];
  const last = periods.at(-1);
  if (first === undefined || last === undefined) return null;
  return { start: first.start, end: last.end, from: first.from, to: last.to };
}

function missed({ eligible, covered }: Judged): CoverageUnit[] {
  return eligible.filter(({ key }) => !covered.has(key));
}

function changeIn(
  { entered, left }: PeriodTally,
  before: PeriodTally | undefined,
  day: Day | undefined,
): CoverageChange[] {
  if (day === undefined || entered + left === 0) return [];
  const marked = entered + left >= MATERIAL * Math.max(1, before?.covered ?? 0);
  return [{ day, entered, left, marked }];
}

function nothing(unit: "account" | "instance", label: string): CoverageResult {
  const none = { eligible: 0, covered: 0, partial: 0, seatsCovered: null, excluded: [], periods: [], changes: [] };
  return { population: { unit, label, count: 0 }, ...none };
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

import type { CoverageQuestion, CoverageWindow, Sent } from "#lib/consent/coverage-model.ts";
import type { Day } from "#lib/consent/model.ts";
import type { Snapshot, SnapshotInterval } from "#lib/consent/snapshot-model.ts";

/** Periods of an answer, or of what it is compared with, and what was seen in them. */
export type HeldPart = { readonly periods: readonly CoverageWindow[]; readonly sent: readonly Sent[] };

type Scope = Pick<CoverageQuestion, "types" | "production" | "level" | "wholePeriods">;

/**
 * Who is seen throughout: in the population and visible at the level on every day of every period, and with data in
 * each of them. `dropped` were seen in one period or other and are not held.
 */
export function heldThroughout(
  snapshot: Snapshot,
  scope: Scope,
  parts: readonly HeldPart[],
): { held: ReadonlySet<number>; dropped: ReadonlySet<number> } {
  const seen = parts.map(seenPeriods);
  const numbers = new Set(seen.flatMap((part) => [...part.keys()]));
  const byInstance = Map.groupBy(
    snapshot.intervals.filter((one) => numbers.has(one.instanceNo) && isInScope(one, scope)),
    ({ instanceNo }) => instanceNo,
  );
  const windows = parts.flatMap(({ periods }) => periods).map((period) => daysOf(period, scope));
  const isHeld = (instanceNo: number) =>
    windows.length > 0 &&
    parts.every(({ periods }, index) => seen[index]?.get(instanceNo)?.size === periods.length) &&
    windows.every((window) => isCoveredBy(byInstance.get(instanceNo) ?? [], window));
  const held = new Set([...numbers].filter(isHeld));
  return { held, dropped: new Set([...numbers].filter((one) => !held.has(one))) };
}

/** Starts of the periods in which each instance was seen. */
function seenPeriods({ periods, sent }: HeldPart): ReadonlyMap<number, ReadonlySet<Day>> {
  const found = new Map<number, Set<Day>>();
  for (const { instanceNo, start, last } of sent) {
    if (instanceNo === null) continue;
    const starts = found.get(instanceNo) ?? new Set();
    found.set(instanceNo, starts);
    for (const period of periods) if (period.start >= start && period.start <= last) starts.add(period.start);
  }
  return found;
}

function isInScope(interval: SnapshotInterval, { types, production, level }: Scope): boolean {
  const { accountType, environment } = interval;
  const isCounted = !production || environment === "production";
  return interval.level >= level && isCounted && accountType !== null && types.includes(accountType);
}

function daysOf({ start, from, to }: CoverageWindow, { wholePeriods }: Scope): { from: Day; to: Day } {
  return { from: wholePeriods ? start : from, to };
}

/** Disjoint spans in order, one after the other without a gap. */
function isCoveredBy(spans: readonly SnapshotInterval[], { from, to }: { from: Day; to: Day }): boolean {
  let reached = from;
  for (const span of spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (span.from <= reached && span.to > reached) reached = span.to;
  }
  return reached >= to;
}

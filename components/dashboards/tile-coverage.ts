import type { Vis } from "#lib/looks/contract.ts";
import type { Answer, Coverage } from "#lib/semantic/answer.ts";

/**
 * Whom the figure in sight covers: a single value shows the last complete period, so its mark is of that
 * period alone; who is missing over the whole range stays in the drawer.
 */
export function coverageShown(answer: Answer, vis: Vis): Coverage {
  const { coverage, incomplete } = answer;
  if (vis.type !== "single_value" || coverage.periods.length < 2) return coverage;
  const open = new Set(incomplete.map(({ start }) => start));
  const shown = coverage.periods.findLast(({ start }) => !open.has(start)) ?? coverage.periods.at(-1);
  if (shown === undefined) return coverage;
  const { eligible, covered, partial } = shown;
  return { ...coverage, eligible, covered, partial, seatsCovered: null, excluded: [] };
}

/** The coverage the page says once: that of most tiles, the first tile's among equals. */
export function pageCoverage(answers: readonly Answer[]): Coverage | null {
  const said = answers.map(({ coverage }) => ({ coverage, key: keyOf(coverage) }));
  const counts = new Map<string, number>();
  for (const { key } of said) counts.set(key, (counts.get(key) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return said.find(({ key }) => counts.get(key) === most)?.coverage ?? null;
}

/** True when two coverages say the same sentence. */
export function sameCoverage(one: Coverage, other: Coverage): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf({ population, eligible, covered, partial, seatsCovered, excluded }: Coverage): string {
  const reasons = excluded.map(({ reason, tier, count }) => [reason, tier, count]);
  return JSON.stringify([population.unit, population.label, eligible, covered, partial, seatsCovered, reasons]);
}

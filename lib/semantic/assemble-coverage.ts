import { coverageOf, namesNotCovered } from "#lib/consent/coverage.ts";
import type { CoverageQuestion, Sent } from "#lib/consent/coverage-model.ts";
import { heldThroughout } from "#lib/consent/like-for-like.ts";
import type { Day } from "#lib/consent/model.ts";
import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import type { Cell, Coverage, NotCovered } from "#lib/semantic/answer.ts";
import type { CompiledQuery, CoveragePart, Period, StatementResult } from "#lib/semantic/compiled.ts";
import { rowMatcher } from "#lib/semantic/registry-row.ts";
import { isEarlierRelease } from "#lib/semantic/release.ts";

/** Starts of the periods in which somebody could have been seen, here and in the compared range. */
export type VisiblePeriods = { readonly own: ReadonlySet<Day>; readonly compared: ReadonlySet<Day> };

export type WhomCovered = {
  /** Of the metric that needs the most, and of those that differ from it. */
  readonly coverage: Coverage;
  readonly columnCoverage: { metrics: string[]; coverage: Coverage }[];
  /** By metric. */
  readonly visible: ReadonlyMap<string, VisiblePeriods>;
  /** Everything that was seen of anybody. */
  readonly sent: readonly Sent[];
};

type Row = readonly Cell[];

/** Whom the figures cover, from what was sent and the registry. Pure. */
export function assembleCoverage(
  query: CompiledQuery,
  results: readonly StatementResult[],
  snapshot: Snapshot,
): WhomCovered {
  const parts = query.coverages.map((part) => ({ part, ...judgePart(part, query, results, snapshot) }));
  const [lead] = parts;
  if (lead === undefined) throw new Error("a question without a coverage");
  const same = JSON.stringify(lead.coverage);
  return {
    coverage: lead.coverage,
    columnCoverage: parts
      .filter(({ coverage }) => JSON.stringify(coverage) !== same)
      .map(({ part, coverage }) => ({ metrics: part.metrics, coverage })),
    visible: new Map(parts.flatMap(({ part, visible }) => part.metrics.map((metric) => [metric, visible]))),
    sent: parts.flatMap(({ sent }) => sent),
  };
}

/** Everybody whom the asked metric does not cover; null where names are not asked for. */
export function assembleNames(
  query: CompiledQuery,
  results: readonly StatementResult[],
  snapshot: Snapshot,
): NotCovered[] | null {
  const [part] = query.coverages;
  if (query.namesOf === null || part === undefined) return null;
  const lastDays = new Map(
    rowsOf(results, "last_day").flatMap(([instanceNo, day]) =>
      typeof instanceNo === "number" && typeof day === "string" ? [[instanceNo, day] as const] : [],
    ),
  );
  const names = namesNotCovered(snapshot, questionsOf(part, query, results, snapshot).own);
  return names.map(({ instanceNos, ...name }) => {
    const days = instanceNos.flatMap((instanceNo) => lastDays.get(instanceNo) ?? []);
    return { ...name, lastDay: days.toSorted().at(-1) ?? null };
  });
}

type Judged = { readonly coverage: Coverage; readonly visible: VisiblePeriods; readonly sent: readonly Sent[] };

function judgePart(
  part: CoveragePart,
  query: CompiledQuery,
  results: readonly StatementResult[],
  snapshot: Snapshot,
): Judged {
  const { own, compared } = questionsOf(part, query, results, snapshot);
  const now = coverageOf(snapshot, own);
  const before = compared === null ? null : coverageOf(snapshot, compared);
  return {
    coverage: { ...now.coverage, compare: before?.coverage ?? null },
    visible: { own: now.visible, compared: before?.visible ?? new Set() },
    sent: [...own.sent, ...(compared?.sent ?? [])],
  };
}

/** What coverage is asked about the range and about the compared one, with only those who are held, if so asked. */
function questionsOf(
  { spec: { filters, ...spec }, sent, compared }: CoveragePart,
  query: CompiledQuery,
  results: readonly StatementResult[],
  snapshot: Snapshot,
): { own: CoverageQuestion; compared: CoverageQuestion | null } {
  const tooOld = tooOldOf(rowsOf(results, "versions"), spec.minVersion);
  const shared = { ...spec, tooOld, matches: rowMatcher(filters) };
  const spans = [spanOf(results, sent, query.periods)];
  if (compared !== null) spans.push(spanOf(results, compared, query.compare?.periods ?? []));
  const isHeld = query.likeForLike && spec.basis === "sent" && spec.level > 0;
  const dropped = isHeld ? heldThroughout(snapshot, spec, spans).dropped : new Set<number>();
  const [own, before] = spans.map(
    (span): CoverageQuestion => ({
      ...shared,
      ...span,
      sent: span.sent.filter(({ instanceNo }) => instanceNo === null || !dropped.has(instanceNo)),
      dropped,
    }),
  );
  if (own === undefined) throw new Error("a question without a range");
  return { own, compared: before ?? null };
}

function spanOf(
  results: readonly StatementResult[],
  name: string,
  periods: readonly Period[],
): Pick<CoverageQuestion, "periods" | "sent"> {
  return { periods, sent: rowsOf(results, name).map(sentOf) };
}

function rowsOf(results: readonly StatementResult[], name: string): readonly Row[] {
  return results.find((result) => result.name === name)?.rows ?? [];
}

function sentOf([start, last, instanceNo, accountId]: Row): Sent {
  return {
    start: typeof start === "string" ? start : "",
    last: typeof last === "string" ? last : "",
    instanceNo: typeof instanceNo === "number" ? instanceNo : null,
    accountId: typeof accountId === "string" ? accountId : null,
  };
}

/** Instances whose last visible version does not send what the figure is made of. */
function tooOldOf(rows: readonly Row[], minVersion: string | null): ReadonlySet<number> {
  const isTooOld = (version: Cell | undefined) =>
    minVersion !== null && typeof version === "string" && isEarlierRelease(version, minVersion);
  return new Set(
    rows.flatMap(([instanceNo, version]) => (typeof instanceNo === "number" && isTooOld(version) ? [instanceNo] : [])),
  );
}

import type { CoverageQuestion } from "#lib/consent/coverage-model.ts";
import type { AccountType, Day, ExclusionReason, Tier } from "#lib/consent/model.ts";
import type { Snapshot, SnapshotAccount, SnapshotInterval } from "#lib/consent/snapshot-model.ts";

type DaySpan = { readonly from: Day; readonly to: Day };

/** Days of an instance, as one question sees them. */
export type UnitSpan = DaySpan & {
  readonly instanceNo: number;
  readonly level: Tier;
  /** The registry's filters let it pass. */
  readonly matched: boolean;
  /** Of an environment that counts. */
  readonly counted: boolean;
  /** It could have been seen: only silence, or a release that sends nothing of this, could be the reason. */
  readonly visible: boolean;
  /** Why it does not count. */
  readonly reason: ExclusionReason;
};

/** An account or an instance that can be covered. */
export type CoverageUnit = {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** The Customer Engineer of the account. */
  readonly who: string | null;
  /** Days on which it is in the population, and whether the filters let it pass there without any instance. */
  readonly present: readonly (DaySpan & { readonly matchesAlone: boolean })[];
  readonly spans: readonly UnitSpan[];
};

export function overlaps(span: DaySpan, from: Day, to: Day): boolean {
  return span.from < to && span.to > from;
}

/** Everybody whom the question could count, with what decides it. */
export function unitsOf(snapshot: Snapshot, question: CoverageQuestion): CoverageUnit[] {
  const accounts = new Map(snapshot.accounts.map((account) => [account.accountId, account]));
  const names = new Map(snapshot.instances.map(({ instanceNo, name }) => [instanceNo, name]));
  const span = (interval: SnapshotInterval) => spanOf(interval, accounts, names, question);
  if (question.unit === "account") return accountUnits(snapshot, question, span);
  const groups = Map.groupBy(
    snapshot.intervals.filter((interval) => interval.accountId === null || isOfType(interval, question)),
    ({ instanceNo }) => instanceNo,
  );
  return [...groups].map(([instanceNo, intervals]) => ({
    key: String(instanceNo),
    id: intervals[0]?.siteId ?? "",
    name: names.get(instanceNo) ?? intervals[0]?.siteId ?? "",
    who: accounts.get(intervals.at(-1)?.accountId ?? "")?.customerEngineer ?? null,
    present: intervals.map(({ from, to }) => ({ from, to, matchesAlone: false })),
    spans: intervals.map(span),
  }));
}

function isOfType({ accountType }: SnapshotInterval, { types }: CoverageQuestion): boolean {
  return accountType !== null && types.includes(accountType);
}

function accountUnits(
  snapshot: Snapshot,
  question: CoverageQuestion,
  span: (interval: SnapshotInterval) => UnitSpan,
): CoverageUnit[] {
  const linked = Map.groupBy(
    snapshot.intervals.filter((interval) => isOfType(interval, question)),
    ({ accountId }) => accountId,
  );
  return snapshot.accounts.flatMap((account) => {
    const present = account.types.filter(({ type }) => question.types.includes(type));
    if (present.length === 0) return [];
    const alone = (accountType: AccountType) =>
      question.matches({ interval: null, account, accountType, instanceName: null });
    const { accountId: key, name } = account;
    return [
      {
        key,
        id: key,
        name,
        who: account.customerEngineer,
        present: present.map(({ type, from, to }) => ({ from, to, matchesAlone: alone(type) })),
        spans: (linked.get(key) ?? []).map(span),
      },
    ];
  });
}

function spanOf(
  interval: SnapshotInterval,
  accounts: ReadonlyMap<string, SnapshotAccount>,
  names: ReadonlyMap<number, string>,
  question: CoverageQuestion,
): UnitSpan {
  const { from, to, level, accountId, accountType, instanceNo } = interval;
  const account = accountId === null ? null : (accounts.get(accountId) ?? null);
  const matched = question.matches({ interval, account, accountType, instanceName: names.get(instanceNo) ?? null });
  const counted = !question.production || interval.environment === "production";
  const hidden = hiddenReason(interval, counted, question.level);
  const silent = silentReason(instanceNo, question);
  return { instanceNo, from, to, level, matched, counted, visible: hidden === null, reason: hidden ?? silent };
}

/** Why somebody who could be seen is not counted. */
function silentReason(instanceNo: number, { dropped, tooOld }: CoverageQuestion): ExclusionReason {
  if (dropped.has(instanceNo)) return "not_throughout";
  return tooOld.has(instanceNo) ? "version_too_old" : "offline";
}

/** Why it could not be seen; null where it could. */
function hiddenReason(interval: SnapshotInterval, counted: boolean, level: Tier): ExclusionReason | null {
  if (interval.accountId === null) return "unlinked";
  if (!counted) return "non_production";
  if (interval.level >= level) return null;
  const [critical, full, userLevel] = interval.reasons;
  return (level === 1 ? critical : level === 2 ? full : userLevel) ?? "consent_tier";
}

import type { AccountType, Day, ExclusionReason, ReasonKind, Tier } from "#lib/consent/model.ts";
import type { SnapshotAccount, SnapshotInterval } from "#lib/consent/snapshot-model.ts";

/** A registry row as filters see it; null parts are not on record. */
export type RegistryRow = {
  readonly interval: SnapshotInterval | null;
  readonly account: SnapshotAccount | null;
  readonly accountType: AccountType | null;
  readonly instanceName: string | null;
};

export type CoverageWindow = { readonly start: Day; readonly end: Day; readonly from: Day; readonly to: Day };

/** Something that counts was seen from this instance (of this account) in the periods that start from `start` to `last`. */
export type Sent = {
  readonly start: Day;
  readonly last: Day;
  readonly instanceNo: number | null;
  readonly accountId: string | null;
};

export type CoverageQuestion = {
  readonly unit: "account" | "instance";
  readonly label: string;
  readonly types: readonly AccountType[];
  readonly production: boolean;
  readonly level: Tier;
  readonly basis: "sent" | "licence" | "record";
  readonly wholePeriods: boolean;
  readonly seats: boolean;
  readonly matches: (row: RegistryRow) => boolean;
  /** Calendar periods, clipped to the range and to the last day of data. */
  readonly periods: readonly CoverageWindow[];
  readonly sent: readonly Sent[];
  /** Instances on a release that does not send this yet. */
  readonly tooOld: ReadonlySet<number>;
  /** Like for like: instances that were seen and are left out, also of `sent`. */
  readonly dropped: ReadonlySet<number>;
};

export type ExcludedUnits = {
  reason: ExclusionReason;
  kind: ReasonKind;
  tier: Tier | null;
  count: number;
  names: { id: string; name: string }[];
  more: number;
};

export type CoverageResult = {
  population: { unit: "account" | "instance"; label: string; count: number };
  eligible: number;
  covered: number;
  partial: number;
  seatsCovered: number | null;
  excluded: ExcludedUnits[];
  periods: { start: Day; eligible: number; covered: number; partial: number }[];
  changes: CoverageChange[];
};

/** `marked`: large enough to be the reason why a line moves. */
export type CoverageChange = { day: Day; entered: number; left: number; marked: boolean };

/** Somebody who is not covered. */
export type ExcludedName = {
  readonly id: string;
  readonly name: string;
  readonly reason: ExclusionReason;
  readonly tier: Tier | null;
  /** First day of the run of days in which the registry has said so; null where it is not the registry that says it. */
  readonly since: Day | null;
  /** The Customer Engineer, where one is on record. */
  readonly who: string | null;
  readonly instanceNos: readonly number[];
};

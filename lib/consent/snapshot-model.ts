import type { AccountType, Day, Environment, ExclusionReason, HostingType, Tier } from "#lib/consent/model.ts";

/** What a query names: consent as of this epoch, evaluated on this day (Postgres `now()` in UTC). */
export type SnapshotKey = { readonly epoch: number; readonly consentToday: Day };

/** Open ends are written as this day, so that a day comparison needs no null. */
export const FOREVER: Day = "9999-12-31";

/** One instance over `[from, to)`, in which nothing that decides a day changes. Disjoint per instance. */
export type SnapshotInterval = {
  readonly instanceNo: number;
  readonly siteId: string;
  readonly from: Day;
  readonly to: Day;
  /** `visible` of design §3, not `effective`. */
  readonly level: Tier;
  /** Why critical, full and user-level are not reached; null where they are. */
  readonly reasons: readonly [ExclusionReason | null, ExclusionReason | null, ExclusionReason | null];
  /** The account it was linked to in these days, and its type then; null when unlinked. */
  readonly accountId: string | null;
  readonly accountType: AccountType | null;
  readonly hosting: HostingType;
  readonly environment: Environment;
};

/** Attributes as of `consentToday`; `types` are dated. */
export type SnapshotAccount = {
  readonly accountId: string;
  readonly name: string;
  readonly segment: string | null;
  readonly region: string | null;
  readonly accountExecutive: string | null;
  readonly customerEngineer: string | null;
  readonly types: readonly { readonly type: AccountType; readonly from: Day; readonly to: Day }[];
};

export type SnapshotInstance = { readonly instanceNo: number; readonly siteId: string; readonly name: string };

export type SnapshotLicence = {
  readonly licenceId: string;
  readonly accountId: string;
  readonly instanceNo: number | null;
  readonly seats: number;
  readonly from: Day;
  readonly to: Day;
};

/** Everything the warehouse server may know of the registry. `hash` is of the content, not of the key. */
export type Snapshot = {
  readonly key: SnapshotKey;
  readonly hash: string;
  readonly intervals: readonly SnapshotInterval[];
  readonly accounts: readonly SnapshotAccount[];
  readonly instances: readonly SnapshotInstance[];
  readonly licences: readonly SnapshotLicence[];
};

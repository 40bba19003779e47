import type { AccountType, ConsentBasis, Day, Environment, HostingType, Tier } from "#lib/consent/model.ts";

/** Where a row stood in the folder it came from. */
export type RowPlace = { readonly file: string; readonly line: number };

/** A fault in a registry folder, told by place. */
export type RowProblem = RowPlace & { readonly field: string; readonly message: string };

export type AccountRow = RowPlace & {
  readonly accountRef: string;
  readonly name: string;
  /** Null where account_types.csv says it. */
  readonly type: AccountType | null;
  readonly typeFrom: Day | null;
  readonly segment: string | null;
  readonly region: string | null;
  readonly industry: string | null;
  readonly employees: number | null;
  readonly accountExecutive: string | null;
  readonly accountExecutiveEmail: string | null;
  readonly customerEngineer: string | null;
  readonly customerEngineerEmail: string | null;
  readonly arrUsd: number | null;
  readonly contractStart: Day | null;
  readonly contractEnd: Day | null;
};

/** `to` is exclusive; null never ends. Rows of an account replace its `type` and `typeFrom`. */
export type AccountTypeRow = RowPlace & {
  readonly accountRef: string;
  readonly type: AccountType;
  readonly from: Day;
  readonly to: Day | null;
};

export type InstanceRow = RowPlace & {
  readonly siteId: string;
  readonly name: string;
  /** Null: not linked to an account. */
  readonly accountRef: string | null;
  readonly hosting: HostingType;
  readonly environment: Environment;
  readonly from: Day;
};

/** Rows of one attribute of an instance replace what instances.csv says of that attribute. */
export type InstanceHistoryRow = RowPlace & {
  readonly siteId: string;
  readonly from: Day;
  readonly to: Day | null;
} & (
    | { readonly attribute: "account"; readonly value: string }
    | { readonly attribute: "hosting"; readonly value: HostingType }
    | { readonly attribute: "environment"; readonly value: Environment }
  );

export type LicenceRow = RowPlace & {
  readonly licenceRef: string;
  readonly accountRef: string;
  readonly siteId: string | null;
  readonly plan: string;
  readonly tags: readonly string[];
  readonly seats: number;
  readonly from: Day;
  readonly to: Day | null;
};

export type TermRow = RowPlace & {
  readonly accountRef: string;
  /** Set: an override for this instance. */
  readonly siteId: string | null;
  readonly level: Tier;
  readonly basis: ConsentBasis | null;
  readonly document: string | null;
  readonly signedOn: Day | null;
  readonly from: Day;
  readonly to: Day | null;
  readonly carveOut: boolean;
  readonly crmValue: "yes" | "no" | null;
};

export type OptOutRow = RowPlace & {
  readonly siteId: string;
  readonly level: Tier;
  readonly effectiveOn: Day;
  readonly endsOn: Day | null;
  readonly history: "hide" | "keep";
  readonly requester: string;
  readonly channel: string;
  readonly ticket: string | null;
  readonly reason: string;
  readonly approver: string | null;
};

export type PersonRow = RowPlace & {
  readonly accountRef: string;
  readonly name: string;
  readonly title: string;
  readonly role: string;
  readonly email: string | null;
};

/** The registry part of a folder, parsed and typed; references between rows are not checked yet. */
export type RegistryRows = {
  readonly accounts: readonly AccountRow[];
  readonly accountTypes: readonly AccountTypeRow[];
  readonly instances: readonly InstanceRow[];
  readonly instanceHistory: readonly InstanceHistoryRow[];
  readonly licences: readonly LicenceRow[];
  readonly terms: readonly TermRow[];
  readonly optOuts: readonly OptOutRow[];
  readonly people: readonly PersonRow[];
};

export type RegistryCounts = Readonly<Record<keyof RegistryRows, number>>;

export type LoadOutcome =
  | { readonly ok: true; readonly counts: RegistryCounts }
  | { readonly ok: false; readonly problems: readonly RowProblem[] };

/** What telemetry showed of an instance: receipt metadata, for registry pages only. */
export type Arrival = {
  readonly siteId: string;
  readonly firstPing: Day;
  readonly lastPing: Day;
  readonly observedTier: Tier;
};

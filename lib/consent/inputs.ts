import type { AccountType, ConsentBasis, Day, Environment, HostingType, Span, Tier } from "#lib/consent/model.ts";

/** A value in force over `[from, to)`. Rows of one list never overlap, unless said. */
export type Dated<T> = Span & { readonly value: T };

export type TermInput = Span & {
  /** Set: an override for this instance, in force while it is linked to the account. */
  readonly instanceNo: number | null;
  readonly level: Tier;
  readonly basis: ConsentBasis | null;
  readonly carveOut: boolean;
  readonly crmValue: "yes" | "no" | null;
};

/** A withdrawal that hides the days before `from`, for good, as soon as `from` has come. */
export type HidingWithdrawal = { readonly from: Day; readonly level: Tier };

export type AccountInputs = {
  readonly accountId: string;
  readonly types: readonly Dated<AccountType>[];
  readonly terms: readonly TermInput[];
  /** Days of licences without an instance whose tag stops the event stream. May overlap. */
  readonly stoppedByTag: readonly Span[];
  readonly withdrawals: readonly HidingWithdrawal[];
};

export type InstanceInputs = {
  readonly instanceNo: number;
  readonly siteId: string;
  /** The account it is linked to. */
  readonly links: readonly Dated<string>[];
  readonly hostings: readonly Dated<HostingType>[];
  readonly environments: readonly Dated<Environment>[];
  /** Levels still allowed. May overlap: the strictest counts. */
  readonly optOuts: readonly Dated<Tier>[];
  /** Days of its own licences whose tag stops the event stream. May overlap. */
  readonly stoppedByTag: readonly Span[];
  readonly withdrawals: readonly HidingWithdrawal[];
};

export const HOSTING_POLICIES = ["managed_only", "all_hosting"] as const;
export type HostingPolicy = (typeof HOSTING_POLICIES)[number];

export type PolicyInputs = {
  readonly hostingPolicy: readonly Dated<HostingPolicy>[];
  readonly defaultFree: readonly Dated<Tier>[];
  readonly defaultProspect: readonly Dated<Tier>[];
};

/** Everything that decides a day. */
export type RegistryInputs = {
  readonly instances: readonly InstanceInputs[];
  readonly accounts: ReadonlyMap<string, AccountInputs>;
  readonly policy: PolicyInputs;
};

/** The five parts of the minimum. */
export type Caps = {
  readonly term: Tier;
  readonly optOut: Tier;
  readonly licence: Tier;
  readonly hosting: Tier;
  readonly consent: Tier;
};

/** What the registry allows over `[from, to)`; withdrawals that hide are not in it yet. */
export type EffectiveSpan = Span & { readonly level: Tier; readonly caps: Caps };

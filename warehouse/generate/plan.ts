import type { AccountType, Day, Environment, HostingType } from "#lib/consent/model.ts";

/** What an instance sends, whatever it may send. `critical_switch`: critical until release 5.0, then everything. */
export type Sends = "nothing" | "critical_switch" | "full";

export type InstancePlan = {
  readonly siteId: string;
  readonly name: string;
  readonly hosting: HostingType;
  readonly environment: Environment;
  readonly from: Day;
  readonly deployType: string;
  /** People who will ever use it, and their average share of working days with use. */
  readonly users: number;
  readonly intensity: number;
  readonly sends: Sends;
  /** User-level events from this day on; null = none. */
  readonly eventsFrom: Day | null;
  /** No ping from this day on; null = still sending. */
  readonly silentFrom: Day | null;
  /** Minor releases behind the newest. */
  readonly lag: number;
};

export type LicencePlan = {
  readonly ref: string;
  readonly siteId: string | null;
  readonly plan: string;
  readonly tags: readonly string[];
  readonly seats: number;
  readonly from: Day;
  readonly to: Day | null;
};

export type TermPlan = {
  readonly siteId: string | null;
  readonly level: 0 | 1 | 2 | 3;
  readonly basis: string | null;
  readonly document: string;
  readonly signedOn: Day;
  readonly from: Day;
  readonly to: Day | null;
  readonly carveOut: boolean;
  readonly crmValue: "yes" | "no" | null;
};

export type OptOutPlan = {
  readonly siteId: string;
  readonly level: 0 | 1 | 2;
  readonly effectiveOn: Day;
  readonly history: "hide" | "keep";
  readonly requester: string;
  readonly channel: string;
  readonly ticket: string;
  readonly reason: string;
};

export type DatedValue = { readonly value: string; readonly from: Day; readonly to: Day | null };

export type AccountPlan = {
  readonly ref: string;
  readonly name: string;
  readonly type: AccountType;
  readonly types: readonly DatedValue[];
  readonly segment: string;
  readonly region: string;
  readonly industry: string;
  readonly employees: number;
  readonly executive: { readonly name: string; readonly email: string } | null;
  readonly engineer: { readonly name: string; readonly email: string } | null;
  readonly arrUsd: number | null;
  readonly contractStart: Day | null;
  readonly contractEnd: Day | null;
  readonly contacts: readonly {
    readonly name: string;
    readonly title: string;
    readonly role: string;
    readonly email: string;
  }[];
  readonly instances: readonly InstancePlan[];
  readonly licences: readonly LicencePlan[];
  readonly terms: readonly TermPlan[];
  readonly optOuts: readonly OptOutPlan[];
  /** Where an instance's hosting, environment or account was another before. */
  readonly history: readonly (DatedValue & { readonly siteId: string; readonly attribute: string })[];
};

/** The window and the wishes that a generated folder is made for. */
export type Settings = {
  readonly asOf: Day;
  readonly seed: number;
  readonly scale: string;
  /** First day with telemetry. */
  readonly start: Day;
  readonly events: number;
};

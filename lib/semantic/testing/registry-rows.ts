import type { Day, Tier } from "#lib/consent/model.ts";
import type { AccountRow, InstanceRow, LicenceRow, TermRow } from "#lib/customers/model.ts";
import type { RegistryWorld } from "#lib/testing/registry-world.ts";

/** Rows of a registry that are written by hand: customers with managed production instances since the first day. */
export const FIRST: Day = "2026-01-01";
const place = { file: "planted", line: 1 };

export function account(accountRef: string): AccountRow {
  const nobody = { accountExecutive: null, accountExecutiveEmail: null, customerEngineer: null };
  const unknown = { industry: null, employees: null, arrUsd: null, contractStart: null, contractEnd: null };
  const is = { name: `Account ${accountRef}`, type: "customer", typeFrom: FIRST, segment: null, region: null } as const;
  return { ...place, accountRef, ...is, ...nobody, customerEngineerEmail: null, ...unknown };
}

export function instance(siteId: string, accountRef: string): InstanceRow {
  const is = { hosting: "managed", environment: "production", from: FIRST } as const;
  return { ...place, siteId, name: siteId, accountRef, ...is };
}

export function term(accountRef: string, level: Tier, from: Day, to: Day | null): TermRow {
  const signed = { basis: "order_form_cloud_tos", document: null, signedOn: null } as const;
  return { ...place, accountRef, siteId: null, level, ...signed, from, to, carveOut: false, crmValue: "yes" };
}

export function licence(licenceRef: string, accountRef: string, siteId: string | null, seats: number): LicenceRow {
  return { ...place, licenceRef, accountRef, siteId, plan: "enterprise", tags: [], seats, from: FIRST, to: null };
}

const always = [{ value: 2 as const, from: FIRST, to: null }];

/** The settings as they are delivered, and the days that matter. */
export const typical: Omit<RegistryWorld, "rows"> = {
  policy: {
    hostingPolicy: [{ value: "managed_only", from: FIRST, to: null }],
    defaultFree: always,
    defaultProspect: always,
  },
  first: FIRST,
  last: "2026-04-10",
};

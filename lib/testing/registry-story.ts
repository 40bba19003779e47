import type { AccountRow, InstanceRow, LicenceRow, OptOutRow, RegistryRows, TermRow } from "#lib/customers/model.ts";

/** Rows for a folder, with what a test does not care about filled in. */

export function account(accountRef: string, about: Partial<AccountRow> = {}): AccountRow {
  return {
    file: "accounts.csv",
    line: 2,
    accountRef,
    name: accountRef,
    type: "customer",
    typeFrom: "2025-01-01",
    segment: null,
    region: null,
    industry: null,
    employees: null,
    accountExecutive: null,
    accountExecutiveEmail: null,
    customerEngineer: null,
    customerEngineerEmail: null,
    arrUsd: null,
    contractStart: null,
    contractEnd: null,
    ...about,
  };
}

export function instance(siteId: string, accountRef: string | null, about: Partial<InstanceRow> = {}): InstanceRow {
  return {
    file: "instances.csv",
    line: 2,
    siteId,
    name: siteId,
    accountRef,
    hosting: "managed",
    environment: "production",
    from: "2025-01-01",
    ...about,
  };
}

/** Everything agreed, user-level data included. */
export function term(accountRef: string, about: Partial<TermRow> = {}): TermRow {
  return {
    file: "terms.csv",
    line: 2,
    accountRef,
    siteId: null,
    level: 3,
    basis: "contract_cloud_tos",
    document: null,
    signedOn: null,
    from: "2025-01-01",
    to: null,
    carveOut: false,
    crmValue: "yes",
    ...about,
  };
}

export function licence(licenceRef: string, accountRef: string, about: Partial<LicenceRow> = {}): LicenceRow {
  return {
    file: "licences.csv",
    line: 2,
    licenceRef,
    accountRef,
    siteId: null,
    plan: "enterprise",
    tags: [],
    seats: 100,
    from: "2025-01-01",
    to: null,
    ...about,
  };
}

export function optOut(siteId: string, about: Partial<OptOutRow> = {}): OptOutRow {
  return {
    file: "opt_outs.csv",
    line: 2,
    siteId,
    level: 1,
    effectiveOn: "2026-03-01",
    endsOn: null,
    history: "hide",
    requester: "Their site admin",
    channel: "email",
    ticket: null,
    reason: "asked for it",
    approver: null,
    ...about,
  };
}

export function registryRows(rows: Partial<RegistryRows>): RegistryRows {
  const none = { accounts: [], accountTypes: [], instances: [], instanceHistory: [] };
  return { ...none, licences: [], terms: [], optOuts: [], people: [], ...rows };
}

import fc from "fast-check";
import { type Dated, HOSTING_POLICIES } from "#lib/consent/inputs.ts";
import {
  ACCOUNT_TYPES,
  CONSENT_BASES,
  type Day,
  ENVIRONMENTS,
  HOSTING_TYPES,
  type Span,
  TIERS,
  type Tier,
} from "#lib/consent/model.ts";
import type {
  AccountTypeRow,
  InstanceHistoryRow,
  InstanceRow,
  LicenceRow,
  OptOutRow,
  RegistryRows,
  TermRow,
} from "#lib/customers/model.ts";
import type { RegistryWorld } from "#lib/testing/registry-world.ts";

const FIRST = "2026-01-01";
const LENGTH = 100;

/** Few days, so that changes of different kinds often fall on the same one. */
export const arbitraryDay: fc.Arbitrary<Day> = fc.nat(LENGTH - 1).map(dayAt);

function dayAt(index: number): Day {
  return new Date(Date.parse(`${FIRST}T00:00:00Z`) + index * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Small random registries: relinked and unlinked instances, changes of type, hosting and environment,
 * overridden and narrowed terms, carve-outs, opt-outs that end again, tags, policies that change, and
 * changes dated after whatever day is taken as today.
 */
export function arbitraryRegistry(): fc.Arbitrary<RegistryWorld> {
  return fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 })).chain(([accounts, instances]) => {
    const refs = Array.from({ length: accounts }, (_, index) => `A${index + 1}`);
    const sites = Array.from({ length: instances }, (_, index) => `site-${index + 1}`);
    return fc
      .record({ rows: arbitraryRows(refs, sites), policy: arbitraryPolicy() })
      .map(({ rows, policy }) => ({ rows, policy, first: FIRST, last: dayAt(LENGTH) }));
  });
}

function arbitraryRows(refs: readonly string[], sites: readonly string[]): fc.Arbitrary<RegistryRows> {
  return fc.record({
    accounts: fc.constant(refs.map(accountRow)),
    accountTypes: each(refs, arbitraryTypes),
    instances: fc.constant(sites.map(instanceRow)),
    instanceHistory: each(sites, (site) => arbitraryHistory(site, refs)),
    licences: each(refs, (ref) => arbitraryLicences(ref, sites)),
    terms: each(refs, (ref) => arbitraryTerms(ref, sites)),
    optOuts: each(sites, arbitraryOptOuts),
    people: fc.constant([]),
  });
}

function each<T>(names: readonly string[], rowsOf: (name: string) => fc.Arbitrary<readonly T[]>): fc.Arbitrary<T[]> {
  return fc.tuple(...names.map(rowsOf)).map((lists) => lists.flat());
}

function place(file: string): { file: string; line: number } {
  return { file, line: 1 };
}

function accountRow(accountRef: string): RegistryRows["accounts"][number] {
  const nobody = { accountExecutiveEmail: null, customerEngineer: null, customerEngineerEmail: null };
  const unknown = { industry: null, employees: null, arrUsd: null, contractStart: null, contractEnd: null };
  return {
    ...place("accounts.csv"),
    accountRef,
    name: `Account ${accountRef}`,
    type: "customer",
    typeFrom: FIRST,
    segment: accountRef === "A1" ? "Enterprise" : "SMB",
    region: null,
    accountExecutive: `AE of ${accountRef}`,
    ...nobody,
    ...unknown,
  };
}

function instanceRow(siteId: string): InstanceRow {
  return {
    ...place("instances.csv"),
    siteId,
    name: `Instance ${siteId}`,
    accountRef: null,
    hosting: "self_hosted",
    environment: "production",
    from: FIRST,
  };
}

/** Spans between random cuts; `null` leaves a gap. The last span may stay open. */
function dated<T>(value: fc.Arbitrary<T | null>, cuts: number): fc.Arbitrary<Dated<T>[]> {
  const days = fc.uniqueArray(fc.nat(LENGTH - 1), { minLength: 1, maxLength: cuts });
  return fc
    .tuple(days, fc.array(value, { minLength: cuts, maxLength: cuts }), fc.boolean())
    .map(([found, values, open]) => {
      const sorted = [...found].sort((a, b) => a - b);
      return sorted.flatMap((from, index) => {
        const chosen = values[index] ?? null;
        const next = sorted[index + 1];
        if (chosen === null || (next === undefined && !open)) return [];
        return [{ from: dayAt(from), to: next === undefined ? null : dayAt(next), value: chosen }];
      });
    });
}

/** From the first day on, without gaps. */
function lasting<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Dated<T>[]> {
  return fc
    .tuple(value, fc.option(fc.tuple(fc.integer({ min: 1, max: LENGTH - 1 }), value), { nil: null }))
    .map(([before, change]) => {
      if (change === null) return [{ from: FIRST, to: null, value: before }];
      const [at, after] = change;
      return [
        { from: FIRST, to: dayAt(at), value: before },
        { from: dayAt(at), to: null, value: after },
      ];
    });
}

/** Mostly there from the first day, sometimes with gaps and late beginnings. */
function usually<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Dated<T>[]> {
  return fc.oneof(
    { weight: 3, arbitrary: lasting(value) },
    { weight: 1, arbitrary: dated(fc.option(value, { nil: null, freq: 4 }), 3) },
  );
}

function arbitraryTypes(accountRef: string): fc.Arbitrary<AccountTypeRow[]> {
  return usually(fc.constantFrom(...ACCOUNT_TYPES)).map((rows) =>
    rows.map(({ from, to, value }) => ({ ...place("account_types.csv"), accountRef, type: value, from, to })),
  );
}

function arbitraryHistory(siteId: string, refs: readonly string[]): fc.Arbitrary<InstanceHistoryRow[]> {
  const at = { ...place("instance_history.csv"), siteId };
  return fc
    .tuple(usually(fc.constantFrom(...refs)), usually(fc.constantFrom(...HOSTING_TYPES)), usually(mostlyProduction))
    .map(([links, hostings, environments]) => [
      ...links.map((row) => ({ ...at, ...row, attribute: "account" as const })),
      ...hostings.map((row) => ({ ...at, ...row, attribute: "hosting" as const })),
      ...environments.map((row) => ({ ...at, ...row, attribute: "environment" as const })),
    ]);
}

const mostlyProduction = fc.oneof(
  { weight: 3, arbitrary: fc.constant("production" as const) },
  { weight: 1, arbitrary: fc.constantFrom(...ENVIRONMENTS) },
);

const arbitrarySpan: fc.Arbitrary<Span> = fc
  .tuple(fc.nat(LENGTH - 1), fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }))
  .map(([from, length]) => ({ from: dayAt(from), to: length === null ? null : dayAt(from + length) }));

const TAGS = ["allow-air-gapped", "disable telemetry export", "Allow disable telemetry export", "trial", "true-up"];

function arbitraryLicences(accountRef: string, sites: readonly string[]): fc.Arbitrary<LicenceRow[]> {
  const licence = fc.record({
    span: arbitrarySpan,
    siteId: fc.option(fc.constantFrom(...sites), { nil: null }),
    tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 2 }),
    seats: fc.integer({ min: 0, max: 500 }),
  });
  return fc.array(licence, { maxLength: 2 }).map((rows) =>
    rows.map(({ span, ...rest }, index) => ({
      ...place("licences.csv"),
      licenceRef: `${accountRef}-L${index + 1}`,
      accountRef,
      plan: "enterprise",
      ...rest,
      ...span,
    })),
  );
}

const agreement = fc.record({
  level: fc.oneof({ weight: 2, arbitrary: fc.constant<Tier>(3) }, { weight: 3, arbitrary: fc.constantFrom(...TIERS) }),
  basis: fc.option(fc.constantFrom(...CONSENT_BASES), { nil: null, freq: 5 }),
  carveOut: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  crmValue: fc.constantFrom("yes" as const, "yes" as const, "yes" as const, "no" as const, null),
});

function arbitraryTerms(accountRef: string, sites: readonly string[]): fc.Arbitrary<TermRow[]> {
  const signed = { document: null, signedOn: null };
  const inScope = (siteId: string | null): fc.Arbitrary<TermRow[]> =>
    (siteId === null ? usually(agreement) : dated(fc.option(agreement, { nil: null, freq: 2 }), 3)).map((rows) =>
      rows.map(({ from, to, value }) => ({ ...place("terms.csv"), accountRef, siteId, ...signed, ...value, from, to })),
    );
  const overrides = fc.subarray([...sites], { maxLength: 1 }).chain((chosen) => each(chosen, inScope));
  return fc.tuple(inScope(null), overrides).map((lists) => lists.flat());
}

function arbitraryOptOuts(siteId: string): fc.Arbitrary<OptOutRow[]> {
  const optOut = fc.record({
    span: arbitrarySpan,
    level: fc.constantFrom<Tier>(0, 1, 2),
    history: fc.constantFrom("hide" as const, "keep" as const),
  });
  const said = { requester: "Site admin", channel: "email", ticket: null, reason: "asked for it", approver: null };
  return fc.array(optOut, { maxLength: 2 }).map((rows) =>
    rows.map(({ span, level, history }) => ({
      ...place("opt_outs.csv"),
      siteId,
      level,
      effectiveOn: span.from,
      endsOn: span.to,
      history,
      ...said,
    })),
  );
}

function arbitraryPolicy(): fc.Arbitrary<RegistryWorld["policy"]> {
  return fc.record({
    hostingPolicy: usually(fc.constantFrom(...HOSTING_POLICIES)),
    defaultFree: lasting(fc.constantFrom(...TIERS)),
    defaultProspect: lasting(fc.constantFrom(...TIERS)),
  });
}

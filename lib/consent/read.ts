import { tierOf } from "#lib/consent/derive.ts";
import {
  type AccountInputs,
  type Dated,
  type HidingWithdrawal,
  HOSTING_POLICIES,
  type HostingPolicy,
  type InstanceInputs,
  type PolicyInputs,
  type RegistryInputs,
  type TermInput,
} from "#lib/consent/inputs.ts";
import { stopsEvents } from "#lib/consent/licence-tag.ts";
import type { Span } from "#lib/consent/model.ts";
import { overlap } from "#lib/consent/spans.ts";
import type { Tx } from "#lib/db/client.ts";
import { dayOf, dayOrNull } from "#lib/db/day.ts";
import type { ConsentTerm, Prisma } from "#lib/db/generated/client.ts";

type SpanColumns = { readonly validFrom: Date; readonly validTo: Date | null };

export function spanOf(row: SpanColumns): Span {
  return { from: dayOf(row.validFrom), to: dayOrNull(row.validTo) };
}

function dated<R extends SpanColumns, T>(rows: readonly R[], value: (row: R) => T): Dated<T>[] {
  return rows.map((row) => ({ ...spanOf(row), value: value(row) }));
}

/** Everything that decides a day of these instances (null: of all). Accounts come as far as they are linked. */
export async function readInputs(tx: Tx, instanceNos: readonly number[] | null): Promise<RegistryInputs> {
  const instances = await readInstances(tx, instanceNos);
  const linked = new Set(instances.flatMap((instance) => instance.links.map((link) => link.value)));
  const accounts = await readAccounts(tx, linked, instanceNos === null);
  return {
    instances,
    accounts: new Map(accounts.map((account) => [account.accountId, account])),
    policy: await readPolicy(tx),
  };
}

const inOrder = { validFrom: "asc" } as const;
/** Changes that hide what came before them, unless recorded by mistake. */
const hiding: Prisma.ConsentChangeWhereInput = {
  history: "hide",
  kind: { in: ["opt_out", "narrowing"] },
  voidedBy: { is: null },
};

// One query after the other: inside a transaction there is one connection.

async function readInstances(tx: Tx, instanceNos: readonly number[] | null): Promise<InstanceInputs[]> {
  const where = instanceNos === null ? {} : { instanceNo: { in: [...instanceNos] } };
  const instances = await tx.instance.findMany({ where, orderBy: { instanceNo: "asc" } });
  const links = byInstance(await tx.instanceLink.findMany({ where, orderBy: inOrder }));
  const hostings = byInstance(await tx.instanceHosting.findMany({ where, orderBy: inOrder }));
  const environments = byInstance(await tx.instanceEnvironment.findMany({ where, orderBy: inOrder }));
  const inForce = { change: { voidedBy: { is: null } } };
  const optOuts = byInstance(await tx.instanceOptOut.findMany({ where: { ...where, ...inForce } }));
  const changes = byInstance(
    await tx.consentChange.findMany({ where: { instanceNo: { not: null }, AND: [where, hiding] } }),
  );
  const stopped = byInstance(await readStoppedDays(tx, { instanceNo: { not: null }, AND: [where] }));
  return instances.map(({ instanceNo, siteId }) => ({
    instanceNo,
    siteId,
    links: dated(links.get(instanceNo) ?? [], (link) => link.accountId),
    hostings: dated(hostings.get(instanceNo) ?? [], (hosting) => hosting.hosting),
    environments: dated(environments.get(instanceNo) ?? [], (environment) => environment.environment),
    optOuts: (optOuts.get(instanceNo) ?? []).map((row) => ({
      from: dayOf(row.effectiveOn),
      to: dayOrNull(row.endsOn),
      value: tierOf(row.level),
    })),
    stoppedByTag: (stopped.get(instanceNo) ?? []).map((row) => row.span),
    withdrawals: (changes.get(instanceNo) ?? []).map(withdrawalOf),
  }));
}

async function readAccounts(tx: Tx, linked: ReadonlySet<string>, everybody: boolean): Promise<AccountInputs[]> {
  const where = everybody ? {} : { accountId: { in: [...linked] } };
  const types = byAccount(await tx.accountTypeSpan.findMany({ where, orderBy: inOrder }));
  const terms = byAccount(await tx.consentTerm.findMany({ where, orderBy: inOrder }));
  const changes = byAccount(
    await tx.consentChange.findMany({
      where: { accountId: { not: null }, instanceNo: null, AND: [where, hiding] },
    }),
  );
  const stopped = byAccount(await readStoppedDays(tx, { ...where, instanceNo: null }));
  const ids = new Set([...linked, ...types.keys(), ...terms.keys(), ...changes.keys(), ...stopped.keys()]);
  return [...ids].flatMap((accountId) => {
    if (accountId === null) return [];
    return {
      accountId,
      types: dated(types.get(accountId) ?? [], (type) => type.type),
      terms: (terms.get(accountId) ?? []).map(termOf),
      stoppedByTag: (stopped.get(accountId) ?? []).map((row) => row.span),
      withdrawals: (changes.get(accountId) ?? []).map(withdrawalOf),
    };
  });
}

function byInstance<R extends { readonly instanceNo: number | null }>(rows: readonly R[]): Map<number | null, R[]> {
  return Map.groupBy(rows, (row) => row.instanceNo);
}

function byAccount<R extends { readonly accountId: string | null }>(rows: readonly R[]): Map<string | null, R[]> {
  return Map.groupBy(rows, (row) => row.accountId);
}

function termOf(row: ConsentTerm): TermInput {
  const { instanceNo, level, basis, carveOut, crmValue } = row;
  return { ...spanOf(row), instanceNo, level: tierOf(level), basis, carveOut, crmValue };
}

function withdrawalOf(change: { validFrom: Date; level: number | null }): HidingWithdrawal {
  return { from: dayOf(change.validFrom), level: tierOf(change.level ?? 0) };
}

type StoppedDays = { readonly instanceNo: number | null; readonly accountId: string; readonly span: Span };

async function readStoppedDays(tx: Tx, licence: Prisma.LicenceWhereInput): Promise<StoppedDays[]> {
  const tags = await tx.licenceTag.findMany({ where: { licence }, include: { licence: true } });
  return tags
    .filter((tag) => stopsEvents(tag.tag))
    .flatMap((tag) => {
      const span = overlap(spanOf(tag.licence), spanOf(tag));
      return span === null ? [] : [{ instanceNo: tag.licence.instanceNo, accountId: tag.licence.accountId, span }];
    });
}

async function readPolicy(tx: Tx): Promise<PolicyInputs> {
  const rows = await tx.setting.findMany({ orderBy: inOrder });
  const of = (key: string): typeof rows => rows.filter((row) => row.key === key);
  return {
    hostingPolicy: dated(of("hosting_policy"), (row) => policyOf(row.value)),
    defaultFree: dated(of("default_tier_free"), (row) => tierOf(Number(row.value))),
    defaultProspect: dated(of("default_tier_prospect"), (row) => tierOf(Number(row.value))),
  };
}

/** A policy that nobody knows is the narrow one. */
function policyOf(value: string): HostingPolicy {
  return HOSTING_POLICIES.find((policy) => policy === value) ?? "managed_only";
}

import { tierOf } from "#lib/consent/derive.ts";
import {
  type AccountInputs,
  type Dated,
  HOSTING_POLICIES,
  type HostingPolicy,
  type InstanceInputs,
  type PolicyInputs,
  type RegistryInputs,
} from "#lib/consent/inputs.ts";
import { stopsEvents } from "#lib/consent/licence-tag.ts";
import type { Span, Tier } from "#lib/consent/model.ts";
import { overlap } from "#lib/consent/spans.ts";
import type { Tx } from "#lib/db/client.ts";
import { dayOf, dayOrNull } from "#lib/db/day.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

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
  const accounts = await readAccounts(tx, instanceNos === null ? null : [...linked]);
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

async function readInstances(tx: Tx, instanceNos: readonly number[] | null): Promise<InstanceInputs[]> {
  const rows = await tx.instance.findMany({
    where: instanceNos === null ? {} : { instanceNo: { in: [...instanceNos] } },
    orderBy: { instanceNo: "asc" },
    include: {
      links: { orderBy: inOrder },
      hostings: { orderBy: inOrder },
      environments: { orderBy: inOrder },
      optOuts: { where: { change: { voidedBy: { is: null } } } },
      licences: { where: { tags: { some: {} } }, include: { tags: true } },
      changes: { where: hiding },
    },
  });
  return rows.map((row) => ({
    instanceNo: row.instanceNo,
    siteId: row.siteId,
    links: dated(row.links, (link) => link.accountId),
    hostings: dated(row.hostings, (hosting) => hosting.hosting),
    environments: dated(row.environments, (environment) => environment.environment),
    optOuts: row.optOuts.map((o) => ({ from: dayOf(o.effectiveOn), to: dayOrNull(o.endsOn), value: tierOf(o.level) })),
    stoppedByTag: row.licences.flatMap(stoppedDays),
    withdrawals: row.changes.map(withdrawalOf),
  }));
}

async function readAccounts(tx: Tx, accountIds: readonly string[] | null): Promise<AccountInputs[]> {
  const rows = await tx.account.findMany({
    where: accountIds === null ? {} : { id: { in: [...accountIds] } },
    orderBy: { id: "asc" },
    select: {
      id: true,
      types: { orderBy: inOrder },
      terms: { orderBy: inOrder },
      licences: { where: { instanceNo: null, tags: { some: {} } }, include: { tags: true } },
      changes: { where: { ...hiding, instanceNo: null } },
    },
  });
  return rows.map((row) => ({
    accountId: row.id,
    types: dated(row.types, (type) => type.type),
    terms: row.terms.map((term) => ({
      ...spanOf(term),
      instanceNo: term.instanceNo,
      level: tierOf(term.level),
      basis: term.basis,
      carveOut: term.carveOut,
      crmValue: term.crmValue,
    })),
    stoppedByTag: row.licences.flatMap(stoppedDays),
    withdrawals: row.changes.map(withdrawalOf),
  }));
}

function withdrawalOf(change: { validFrom: Date; level: number | null }): { from: string; level: Tier } {
  return { from: dayOf(change.validFrom), level: tierOf(change.level ?? 0) };
}

type LicenceWithTags = SpanColumns & { readonly tags: readonly (SpanColumns & { readonly tag: string })[] };

function stoppedDays(licence: LicenceWithTags): Span[] {
  const stopping = licence.tags.filter((tag) => stopsEvents(tag.tag));
  return stopping.flatMap((tag) => overlap(spanOf(licence), spanOf(tag)) ?? []);
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

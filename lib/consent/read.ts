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
import type { AccountType, Day, Environment, HostingType, Span } from "#lib/consent/model.ts";
import { overlap } from "#lib/consent/spans.ts";
import type { Tx } from "#lib/db/client.ts";
import { dayOf, dayOrNull } from "#lib/db/day.ts";
import { Prisma } from "#lib/db/generated/client.ts";

type SpanColumns = { readonly validFrom: Date; readonly validTo: Date | null };

export function spanOf(row: SpanColumns): Span {
  return { from: dayOf(row.validFrom), to: dayOrNull(row.validTo) };
}

/** Everything that decides a day of these instances (null: of all). Accounts come as far as they are linked. */
export async function readInputs(tx: Tx, instanceNos: readonly number[] | null): Promise<RegistryInputs> {
  const instances = instanceNos?.length === 0 ? [] : await readInstances(tx, instanceNos);
  const linked = new Set(instances.flatMap((instance) => instance.links.map((link) => link.value)));
  const everybody = instanceNos === null;
  const accounts = everybody || linked.size > 0 ? await readAccounts(tx, linked, everybody) : [];
  return {
    instances,
    accounts: new Map(accounts.map((account) => [account.accountId, account])),
    policy: await readPolicy(tx),
  };
}

// Ids go in as one array, since a placeholder for each takes longer to plan than to run. One query follows
// the other, since inside a transaction there is one connection.

type Of<K, R> = R & { readonly key: K };

function ofInstances(ids: readonly number[] | null): Prisma.Sql {
  return ids === null ? Prisma.sql`instance_no IS NOT NULL` : Prisma.sql`instance_no = ANY(${[...ids]}::int[])`;
}

function ofAccounts(ids: readonly string[] | null): Prisma.Sql {
  return ids === null ? Prisma.sql`account_id IS NOT NULL` : Prisma.sql`account_id = ANY(${[...ids]}::text[])`;
}

const BY_INSTANCE = Prisma.sql`instance_no AS key`;
const BY_ACCOUNT = Prisma.sql`account_id AS key`;
const DAYS = Prisma.sql`valid_from::text AS "from", valid_to::text AS "to"`;
/** Changes that hide what came before them, unless recorded by mistake. */
const HIDING = Prisma.sql`history = 'hide' AND kind IN ('opt_out', 'narrowing')
  AND NOT EXISTS (SELECT FROM consent_change v WHERE v.voids_id = consent_change.id)`;
const WITHDRAWAL = Prisma.sql`valid_from::text AS "from", COALESCE(level, 0)::int AS level`;

function grouped<K, R>(rows: readonly Of<K, R>[]): (key: K) => readonly R[] {
  const groups = Map.groupBy(rows, (row) => row.key);
  return (key) => groups.get(key) ?? [];
}

async function readInstances(tx: Tx, instanceNos: readonly number[] | null): Promise<InstanceInputs[]> {
  const these = ofInstances(instanceNos);
  const instances = await tx.$queryRaw<{ instanceNo: number; siteId: string }[]>`
    SELECT instance_no AS "instanceNo", site_id AS "siteId" FROM instance WHERE ${these} ORDER BY instance_no`;
  const links = grouped(
    await tx.$queryRaw<Of<number, Dated<string>>[]>`
      SELECT ${BY_INSTANCE}, account_id AS value, ${DAYS} FROM instance_link WHERE ${these} ORDER BY valid_from`,
  );
  const hostings = grouped(
    await tx.$queryRaw<Of<number, Dated<HostingType>>[]>`
      SELECT ${BY_INSTANCE}, hosting::text AS value, ${DAYS} FROM instance_hosting WHERE ${these} ORDER BY valid_from`,
  );
  const environments = grouped(
    await tx.$queryRaw<Of<number, Dated<Environment>>[]>`
      SELECT ${BY_INSTANCE}, environment::text AS value, ${DAYS} FROM instance_environment
      WHERE ${these} ORDER BY valid_from`,
  );
  const optOuts = grouped(
    await tx.$queryRaw<Of<number, Dated<number>>[]>`
      SELECT ${BY_INSTANCE}, level::int AS value, effective_on::text AS "from", ends_on::text AS "to"
      FROM instance_opt_out o
      WHERE ${these} AND NOT EXISTS (SELECT FROM consent_change v WHERE v.voids_id = o.change_id)`,
  );
  const withdrawals = grouped(
    await tx.$queryRaw<Of<number, Withdrawn>[]>`
      SELECT ${BY_INSTANCE}, ${WITHDRAWAL} FROM consent_change WHERE ${these} AND ${HIDING}`,
  );
  const stopped = grouped(await readStoppedDays<number>(tx, Prisma.sql`l.instance_no`, these));
  return instances.map(({ instanceNo, siteId }) => ({
    instanceNo,
    siteId,
    links: links(instanceNo).map(plain),
    hostings: hostings(instanceNo).map(plain),
    environments: environments(instanceNo).map(plain),
    optOuts: optOuts(instanceNo).map(({ from, to, value }) => ({ from, to, value: tierOf(value) })),
    stoppedByTag: stopped(instanceNo).map((row) => row.span),
    withdrawals: withdrawals(instanceNo).map(withdrawalOf),
  }));
}

async function readAccounts(tx: Tx, linked: ReadonlySet<string>, everybody: boolean): Promise<AccountInputs[]> {
  const these = ofAccounts(everybody ? null : [...linked]);
  const types = await tx.$queryRaw<Of<string, Dated<AccountType>>[]>`
    SELECT ${BY_ACCOUNT}, type::text AS value, ${DAYS} FROM account_type_span WHERE ${these} ORDER BY valid_from`;
  const terms = await tx.$queryRaw<Of<string, StoredTerm>[]>`
    SELECT ${BY_ACCOUNT}, ${DAYS}, instance_no AS "instanceNo", level::int AS level, basis::text AS basis,
      carve_out AS "carveOut", crm_value::text AS "crmValue"
    FROM consent_term WHERE ${these} ORDER BY valid_from`;
  const withdrawals = await tx.$queryRaw<Of<string, Withdrawn>[]>`
    SELECT ${BY_ACCOUNT}, ${WITHDRAWAL} FROM consent_change
    WHERE ${these} AND instance_no IS NULL AND ${HIDING}`;
  const wide = Prisma.sql`${these} AND instance_no IS NULL`;
  const stopped = await readStoppedDays<string>(tx, Prisma.sql`l.account_id`, wide);
  const ids = new Set([
    ...linked,
    ...[types, terms, withdrawals, stopped].flatMap((rows) => rows.map((row) => row.key)),
  ]);
  const of = {
    types: grouped(types),
    terms: grouped(terms),
    withdrawals: grouped(withdrawals),
    stopped: grouped(stopped),
  };
  return [...ids].map((accountId) => ({
    accountId,
    types: of.types(accountId).map(plain),
    terms: of.terms(accountId).map(termOf),
    stoppedByTag: of.stopped(accountId).map((row) => row.span),
    withdrawals: of.withdrawals(accountId).map(withdrawalOf),
  }));
}

/** Without the key. */
function plain<T>({ from, to, value }: Dated<T>): Dated<T> {
  return { from, to, value };
}

type StoredTerm = Omit<TermInput, "level"> & { readonly level: number };

function termOf({ from, to, instanceNo, level, basis, carveOut, crmValue }: StoredTerm): TermInput {
  return { from, to, instanceNo, level: tierOf(level), basis, carveOut, crmValue };
}

type Withdrawn = { readonly from: Day; readonly level: number };

function withdrawalOf({ from, level }: Withdrawn): HidingWithdrawal {
  return { from, level: tierOf(level) };
}

type Tagged<K> = Of<K, { readonly tag: string; readonly span: Span; readonly within: Span }>;

/** Days on which a licence with a stopping tag, and the tag itself, are in force. */
async function readStoppedDays<K extends number | string>(
  tx: Tx,
  key: Prisma.Sql,
  these: Prisma.Sql,
): Promise<Of<K, { readonly span: Span }>[]> {
  const rows = await tx.$queryRaw<Tagged<K>[]>`
    SELECT ${key} AS key, t.tag,
      jsonb_build_object('from', l.valid_from, 'to', l.valid_to) AS within,
      jsonb_build_object('from', t.valid_from, 'to', t.valid_to) AS span
    FROM (SELECT * FROM licence WHERE ${these}) l JOIN licence_tag t ON t.licence_id = l.id`;
  return rows
    .filter((row) => stopsEvents(row.tag))
    .flatMap((row) => {
      const span = overlap(row.within, row.span);
      return span === null ? [] : [{ key: row.key, span }];
    });
}

function dated<R extends SpanColumns, T>(rows: readonly R[], value: (row: R) => T): Dated<T>[] {
  return rows.map((row) => ({ ...spanOf(row), value: value(row) }));
}

async function readPolicy(tx: Tx): Promise<PolicyInputs> {
  const rows = await tx.setting.findMany({ orderBy: { validFrom: "asc" } });
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

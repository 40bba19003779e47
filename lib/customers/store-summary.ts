import type { Grant } from "#lib/access/grant.ts";
import { readConsentToday } from "#lib/consent/clock.ts";
import { deriveEffective } from "#lib/consent/derive.ts";
import type { AccountInputs, EffectiveSpan, InstanceInputs } from "#lib/consent/inputs.ts";
import {
  type AccountType,
  type Day,
  HOSTING_TYPES,
  type HostingType,
  type Span,
  type Tier,
} from "#lib/consent/model.ts";
import { readInputs, spanOf } from "#lib/consent/read.ts";
import { covers, inForce, turningDays, walk } from "#lib/consent/spans.ts";
import { chunks } from "#lib/db/chunks.ts";
import type { Tx } from "#lib/db/client.ts";
import type { Account, Instance } from "#lib/db/generated/client.ts";
import { insertRows } from "#lib/db/insert.ts";

type Standing = { readonly inputs: InstanceInputs; readonly effective: readonly EffectiveSpan[] };
type Licensed = Span & { readonly seats: number };

/** What the list says of an account on a day. */
type Summary = {
  readonly type: AccountType;
  readonly tier: Tier;
  readonly mixed: boolean;
  readonly hosting: readonly HostingType[];
  readonly instances: number;
  readonly seats: number | null;
};

const NO_SEATS = -1;
const NEVER: Day = "0001-01-01";

/**
 * Writes the list's rows of these accounts again, from today on: a later change already on record has a
 * row of its own, so that it shows by the date alone. To be called wherever intervals are rebuilt.
 */
export async function rebuildSummaries(tx: Tx, grant: Grant, accountIds: readonly string[]): Promise<void> {
  const today = await readConsentToday(tx);
  for (const some of chunks(accountIds)) {
    const rows = await summaryRows(tx, some, today);
    await tx.accountSummary.deleteMany({ where: { accountId: { in: some } } });
    await insertRows(tx, "account_summary", COLUMNS, rows);
  }
  await refreshLastPings(tx, grant, accountIds);
}

/** Takes over when production instances were last heard; null: for all accounts. */
export async function refreshLastPings(tx: Tx, _grant: Grant, accountIds: readonly string[] | null): Promise<void> {
  await tx.$executeRaw`
    UPDATE account_summary s SET last_ping = heard.last_ping, ping_key = heard.last_ping
    FROM (
      SELECT o.account_id, o.valid_from, max(state.last_ping) AS last_ping
      FROM account_summary o
      JOIN instance_link l ON l.account_id = o.account_id
        AND l.valid_from <= o.valid_from AND (l.valid_to IS NULL OR l.valid_to > o.valid_from)
      JOIN instance_environment e ON e.instance_no = l.instance_no AND e.environment = 'production'
        AND e.valid_from <= o.valid_from AND (e.valid_to IS NULL OR e.valid_to > o.valid_from)
      JOIN instance_state state ON state.instance_no = l.instance_no AND state.last_ping IS NOT NULL
      WHERE ${accountIds === null} OR o.account_id = ANY(${[...(accountIds ?? [])]}::text[])
      GROUP BY o.account_id, o.valid_from
    ) heard
    WHERE s.account_id = heard.account_id AND s.valid_from = heard.valid_from
      AND s.last_ping IS DISTINCT FROM heard.last_ping`;
}

async function summaryRows(tx: Tx, accountIds: string[], today: Day): Promise<ReturnType<typeof summaryRow>[]> {
  const accounts = await tx.account.findMany({
    where: { id: { in: accountIds } },
    include: { licences: true, links: { include: { instance: true } } },
  });
  const linked = new Set(accounts.flatMap((account) => account.links.map((link) => link.instanceNo)));
  const inputs = await readInputs(tx, [...linked]);
  const byNo = new Map(
    inputs.instances.map((instance): [number, Standing] => [
      instance.instanceNo,
      { inputs: instance, effective: deriveEffective(instance, inputs.accounts, inputs.policy) },
    ]),
  );
  const types = await readTypes(tx, accountIds);
  return accounts.flatMap((account) => {
    const instances = account.links.map((link) => link.instance);
    const standings = [...new Set(instances.map((i) => i.instanceNo))].flatMap((no) => byNo.get(no) ?? []);
    const licences = account.licences.map((licence) => ({ ...spanOf(licence), seats: licence.seats }));
    const spans = summarise(account.id, types.get(account.id) ?? [], standings, licences, today);
    return spans.map(({ from, to, value }) => summaryRow(account, instances, { from, to }, value));
  });
}

/** Types also of accounts without any instance, which the inputs of instances do not hold. */
async function readTypes(tx: Tx, accountIds: string[]): Promise<Map<string, AccountInputs["types"]>> {
  const rows = await tx.accountTypeSpan.findMany({ where: { accountId: { in: accountIds } } });
  const grouped = Map.groupBy(rows, (row) => row.accountId);
  return new Map([...grouped].map(([id, types]) => [id, types.map((row) => ({ ...spanOf(row), value: row.type }))]));
}

function summarise(
  accountId: string,
  types: AccountInputs["types"],
  standings: readonly Standing[],
  licences: readonly Licensed[],
  today: Day,
): (Span & { value: Summary })[] {
  const days = turningDays(
    types,
    licences,
    ...standings.flatMap(({ inputs, effective }) => [inputs.links, inputs.hostings, inputs.environments, effective]),
  );
  const ahead = [today, ...days.filter((day) => day > today)];
  return walk(ahead, (day) => summaryOn(accountId, types, standings, licences, day), same);
}

function summaryOn(
  accountId: string,
  types: AccountInputs["types"],
  standings: readonly Standing[],
  licences: readonly Licensed[],
  day: Day,
): Summary | null {
  const type = inForce(types, day)?.value ?? null;
  if (type === null) return null;
  const linked = standings.filter(({ inputs }) => inForce(inputs.links, day)?.value === accountId);
  const production = linked.filter(({ inputs }) => inForce(inputs.environments, day)?.value === "production");
  const tiers = production.map(({ effective }) => inForce(effective, day)?.level ?? 0);
  const hosting = new Set(production.map(({ inputs }) => inForce(inputs.hostings, day)?.value));
  return {
    type,
    tier: tiers.reduce<Tier>((highest, tier) => (tier > highest ? tier : highest), 0),
    mixed: new Set(tiers).size > 1,
    hosting: HOSTING_TYPES.filter((each) => hosting.has(each)),
    instances: linked.length,
    seats: licences.length === 0 ? null : seatsOn(licences, day),
  };
}

function seatsOn(licences: readonly Licensed[], day: Day): number {
  return licences.filter((licence) => covers(licence, day)).reduce((sum, licence) => sum + licence.seats, 0);
}

function same(a: Summary, b: Summary): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const COLUMNS = {
  account_id: "text",
  valid_from: "date",
  valid_to: "date",
  type: "account_type",
  tier: "smallint",
  mixed: "boolean",
  instances: "int",
  seats: "int",
  name: "text",
  name_key: "text",
  search: "text",
  hosting: "hosting_type[]",
  hosting_key: "text",
  seats_key: "int",
  ping_key: "date",
} as const;

function summaryRow(account: Account, instances: readonly Instance[], { from, to }: Span, value: Summary) {
  const { id, name, ref, accountExecutive, customerEngineer } = account;
  const named = instances.flatMap((instance) => [instance.name, instance.siteId]);
  const words = [name, ref, accountExecutive, customerEngineer, ...new Set(named)].filter((word) => word !== null);
  return {
    account_id: id,
    valid_from: from,
    valid_to: to,
    ...value,
    name,
    name_key: name.toLowerCase(),
    // Begins with a blank, so that every word does.
    search: ` ${words.join(" · ")}`.toLowerCase(),
    hosting_key: value.hosting.join(" "),
    seats_key: value.seats ?? NO_SEATS,
    ping_key: NEVER,
  };
}

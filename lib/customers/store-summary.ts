import type { Grant } from "#lib/access/grant.ts";
import { readConsentToday } from "#lib/consent/clock.ts";
import { deriveEffective } from "#lib/consent/derive.ts";
import type { AccountInputs, Dated, EffectiveSpan, InstanceInputs } from "#lib/consent/inputs.ts";
import {
  type AccountType,
  type Day,
  HOSTING_TYPES,
  type HostingType,
  type Span,
  type Tier,
} from "#lib/consent/model.ts";
import { readInputs } from "#lib/consent/read.ts";
import { covers, inForce, turningDays, walk } from "#lib/consent/spans.ts";
import { chunks } from "#lib/db/chunks.ts";
import type { Tx } from "#lib/db/client.ts";
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
    await tx.$executeRaw`DELETE FROM account_summary WHERE account_id = ANY(${some}::text[])`;
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

type Account = {
  readonly id: string;
  readonly ref: string;
  readonly name: string;
  readonly accountExecutive: string | null;
  readonly customerEngineer: string | null;
};
type Linked = {
  readonly accountId: string;
  readonly instanceNo: number;
  readonly name: string;
  readonly siteId: string;
};
type OfAccount<R> = R & { readonly accountId: string };

async function summaryRows(tx: Tx, ids: string[], today: Day): Promise<ReturnType<typeof summaryRow>[]> {
  const accounts = await tx.$queryRaw<Account[]>`
    SELECT id, ref, name, account_executive AS "accountExecutive", customer_engineer AS "customerEngineer"
    FROM account WHERE id = ANY(${ids}::text[])`;
  const types = await tx.$queryRaw<OfAccount<Dated<AccountType>>[]>`
    SELECT account_id AS "accountId", type::text AS value, valid_from::text AS "from", valid_to::text AS "to"
    FROM account_type_span WHERE account_id = ANY(${ids}::text[])`;
  const licences = await tx.$queryRaw<OfAccount<Licensed>[]>`
    SELECT account_id AS "accountId", seats, valid_from::text AS "from", valid_to::text AS "to"
    FROM licence WHERE account_id = ANY(${ids}::text[])`;
  const links = await tx.$queryRaw<Linked[]>`
    SELECT DISTINCT l.account_id AS "accountId", i.instance_no AS "instanceNo", i.name, i.site_id AS "siteId"
    FROM instance_link l JOIN instance i ON i.instance_no = l.instance_no
    WHERE l.account_id = ANY(${ids}::text[]) ORDER BY i.instance_no`;
  const standings = await readStandings(tx, [...new Set(links.map((link) => link.instanceNo))]);
  const of = {
    types: Map.groupBy(types, (row) => row.accountId),
    licences: Map.groupBy(licences, (row) => row.accountId),
    links: Map.groupBy(links, (row) => row.accountId),
  };
  return accounts.flatMap((account) => {
    const { id } = account;
    const linked = of.links.get(id) ?? [];
    const mine = linked.flatMap((link) => standings.get(link.instanceNo) ?? []);
    const spans = summarise(id, of.types.get(id) ?? [], mine, of.licences.get(id) ?? [], today);
    return spans.map(({ from, to, value }) => summaryRow(account, linked, { from, to }, value));
  });
}

async function readStandings(tx: Tx, instanceNos: readonly number[]): Promise<Map<number, Standing>> {
  const { instances, accounts, policy } = await readInputs(tx, instanceNos);
  return new Map(
    instances.map((inputs) => [inputs.instanceNo, { inputs, effective: deriveEffective(inputs, accounts, policy) }]),
  );
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

function summaryRow(account: Account, instances: readonly Linked[], { from, to }: Span, value: Summary) {
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

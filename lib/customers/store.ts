import { z } from "zod";
import type { Grant } from "#lib/access/grant.ts";
import { readKey } from "#lib/consent/clock.ts";
import { ACCOUNT_TYPES, type AccountType, type Day, HOSTING_TYPES, type HostingType } from "#lib/consent/model.ts";
import type { SnapshotKey } from "#lib/consent/snapshot-model.ts";
import type { CUSTOMER_SORTS, CustomerRow } from "#lib/customers/contract.ts";
import { type Db, db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";

type Sort = (typeof CUSTOMER_SORTS)[number];
export type Filters = {
  readonly q: string;
  readonly type: AccountType;
  readonly hosting: HostingType | null;
};
type PageOf = Filters & {
  readonly tier: number | null;
  readonly sort: Sort;
  readonly desc: boolean;
  readonly cursor: string | null;
  readonly limit: number;
};
export type TierCounts = [number, number, number, number];

/** The sort keys of account_summary; each has its index, with the name and the id behind it. */
const KEYS: Readonly<Record<Sort, Prisma.Sql>> = {
  name: Prisma.sql`s.name_key`,
  tier: Prisma.sql`s.tier`,
  hosting: Prisma.sql`s.hosting_key`,
  seats: Prisma.sql`s.seats_key`,
  instances: Prisma.sql`s.instances`,
  last_ping: Prisma.sql`s.ping_key::text`,
};

const COLUMNS = Prisma.sql`
  s.account_id AS id, s.name, s.type::text, s.tier, s.mixed, s.hosting::text[] AS hosting, s.instances, s.seats,
  a.segment, a.region, a.account_executive AS "accountExecutive", a.customer_engineer AS "customerEngineer",
  s.last_ping::text AS "lastPing", s.name_key AS "nameKey"`;

const Stored = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(ACCOUNT_TYPES),
  tier: z.int(),
  mixed: z.boolean(),
  hosting: z.array(z.enum(HOSTING_TYPES)),
  instances: z.int(),
  seats: z.int().nullable(),
  segment: z.string().nullable(),
  region: z.string().nullable(),
  accountExecutive: z.string().nullable(),
  customerEngineer: z.string().nullable(),
  lastPing: z.string().nullable(),
  nameKey: z.string(),
  sortKey: z.union([z.string(), z.number()]),
});

/** Up to so many matches are found first and sorted then; among more, a walk in order soon fills a page. */
const FEW = 2_000;

/** One page in keyset order of `total` matches, and the cursor of the next. */
export async function readPage(
  _grant: Grant<"customers.read">,
  page: PageOf,
  today: Day,
  total: number,
): Promise<{ items: CustomerRow[]; next: string | null }> {
  const key = KEYS[page.sort];
  const order = page.desc ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const tier = page.tier === null ? Prisma.empty : Prisma.sql`AND s.tier = ${page.tier}`;
  const sorted = page.sort === "last_ping" ? Prisma.sql`s.ping_key` : key;
  const inOrder = Prisma.sql`ORDER BY ${sorted} ${order}, s.name_key ${order}, s.account_id ${order}`;
  const how = total > FEW ? Prisma.sql`NOT MATERIALIZED` : Prisma.sql`MATERIALIZED`;
  const rows = await db().$queryRaw`
    WITH found AS ${how} (
      SELECT * FROM account_summary s WHERE ${matching(page, today)} ${tier} ${after(page)}
    ), s AS (SELECT * FROM found s ${inOrder} LIMIT ${page.limit + 1})
    SELECT ${COLUMNS}, ${key} AS "sortKey" FROM s JOIN account a ON a.id = s.account_id ${inOrder}`;
  const stored = z.array(Stored).parse(rows);
  const shown = stored.slice(0, page.limit);
  const last = stored.length > page.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(rowOf),
    next: last === undefined ? null : writeCursor([page.sort, page.desc, last.sortKey, last.nameKey, last.id]),
  };
}

function rowOf({ nameKey: _nameKey, sortKey: _sortKey, ...row }: z.infer<typeof Stored>): CustomerRow {
  return row;
}

function matching({ q, type, hosting }: Filters, today: Day): Prisma.Sql {
  const words = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const parts = [
    Prisma.sql`s.type = ${type}::account_type`,
    Prisma.sql`s.valid_from <= ${today}::date AND (s.valid_to IS NULL OR s.valid_to > ${today}::date)`,
    ...(hosting === null ? [] : [Prisma.sql`s.hosting_key = ANY(${hostingKeysWith(hosting)})`]),
    ...words.map((word) => Prisma.sql`s.search LIKE ${likePattern(word)}`),
  ];
  return Prisma.join(parts, " AND ");
}

/** Every combination of hosting types, written as the rows write it, in which this one occurs. */
function hostingKeysWith(hosting: HostingType): string[] {
  const combinations = HOSTING_TYPES.reduce<HostingType[][]>(
    (sets, type) => [...sets, ...sets.map((set) => [...set, type])],
    [[]],
  );
  return combinations.filter((set) => set.includes(hosting)).map((set) => set.join(" "));
}

/** Short words match where words begin, which the trigram index can answer; longer ones anywhere. */
function likePattern(word: string): string {
  const literal = word.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
  return word.length < 3 ? `% ${literal}%` : `%${literal}%`;
}

const Cursor = z.tuple([z.string(), z.boolean(), z.union([z.string(), z.number()]), z.string(), z.string()]);

function after({ sort, desc, cursor }: PageOf): Prisma.Sql {
  if (cursor === null) return Prisma.empty;
  const [forSort, forDesc, value, nameKey, id] = readCursor(cursor);
  if (forSort !== sort || forDesc !== desc || !VALUES[sort].safeParse(value).success) throw badCursor();
  const than = desc ? Prisma.sql`<` : Prisma.sql`>`;
  const key = sort === "last_ping" ? Prisma.sql`s.ping_key` : KEYS[sort];
  return Prisma.sql`AND (${key}, s.name_key, s.account_id) ${than} (${typed(sort, value)}, ${nameKey}, ${id})`;
}

const VALUES: Readonly<Record<Sort, z.ZodType>> = {
  name: z.string(),
  tier: z.int32(),
  hosting: z.string(),
  seats: z.int32(),
  instances: z.int32(),
  last_ping: z.iso.date(),
};

function typed(sort: Sort, value: string | number): Prisma.Sql {
  if (sort === "last_ping") return Prisma.sql`${value}::date`;
  return sort === "name" || sort === "hosting" ? Prisma.sql`${value}::text` : Prisma.sql`${value}::int`;
}

function writeCursor(cursor: z.infer<typeof Cursor>): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

function readCursor(text: string): z.infer<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    throw badCursor();
  }
}

function badCursor(): AppError {
  return new AppError("invalid_input", "This page of the list cannot be read. Go back to the first page.", {
    path: "cursor",
    suggestion: "Leave out cursor",
  });
}

export function readNow(_grant: Grant<"customers.read">): Promise<SnapshotKey> {
  return readKey(db());
}

/** Counts are kept per epoch and day, so that they are counted once after each change of the registry. */
const counted = new WeakMap<Db, Map<string, Promise<TierCounts>>>();
const MOST_COUNTS = 500;

/** How many accounts stand at each tier under the filters. */
export function countTiers(_grant: Grant<"customers.read">, filters: Filters, now: SnapshotKey): Promise<TierCounts> {
  const { q, type, hosting } = filters;
  const client = db();
  const kept = counted.get(client) ?? new Map<string, Promise<TierCounts>>();
  counted.set(client, kept);
  const name = JSON.stringify([now.epoch, now.consentToday, q.toLowerCase().trim(), type, hosting]);
  const known = kept.get(name);
  if (known !== undefined) return known;
  if (kept.size >= MOST_COUNTS) kept.clear();
  const counting = count(client, filters, now.consentToday);
  kept.set(name, counting);
  counting.catch(() => kept.delete(name));
  return counting;
}

async function count(client: Db, filters: Filters, today: Day): Promise<TierCounts> {
  const rows = await client.$queryRaw<{ tier: number; count: number }[]>`
    SELECT s.tier, count(*)::int AS count FROM account_summary s WHERE ${matching(filters, today)} GROUP BY s.tier`;
  const at = (tier: number): number => rows.find((row) => row.tier === tier)?.count ?? 0;
  return [at(0), at(1), at(2), at(3)];
}

const MOST_OF_MINE = 50;

/** Accounts whose Account Executive or Customer Engineer has this address. */
export async function readMine(_grant: Grant<"customers.read">, email: string, today: Day): Promise<CustomerRow[]> {
  const rows = await db().$queryRaw`
    SELECT ${COLUMNS}, s.name_key AS "sortKey"
    FROM account_summary s JOIN account a ON a.id = s.account_id
    WHERE (a.account_executive_email = ${email} OR a.customer_engineer_email = ${email})
      AND s.valid_from <= ${today}::date AND (s.valid_to IS NULL OR s.valid_to > ${today}::date)
    ORDER BY s.name_key, s.account_id LIMIT ${MOST_OF_MINE}`;
  return z.array(Stored).parse(rows).map(rowOf);
}

import type { Grant } from "#lib/access/grant.ts";
import { inForce } from "#lib/access/session.ts";
import { db, type Tx } from "#lib/db/client.ts";
import type { UserWhereInput } from "#lib/db/generated/models.ts";
import type { Group, Person } from "#lib/people/contract.ts";
import { effectiveRole, type HeldRole } from "#lib/people/model.ts";

type Reader = Grant<"users.read" | "roles.write" | "dashboards.read" | "grants.approve">;

/** Everything `Person` is made of, with the role grants in force at `now`. */
function personColumns(now: Date) {
  const grants = { where: inForce(now), select: { role: true, grantedBy: true, reason: true } } as const;
  return {
    id: true,
    email: true,
    name: true,
    title: true,
    version: true,
    lastSeenAt: true,
    grants,
    memberships: { select: { group: { select: { name: true, grants } } } },
  } as const;
}

type GrantRow = { readonly role: HeldRole["role"]; readonly grantedBy: string; readonly reason: string };
type PersonRow = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly title: string | null;
  readonly version: number;
  readonly lastSeenAt: Date | null;
  readonly grants: readonly GrantRow[];
  readonly memberships: readonly { readonly group: { readonly name: string; readonly grants: readonly GrantRow[] } }[];
};

function toPerson(row: PersonRow, onlyAdmin: string | null): Person {
  const ofGroups = row.memberships.flatMap(({ group }) =>
    group.grants.map((grant) => ({ ...grant, group: group.name })),
  );
  const { role, why } = effectiveRole([...row.grants.map((grant) => ({ ...grant, group: null })), ...ofGroups]);
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    title: row.title,
    role,
    why,
    groups: row.memberships.map(({ group }) => group.name).toSorted(),
    lastSeen: row.lastSeenAt?.toISOString() ?? null,
    version: String(row.version),
    canDemote: row.id !== onlyAdmin,
  };
}

/** Everybody who may sign in, by name; `q` looks in name, address and title. */
export async function readPeople(_grant: Reader, q: string): Promise<Person[]> {
  const text = { contains: q, mode: "insensitive" } as const;
  const searched: UserWhereInput = q === "" ? {} : { OR: [{ name: text }, { email: text }, { title: text }] };
  const [rows, admins] = await Promise.all([
    db().user.findMany({
      where: { disabledAt: null, ...searched },
      select: personColumns(new Date()),
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
    adminIds(db()),
  ]);
  return rows.map((row) => toPerson(row, onlyOf(admins)));
}

/** One person as of this moment, within the caller's transaction; null when unknown or disabled. */
export async function readPerson(tx: Tx, _grant: Reader, id: string): Promise<Person | null> {
  const row = await tx.user.findFirst({ where: { id, disabledAt: null }, select: personColumns(new Date()) });
  return row === null ? null : toPerson(row, onlyOf(await adminIds(tx)));
}

/** Those who are Admin without an end, in person or by group. */
export async function adminIds(tx: Tx): Promise<readonly string[]> {
  const lasting = { role: "admin", revokedAt: null, expiresAt: null } as const;
  const rows = await tx.user.findMany({
    where: {
      disabledAt: null,
      OR: [{ grants: { some: lasting } }, { memberships: { some: { group: { grants: { some: lasting } } } } }],
    },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

function onlyOf(ids: readonly string[]): string | null {
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

/** Whom to ask for more. */
export async function readAdmins(_grant: Reader): Promise<{ name: string; email: string }[]> {
  const ids = [...(await adminIds(db()))];
  return db().user.findMany({
    where: { id: { in: ids } },
    select: { name: true, email: true },
    orderBy: { name: "asc" },
  });
}

export async function readTitle(_grant: Reader, userId: string): Promise<string | null> {
  const row = await db().user.findUnique({ where: { id: userId }, select: { title: true } });
  return row?.title ?? null;
}

export async function readGroups(_grant: Reader): Promise<Group[]> {
  const now = new Date();
  const rows = await db().group.findMany({
    select: {
      id: true,
      name: true,
      grants: { where: inForce(now), select: { role: true, grantedBy: true, reason: true } },
      _count: { select: { memberships: true } },
    },
    orderBy: { name: "asc" },
  });
  return rows.map(({ id, name, grants, _count }) => ({
    id,
    name,
    role: effectiveRole(grants.map((grant) => ({ ...grant, group: name }))).role,
    members: _count.memberships,
  }));
}

import type { Grant } from "#lib/access/grant.ts";
import { ROLES, type Role } from "#lib/access/permission.ts";
import { inForce } from "#lib/access/session.ts";
import { writeAudit } from "#lib/audit/store.ts";
import { type Tx, transaction } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import type { Person } from "#lib/people/contract.ts";
import { isHigher } from "#lib/people/model.ts";
import { adminIds, readPerson } from "#lib/people/store.ts";

/** Changes of roles follow one another, so that two admins cannot remove each other at once. */
const ROLES_LOCK = 4_201_002;

type Giver = Grant<"roles.write" | "grants.approve">;
type Change = { readonly id: string; readonly role: Role; readonly reason: string };

/** Gives exactly this role, if the person is still as the giver saw them. */
export function changeRole(grant: Giver, change: Change, seenVersion: string): Promise<Person> {
  if (grant.actor?.userId === change.id) {
    throw new AppError("forbidden", "Nobody changes their own role. Ask another Admin to do it.");
  }
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ROLES_LOCK})`;
    const person = await existing(tx, grant, change.id);
    if (person.version !== seenVersion) throw stale(person, seenVersion, change);
    if (isHigher(person.role, change.role)) await refuseDemotion(tx, person, change.role);
    return giveRole(tx, grant, person, change);
  });
}

/** Raises to a role in the caller's transaction; somebody who holds it, or more, keeps what they have. */
export async function raiseTo(tx: Tx, grant: Giver, change: Change): Promise<Person> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ROLES_LOCK})`;
  const person = await existing(tx, grant, change.id);
  return isHigher(change.role, person.role) ? giveRole(tx, grant, person, change) : person;
}

async function giveRole(tx: Tx, grant: Giver, before: Person, { id, role, reason }: Change): Promise<Person> {
  const grantedBy = grant.actor?.name ?? grant.job ?? "system";
  await tx.roleGrant.updateMany({
    where: { userId: id, revokedAt: null },
    data: { revokedAt: new Date(), revokedBy: grantedBy },
  });
  await tx.roleGrant.create({ data: { id: newId("rol"), userId: id, role, reason, grantedBy } });
  await tx.user.update({ where: { id }, data: { version: { increment: 1 } } });
  await writeAudit(tx, grant, {
    action: "role.changed",
    target: { type: "user", id, label: `${before.name} (${before.email})` },
    reason,
    before: { role: before.role },
    after: { role },
  });
  return existing(tx, grant, id);
}

async function existing(tx: Tx, grant: Giver, id: string): Promise<Person> {
  const person = await readPerson(tx, grant, id);
  if (person === null) throw new AppError("not_found", "Nobody here has this id.", { path: "id" });
  return person;
}

async function refuseDemotion(tx: Tx, person: Person, role: Role): Promise<void> {
  const admins = await adminIds(tx);
  if (person.role === "admin" && admins.every((id) => id === person.id)) {
    throw new AppError("conflict", `${person.name} is the last Admin. Make somebody else Admin first.`);
  }
  const above = { ...inForce(new Date()), role: { in: ROLES.filter((each) => isHigher(each, role)) } };
  const byGroup = await tx.group.findFirst({
    where: { memberships: { some: { userId: person.id } }, grants: { some: above } },
    select: { name: true },
  });
  if (byGroup !== null) {
    throw new AppError(
      "conflict",
      `${person.name} has this role by the group ${byGroup.name}. Change the group first.`,
    );
  }
}

function stale(person: Person, seenVersion: string, { role, reason }: Change): AppError {
  const sentence = `${person.name}'s access was changed by somebody else in the meantime. Nothing was saved; look at both and decide.`;
  return new AppError(
    "stale_version",
    sentence,
    {},
    { yours: { version: seenVersion, role, reason }, current: person },
  );
}

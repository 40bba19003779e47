import type { Grant } from "#lib/access/grant.ts";
import { PERMISSIONS, type Permission, type Role } from "#lib/access/permission.ts";
import { highestRole } from "#lib/access/role.ts";
import { inForce } from "#lib/access/session.ts";
import type { AccessRequest } from "#lib/access-requests/contract.ts";
import { writeAudit } from "#lib/audit/store.ts";
import { db, type Tx, transaction } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { raiseTo } from "#lib/people/store-role.ts";

type Wish = { readonly permission: Permission | null; readonly role: Role; readonly reason: string };
type Decision = { readonly id: string; readonly decision: "approved" | "declined"; readonly note: string };

/** A request with the person who asks, and the roles that person holds at `now`. */
function requestColumns(now: Date) {
  const grants = { where: inForce(now), select: { role: true } } as const;
  const memberships = { select: { group: { select: { grants } } } } as const;
  return { user: { select: { id: true, name: true, email: true, grants, memberships } } } as const;
}

type RequestRow = {
  readonly id: string;
  readonly permission: string | null;
  readonly role: Role;
  readonly reason: string;
  readonly state: AccessRequest["state"];
  readonly createdAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly note: string | null;
  readonly version: number;
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly grants: readonly { readonly role: Role }[];
    readonly memberships: readonly { readonly group: { readonly grants: readonly { readonly role: Role }[] } }[];
  };
};

function toRequest(row: RequestRow): AccessRequest {
  const { id, name, email, grants, memberships } = row.user;
  const held = [...grants, ...memberships.flatMap(({ group }) => group.grants)].map(({ role }) => role);
  return {
    id: row.id,
    person: { id, name, email, role: highestRole(held) },
    permission: PERMISSIONS.find((permission) => permission === row.permission) ?? null,
    role: row.role,
    reason: row.reason,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    note: row.note,
    version: String(row.version),
  };
}

/** Open ones first in order of asking; decided ones after, newest first. */
export async function readRequests(_grant: Grant<"grants.approve">, state: "open" | "all"): Promise<AccessRequest[]> {
  const include = requestColumns(new Date());
  const open = await db().accessRequest.findMany({
    where: { state: "open" },
    include,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  if (state === "open") return open.map(toRequest);
  const decided = await db().accessRequest.findMany({
    where: { state: { not: "open" } },
    include,
    orderBy: [{ decidedAt: "desc" }, { id: "asc" }],
    take: 200,
  });
  return [...open, ...decided].map(toRequest);
}

export async function readOwnRequests(grant: Grant<"grants.request">): Promise<AccessRequest[]> {
  const rows = await db().accessRequest.findMany({
    where: { userId: grant.actor?.userId ?? "" },
    include: requestColumns(new Date()),
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: 50,
  });
  return rows.map(toRequest);
}

export function insertRequest(grant: Grant<"grants.request">, userId: string, wish: Wish): Promise<AccessRequest> {
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`request ${userId}`}))`;
    const waiting = await tx.accessRequest.count({ where: { userId, role: wish.role, state: "open" } });
    if (waiting > 0)
      throw new AppError("conflict", "You have asked for this already; the request is waiting for an Admin.");
    const id = newId("req");
    await tx.accessRequest.create({ data: { id, userId, ...wish } });
    const request = await existing(tx, id);
    await writeAudit(tx, grant, {
      action: "access.requested",
      target: targetOf(request),
      reason: wish.reason,
      before: null,
      after: { role: wish.role, permission: wish.permission },
    });
    return request;
  });
}

/** Closes a request; an approved one gives the role in the same transaction. */
export function decideRequest(
  grant: Grant<"grants.approve">,
  decision: Decision,
  seenVersion: string,
): Promise<AccessRequest> {
  const { id, decision: state, note } = decision;
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT id FROM access_request WHERE id = ${id} FOR UPDATE`;
    const request = await existing(tx, id);
    refuseUndecidable(grant, request, decision, seenVersion);
    if (state === "approved") {
      const reason = `Asked for: ${request.reason}`.slice(0, 500);
      await raiseTo(tx, grant, { id: request.person.id, role: request.role, reason });
    }
    const decidedBy = grant.actor?.name ?? grant.job ?? "system";
    await tx.accessRequest.update({
      where: { id },
      data: { state, note: note === "" ? null : note, decidedBy, decidedAt: new Date(), version: { increment: 1 } },
    });
    await writeAudit(tx, grant, {
      action: `access.${state}`,
      target: targetOf(request),
      reason: note === "" ? null : note,
      before: { state: "open" },
      after: { state, role: request.role },
    });
    return existing(tx, id);
  });
}

function refuseUndecidable(grant: Grant, request: AccessRequest, yours: Decision, seenVersion: string): void {
  if (request.person.id === grant.actor?.userId) {
    throw new AppError("forbidden", "Nobody decides their own request. Ask another Admin to do it.");
  }
  if (request.version === seenVersion && request.state === "open") return;
  const sentence = `${request.decidedBy ?? "Somebody"} has decided this request in the meantime. Nothing was changed.`;
  const { decision, note } = yours;
  throw new AppError(
    "stale_version",
    sentence,
    {},
    { yours: { version: seenVersion, decision, note }, current: request },
  );
}

async function existing(tx: Tx, id: string): Promise<AccessRequest> {
  const row = await tx.accessRequest.findUnique({ where: { id }, include: requestColumns(new Date()) });
  if (row === null) throw new AppError("not_found", "There is no request with this id.", { path: "id" });
  return toRequest(row);
}

function targetOf({ id, person }: AccessRequest) {
  return { type: "access_request", id, label: `${person.name} (${person.email})` };
}

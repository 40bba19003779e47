import { createHash } from "node:crypto";
import type { Actor } from "#lib/access/grant.ts";
import type { Role } from "#lib/access/permission.ts";
import { highestRole, permissionsOf } from "#lib/access/role.ts";
import { db } from "#lib/db/client.ts";

const SEEN_EVERY_MS = 5 * 60 * 1000;

/** Only a digest of the token is kept: a copy of the database opens no session. */
export function tokenDigest(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** Which role grants count at a moment. */
export function inForce(now: Date) {
  return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
}

/**
 * The person behind a session token, with role and groups as they are at this moment. Null when the
 * session is unknown or over, or the person is disabled.
 */
export async function actorOfSession(token: string): Promise<Actor | null> {
  const now = new Date();
  const grants = { where: inForce(now), select: { role: true } } as const;
  const session = await db().session.findUnique({
    where: { sessionToken: tokenDigest(token) },
    select: {
      expires: true,
      user: {
        select: {
          id: true,
          email: true,
          name: true,
          disabledAt: true,
          lastSeenAt: true,
          grants,
          memberships: { select: { group: { select: { name: true, grants } } } },
        },
      },
    },
  });
  if (session === null || session.expires <= now || session.user.disabledAt !== null) return null;
  const { user } = session;
  await markSeen(user.id, user.lastSeenAt, now);
  const held: Role[] = [user, ...user.memberships.map(({ group }) => group)].flatMap((subject) =>
    subject.grants.map(({ role }) => role),
  );
  const role = highestRole(held);
  const groups = user.memberships.map(({ group }) => group.name).toSorted();
  const { id: userId, email, name } = user;
  return { userId, email, name, role, groups, permissions: permissionsOf(role, groups) };
}

async function markSeen(id: string, lastSeenAt: Date | null, now: Date): Promise<void> {
  if (lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() < SEEN_EVERY_MS) return;
  await db().user.update({ where: { id }, data: { lastSeenAt: now }, select: { id: true } });
}

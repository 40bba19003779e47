import { createHash } from "node:crypto";
import type { Actor } from "#lib/access/grant.ts";
import { ROLES } from "#lib/access/permission.ts";
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

type Standing = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly lastSeenAt: Date | null;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
};

/**
 * The person behind a session token, with role and groups as they are at this moment. Null when the
 * session is unknown or over, or the person is disabled. One statement, since every request waits for it.
 */
export async function actorOfSession(token: string): Promise<Actor | null> {
  const now = new Date();
  const rows = await db().$queryRaw<Standing[]>`
    SELECT u.id, u.email, u.name, u.last_seen_at AS "lastSeenAt",
      ARRAY(SELECT g.name FROM membership m JOIN "group" g ON g.id = m.group_id WHERE m.user_id = u.id) AS groups,
      ARRAY(SELECT r.role::text FROM role_grant r
        WHERE r.revoked_at IS NULL AND (r.expires_at IS NULL OR r.expires_at > ${now})
          AND (r.user_id = u.id OR r.group_id IN (SELECT m.group_id FROM membership m WHERE m.user_id = u.id))
      ) AS roles
    FROM session s JOIN "user" u ON u.id = s.user_id
    WHERE s.session_token = ${tokenDigest(token)} AND s.expires > ${now} AND u.disabled_at IS NULL`;
  const [found] = rows;
  if (found === undefined) return null;
  const { id: userId, email, name } = found;
  await markSeen(userId, found.lastSeenAt, now);
  const role = highestRole(ROLES.filter((one) => found.roles.includes(one)));
  const groups = found.groups.toSorted();
  return { userId, email, name, role, groups, permissions: permissionsOf(role, groups) };
}

async function markSeen(id: string, lastSeenAt: Date | null, now: Date): Promise<void> {
  if (lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() < SEEN_EVERY_MS) return;
  await db().user.update({ where: { id }, data: { lastSeenAt: now }, select: { id: true } });
}

import type { Adapter, AdapterSession, AdapterUser } from "next-auth/adapters";
import { tokenDigest } from "#lib/access/session.ts";
import { db, transaction } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { registryUnreachable } from "#lib/db/unreachable.ts";
import { env } from "#lib/env.ts";

type UserRow = { id: string; email: string; name: string; image: string | null; emailVerified: Date | null };

const USER = { id: true, email: true, name: true, image: true, emailVerified: true } as const;

/**
 * The part of an adapter that database sessions need. There is no `linkAccount` and no `createUser`:
 * `admit` has recorded the person before next-auth looks for them.
 */
export function authAdapter(presentToken: string | null, action: string): Adapter {
  return {
    getUserByAccount: ({ providerAccountId }) => userBySubject(providerAccountId),
    getUserByEmail: () => null,
    createSession: (session) => replaceSession(presentToken, session),
    async getSessionAndUser(token) {
      // Whoever comes back from the issuer signs in as themselves, whatever session was open before.
      if (action === "callback") return null;
      const found = await db().session.findUnique({
        where: { sessionToken: tokenDigest(token) },
        select: { expires: true, user: { select: USER } },
      });
      if (found === null) return null;
      return {
        session: { sessionToken: token, userId: found.user.id, expires: found.expires },
        user: toUser(found.user),
      };
    },
    updateSession: () => null,
    async deleteSession(token) {
      await db().session.deleteMany({ where: { sessionToken: tokenDigest(token) } });
    },
  };
}

async function userBySubject(subject: string): Promise<AdapterUser | null> {
  const where = { issuer_subject: { issuer: env().google.issuer, subject } };
  try {
    const identity = await db().identity.findUnique({ where, select: { user: { select: USER } } });
    return identity === null ? null : toUser(identity.user);
  } catch (error) {
    // next-auth would only say that something failed; `admit`, which it asks next, says what.
    if (registryUnreachable(error)) return null;
    throw error;
  }
}

function replaceSession(presentToken: string | null, session: AdapterSession): Promise<AdapterSession> {
  const { sessionToken, userId, expires } = session;
  return transaction(async (tx) => {
    const over = [
      { expires: { lt: new Date() } },
      ...(presentToken === null ? [] : [{ sessionToken: tokenDigest(presentToken) }]),
    ];
    await tx.session.deleteMany({ where: { OR: over } });
    await tx.session.create({ data: { id: newId("ses"), sessionToken: tokenDigest(sessionToken), userId, expires } });
    return session;
  });
}

function toUser({ id, email, name, image, emailVerified }: UserRow): AdapterUser {
  return { id, email, name, image, emailVerified };
}

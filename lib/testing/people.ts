import { randomBytes } from "node:crypto";
import type { Actor } from "#lib/access/grant.ts";
import type { Role } from "#lib/access/permission.ts";
import { actorOfSession, tokenDigest } from "#lib/access/session.ts";
import { sessionCookieName } from "#lib/access/session-cookie.ts";
import { db } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { env } from "#lib/env.ts";

export type SignedIn = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The `Cookie` header of this person's browser. */
  readonly cookie: string;
  /** The person as of now. */
  readonly actor: () => Promise<Actor>;
};

/** A person of their own, signed in, with the role given to them (Viewer: none is needed). */
export async function signedIn(role: Role, name = `${role} ${randomBytes(3).toString("hex")}`): Promise<SignedIn> {
  const id = newId("usr");
  const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ".")}@candor.example`;
  const token = randomBytes(32).toString("hex");
  const expires = new Date(Date.now() + 60 * 60 * 1000);
  await db().user.create({ data: { id, email, name } });
  await db().session.create({ data: { id: newId("ses"), sessionToken: tokenDigest(token), userId: id, expires } });
  if (role !== "viewer") {
    const grant = { id: newId("rol"), userId: id, role, reason: "Made for a test", grantedBy: "test" };
    await db().roleGrant.create({ data: grant });
  }
  const actor = async (): Promise<Actor> => {
    const found = await actorOfSession(token);
    if (found === null) throw new Error(`${name} is not signed in`);
    return found;
  };
  return { id, name, email, cookie: `${sessionCookieName(env().baseUrl)}=${token}`, actor };
}

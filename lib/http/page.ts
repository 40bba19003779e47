import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Actor } from "#lib/access/grant.ts";
import type { Permission } from "#lib/access/permission.ts";
import { roleFor } from "#lib/access/role.ts";
import { actorOfSession } from "#lib/access/session.ts";
import { sessionCookieName } from "#lib/access/session-cookie.ts";
import { registryUnreachable } from "#lib/db/unreachable.ts";
import { env } from "#lib/env.ts";

/** Set by `proxy.ts` so that a page knows its own address; only ever used to come back to it. */
const ADDRESS_HEADER = "x-candor-address";

/**
 * Who looks at this page. Sends nobody to the sign-in page and back, and somebody without the
 * permission to the page that says which rule failed and whom to ask. The data of a page is guarded
 * once more by the operations it calls.
 */
export async function requirePerson(permission: Permission | null = null): Promise<Actor> {
  const token = (await cookies()).get(sessionCookieName(env().baseUrl))?.value ?? null;
  const actor = token === null ? null : await currentActor(token);
  if (actor === null) redirect(await signInAddress(token !== null));
  if (permission !== null && !actor.permissions.has(permission)) {
    const role = roleFor(permission) ?? "";
    redirect(`/request-access?${new URLSearchParams({ permission, role, from: await ownAddress() })}`);
  }
  return actor;
}

async function currentActor(token: string): Promise<Actor | null> {
  try {
    return await actorOfSession(token);
  } catch (error) {
    if (!registryUnreachable(error)) throw error;
    throw Object.assign(new Error("The registry does not answer"), { digest: "registry_unavailable" });
  }
}

async function signInAddress(hadSession: boolean): Promise<string> {
  const query = new URLSearchParams({ callbackUrl: await ownAddress() });
  if (hadSession) query.set("error", "expired");
  return `/sign-in?${query}`;
}

async function ownAddress(): Promise<string> {
  const address = (await headers()).get(ADDRESS_HEADER) ?? "/";
  return /^\/(?![/\\])/.test(address) ? address : "/";
}

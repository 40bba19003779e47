/**
 * Signing in and out: next-auth with Google's OpenID, or the development issuer in demo mode; nothing
 * else differs between the two.
 *
 * The sign-in page (`/sign-in?callbackUrl=…&error=…`) fetches `GET /api/auth/csrf` → `{csrfToken}` and
 * posts a plain form with the fields `csrfToken` and `callbackUrl` (a path of the portal) to
 *   `/api/auth/signin/google`                      as whoever the issuer says,
 *   `/api/auth/signin/google?login_hint=<e-mail>`  demo mode: as one of the sample people.
 * `signInError(error)` in lib/access/model.ts is the sentence to show. Signing out is a form with
 * `csrfToken` and `callbackUrl`, posted to `/api/auth/signout`.
 */
import type { AuthOptions } from "next-auth";
import { authAdapter } from "#lib/access/auth-adapter.ts";
import { isSecure, sessionCookieName } from "#lib/access/session-cookie.ts";
import { admit } from "#lib/access/sign-in.ts";
import { env } from "#lib/env.ts";
import { log } from "#lib/log.ts";

const SESSION_SECONDS = 8 * 60 * 60;

type Present = { readonly sessionToken: string | null; readonly action: string };

/** Options for one request; a session ends after eight hours, however much it is used. */
export function authOptions({ sessionToken, action }: Present): AuthOptions {
  const { baseUrl, secret } = env();
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure(baseUrl) } as const;
  return {
    secret,
    adapter: authAdapter(sessionToken, action),
    session: { strategy: "database", maxAge: SESSION_SECONDS, updateAge: SESSION_SECONDS },
    cookies: { sessionToken: { name: sessionCookieName(baseUrl), options } },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/" },
    providers: [google()],
    callbacks: {
      async signIn({ profile }) {
        try {
          const admission = await admit(profile);
          return admission.admitted ? true : admission.next;
        } catch (error) {
          log.error({ err: error }, "sign-in could not be decided");
          return "/sign-in?error=registry_unavailable";
        }
      },
    },
    logger: {
      error: (code, metadata) => {
        log.warn({ code, cause: causeOf(metadata) }, "sign-in failed");
      },
      warn: (code) => {
        log.warn({ code }, "next-auth warns");
      },
      debug: () => undefined,
    },
  };
}

function google(): AuthOptions["providers"][number] {
  const { issuer, clientId, clientSecret, hostedDomains } = env().google;
  const [onlyDomain] = hostedDomains.length === 1 ? hostedDomains : [];
  return {
    id: "google",
    name: "Google",
    type: "oauth",
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    issuer,
    clientId,
    clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: {
      params: {
        scope: "openid email profile",
        prompt: "select_account",
        ...(onlyDomain === undefined ? {} : { hd: onlyDomain }),
      },
    },
    profile: (claims: { sub: string; name: string; email: string }) => ({
      id: claims.sub,
      name: claims.name,
      email: claims.email,
    }),
  };
}

/** The message alone: the error objects of the OpenID client carry tokens. */
function causeOf(metadata: Error | { error: Error }): string {
  return metadata instanceof Error ? metadata.message : metadata.error.message;
}

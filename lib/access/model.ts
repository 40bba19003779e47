import type { Permission, Role } from "#lib/access/permission.ts";

export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  viewer: "Viewer",
  creator: "Creator",
  admin: "Admin",
};

export const ROLE_TEXTS: Readonly<Record<Role, string>> = {
  viewer: "Opens dashboards, Looks and customers, filters, drills, and asks for more.",
  creator: "Also explores freely, saves Looks and builds dashboards.",
  admin: "Also keeps the customer registry, records opt-outs, and gives roles.",
};

/** Each permission as the end of the sentence "You are not allowed to …". */
export const PERMISSION_TEXTS: Readonly<Record<Permission, string>> = {
  "customers.read": "open customers",
  "customers.finance": "see revenue and amounts",
  "customers.contact": "see people's addresses",
  "customers.write": "change customers",
  "consents.write": "record consent and opt-outs",
  "proposals.review": "review proposals",
  "imports.run": "import registry files",
  "metrics.read": "read metrics",
  "dashboards.read": "open dashboards",
  "dashboards.personal": "keep personal dashboards",
  "dashboards.write": "build shared dashboards",
  "dashboards.certify": "certify content",
  "looks.read": "open Looks",
  "looks.write": "save Looks",
  "explore.vary": "vary a Look",
  "explore.run": "explore freely",
  "sql.run": "run SQL",
  "exports.run": "download results",
  "users.read": "see people and groups",
  "roles.write": "give roles",
  "grants.request": "ask for access",
  "grants.approve": "decide requests for access",
  "rows.user_level": "see user ids",
  "tokens.own": "keep API tokens",
  "audit.read": "read the audit log",
  "settings.write": "change settings",
};

/**
 * What `/sign-in?error=…` says. The first group is our own rules, the second the names that next-auth
 * puts into the address.
 */
const SIGN_IN_ERRORS: Readonly<Record<string, string>> = {
  foreign_domain:
    "This account does not belong to an organisation that may use this portal. Sign in with your work account, or ask an administrator of the portal.",
  unverified:
    "Google has not verified the address of this account. Verify it with Google, or sign in with another account.",
  expired: "Your session has ended. Sign in again; you come back to where you were.",
  registry_unavailable: "The portal cannot reach its registry, so nobody can sign in just now. Try again in a moment.",
  AccessDenied: "This account may not use this portal. Sign in with your work account, or ask an administrator.",
  OAuthSignin: "The sign-in service cannot be reached. Those who are signed in can go on; try again in a moment.",
  OAuthCallback: "The answer of the sign-in service could not be trusted, so nobody was signed in. Start again here.",
  OAuthAccountNotLinked:
    "This address belongs to somebody who signed in with a different Google identity. Ask an administrator of the portal.",
  OAuthCreateAccount: "Your account could not be recorded. Try again in a moment.",
  Callback: "Signing in did not finish. Start again here.",
};

/** The sentence for an `error` in the address of the sign-in page; null when there is none. */
export function signInError(code: string | null): string | null {
  if (code === null || code === "") return null;
  const known = Object.hasOwn(SIGN_IN_ERRORS, code) ? SIGN_IN_ERRORS[code] : undefined;
  return known ?? "Signing in did not work. Start again here.";
}

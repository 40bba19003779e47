import { type Permission, ROLES, type Role } from "#lib/access/permission.ts";

const VIEWER: readonly Permission[] = [
  "customers.read",
  "metrics.read",
  "dashboards.read",
  "dashboards.personal",
  "looks.read",
  "explore.vary",
  "exports.run",
  "grants.request",
  "tokens.own",
];

const CREATOR: readonly Permission[] = [...VIEWER, "dashboards.write", "looks.write", "explore.run", "sql.run"];

const ADMIN: readonly Permission[] = [
  ...CREATOR,
  "customers.finance",
  "customers.contact",
  "customers.write",
  "consents.write",
  "proposals.review",
  "imports.run",
  "users.read",
  "roles.write",
  "grants.approve",
  "audit.read",
  "settings.write",
];

/** The whole matrix. `rows.user_level` is in no role: it comes by a grant of its own, also for admins. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: VIEWER,
  creator: CREATOR,
  admin: ADMIN,
};

/** The group that answers for definitions: its members certify, whatever their role. */
export const CERTIFYING_GROUP = "Data & Analytics";

/** What a person may do: what the role holds, and what membership adds. */
export function permissionsOf(role: Role, groups: readonly string[]): ReadonlySet<Permission> {
  const held = new Set<Permission>(ROLE_PERMISSIONS[role]);
  if (groups.includes(CERTIFYING_GROUP)) held.add("dashboards.certify");
  return held;
}

export function highestRole(roles: readonly Role[]): Role {
  return ROLES.findLast((role) => roles.includes(role)) ?? "viewer";
}

/** The lowest role that holds the permission; null when no role does. */
export function roleFor(permission: Permission): Role | null {
  return ROLES.find((role) => ROLE_PERMISSIONS[role].includes(permission)) ?? null;
}

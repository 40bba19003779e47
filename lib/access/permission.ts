/** Everything a person can be allowed to do. One matrix (`role.ts`) says which role holds which. */
export const PERMISSIONS = [
  "customers.read",
  "customers.finance",
  "customers.contact",
  "customers.write",
  "consents.write",
  "proposals.review",
  "imports.run",
  "metrics.read",
  "dashboards.read",
  "dashboards.personal",
  "dashboards.write",
  "dashboards.certify",
  "looks.read",
  "looks.write",
  "explore.vary",
  "explore.run",
  "sql.run",
  "exports.run",
  "users.read",
  "roles.write",
  "grants.request",
  "grants.approve",
  "rows.user_level",
  "tokens.own",
  "audit.read",
  "settings.write",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ["viewer", "creator", "admin"] as const;
export type Role = (typeof ROLES)[number];

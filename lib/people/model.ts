import { ROLE_LABELS } from "#lib/access/model.ts";
import { ROLES, type Role } from "#lib/access/permission.ts";

/** A role somebody holds, and where it comes from: given to them, or to a group they are in. */
export type HeldRole = {
  readonly role: Role;
  /** The group's name; null when given to the person. */
  readonly group: string | null;
  readonly grantedBy: string;
  readonly reason: string;
};

export type Effective = { readonly role: Role; readonly why: string };

/** The role that counts, and why: the highest held; between equals the one given to the person. */
export function effectiveRole(held: readonly HeldRole[]): Effective {
  const strongest = held.toSorted((a, b) => rank(b) - rank(a))[0];
  if (strongest === undefined) return { role: "viewer", why: "Viewer by default" };
  const { role, group, grantedBy, reason } = strongest;
  const label = ROLE_LABELS[role];
  return { role, why: group === null ? `${label} given by ${grantedBy}: ${reason}` : `${label} by group ${group}` };
}

function rank({ role, group }: HeldRole): number {
  return ROLES.indexOf(role) * 2 + (group === null ? 1 : 0);
}

export function isHigher(role: Role, than: Role): boolean {
  return ROLES.indexOf(role) > ROLES.indexOf(than);
}

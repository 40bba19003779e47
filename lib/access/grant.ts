import type { Permission, Role } from "#lib/access/permission.ts";

/** The person behind a request, read afresh from the database each time. */
export type Actor = {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly groups: readonly string[];
  readonly permissions: ReadonlySet<Permission>;
};

declare const GRANT: unique symbol;

/**
 * Proof that a permission was checked. Stores take one; only `operation.ts` mints one.
 * `actor` is null for a system job, which then names itself in `job`.
 */
export type Grant<P extends Permission = Permission> = {
  readonly [GRANT]: P;
  readonly permission: P;
  readonly actor: Actor | null;
  readonly job: string | null;
};

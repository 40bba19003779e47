import type { Permission, Role } from "#lib/access/permission.ts";

/** What the frame must know of the reader to draw itself; the server says it with the page. */
export type ShellPerson = {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly permissions: readonly Permission[];
};

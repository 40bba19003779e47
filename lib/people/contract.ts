import { z } from "zod";
import { PERMISSIONS, ROLES } from "#lib/access/permission.ts";

/** `GET /api/v1/me` */
export const MeOut = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  role: z.enum(ROLES),
  groups: z.array(z.string()),
  permissions: z.array(z.enum(PERMISSIONS)),
  mode: z.enum(["demo", "production"]),
  sampleData: z.boolean(),
  /** Whom to ask for more: the admins. */
  admins: z.array(z.object({ name: z.string(), email: z.string() })),
});

export const Person = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  role: z.enum(ROLES),
  /** Why that role: "Viewer by default", "Creator by group Sales", "Admin given by …". */
  why: z.string(),
  groups: z.array(z.string()),
  lastSeen: z.iso.datetime().nullable(),
  version: z.string(),
  /** False for the last admin. */
  canDemote: z.boolean(),
});
export type Person = z.infer<typeof Person>;

export const ListPeopleIn = z.strictObject({ q: z.string().max(200).default("") });
export const ListPeopleOut = z.object({ items: z.array(Person), next: z.null() });

/** `PATCH /api/v1/users/{id}` with `If-Match`. */
export const SetRoleIn = z.strictObject({
  id: z.string().max(40),
  role: z.enum(ROLES),
  reason: z.string().trim().min(3, "Say why in a few words").max(500),
  ifMatch: z.string().nullable(),
});

export const Group = z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES), members: z.int() });
export type Group = z.infer<typeof Group>;
export const ListGroupsOut = z.object({ items: z.array(Group), next: z.null() });

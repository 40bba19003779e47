import { z } from "zod";
import { PERMISSIONS, ROLES } from "#lib/access/permission.ts";

/** `POST /api/v1/access-requests` */
export const CreateAccessRequestIn = z.strictObject({
  /** The permission that was refused, or null when a role is asked for as such. */
  permission: z.enum(PERMISSIONS).nullable().default(null),
  role: z.enum(["creator", "admin"]),
  reason: z.string().trim().min(10, "Say in a sentence what you need it for").max(1000),
});
export const AccessRequest = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(ROLES) }),
  permission: z.enum(PERMISSIONS).nullable(),
  role: z.enum(ROLES),
  reason: z.string(),
  state: z.enum(["open", "approved", "declined"]),
  createdAt: z.iso.datetime(),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  note: z.string().nullable(),
  version: z.string(),
});
export type AccessRequest = z.infer<typeof AccessRequest>;
export const ListAccessRequestsIn = z.strictObject({ state: z.enum(["open", "all"]).default("open") });
export const ListAccessRequestsOut = z.object({ items: z.array(AccessRequest), next: z.null() });
/** `PATCH /api/v1/access-requests/{id}` with `If-Match`. Approving grants the role in the same transaction. */
export const DecideIn = z.strictObject({
  id: z.string().max(40),
  decision: z.enum(["approved", "declined"]),
  note: z.string().max(500).default(""),
  ifMatch: z.string().nullable(),
});

import { z } from "zod";

export const AuditRow = z.object({
  id: z.string(),
  seq: z.int(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  target: z.object({ type: z.string(), id: z.string(), label: z.string() }),
  reason: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export type AuditRow = z.infer<typeof AuditRow>;
export const ListAuditIn = z.strictObject({
  q: z.string().max(200).default(""),
  cursor: z.string().max(200).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const ListAuditOut = z.object({ items: z.array(AuditRow), next: z.string().nullable() });

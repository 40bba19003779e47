import { createHash } from "node:crypto";
import type { AuditEntry, Json } from "#lib/audit/model.ts";

/** The hash before the first row. */
export const CHAIN_START = "0".repeat(64);

type Hashed = AuditEntry & {
  readonly seq: number;
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly actorId: string | null;
};

/** Ties a row to the one before it: a row changed, added or taken out later breaks the chain. */
export function chainHash(prevHash: string, row: Hashed): string {
  const { seq, id, at, actor, actorId, action, target, reason, before, after } = row;
  const text = canonical([
    seq,
    id,
    at,
    actor,
    actorId,
    action,
    target.type,
    target.id,
    target.label,
    reason,
    before,
    after,
  ]);
  return createHash("sha256").update(`${prevHash}\n${text}`).digest("hex");
}

/** JSON with sorted keys, so that a value read back from the database hashes as it did when written. */
function canonical(value: Json): string {
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(",")}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

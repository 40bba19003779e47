import { operation } from "#lib/access/operation.ts";
import { ListAuditIn, ListAuditOut } from "#lib/audit/contract.ts";
import { readAudit } from "#lib/audit/store.ts";
import { AppError } from "#lib/errors.ts";

export const listAudit = operation({
  summary: "Who changed what, when and why; newest first",
  permission: "audit.read",
  input: ListAuditIn,
  output: ListAuditOut,
  async run(grant, { q, cursor, limit }) {
    const rows = await readAudit(grant, { q: q.trim(), before: seqOf(cursor), limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, next: rows.length > limit && last !== undefined ? String(last.seq) : null };
  },
});

function seqOf(cursor: string | null): number | null {
  if (cursor === null) return null;
  if (!/^[1-9]\d{0,8}$/.test(cursor)) {
    throw new AppError("invalid_input", "cursor: use `next` of the page before", { path: "cursor" });
  }
  return Number(cursor);
}

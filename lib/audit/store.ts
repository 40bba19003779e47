import { z } from "zod";
import type { Grant } from "#lib/access/grant.ts";
import type { AuditRow } from "#lib/audit/contract.ts";
import type { AuditEntry } from "#lib/audit/model.ts";
import { CHAIN_START, chainHash } from "#lib/audit/store-chain.ts";
import { db, type Tx } from "#lib/db/client.ts";
import type { AuditModel } from "#lib/db/generated/models.ts";
import { newId } from "#lib/db/id.ts";

/** Held to the end of the transaction: `seq` and the chain are given out inside it. */
const CHAIN_LOCK = 4_201_001;

const Values = z.record(z.string(), z.json());

/**
 * Writes the audit row of a change, as the last step of the change's own transaction: no row, no change.
 */
export async function writeAudit(tx: Tx, grant: Grant, entry: AuditEntry): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CHAIN_LOCK})`;
  const last = await tx.audit.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, hash: true } });
  const prevHash = last?.hash ?? CHAIN_START;
  const at = new Date();
  const row = {
    seq: (last?.seq ?? 0) + 1,
    id: newId("aud"),
    actor: actorName(grant),
    actorId: grant.actor?.userId ?? null,
  };
  const hash = chainHash(prevHash, { ...entry, ...row, at: at.toISOString() });
  const { action, target, reason, before, after } = entry;
  await tx.audit.create({
    data: {
      ...row,
      at,
      action,
      targetType: target.type,
      targetId: target.id,
      targetLabel: target.label,
      reason,
      ...(before === null ? {} : { before: Values.parse(before) }),
      ...(after === null ? {} : { after: Values.parse(after) }),
      prevHash,
      hash,
    },
    select: { seq: true },
  });
}

function actorName({ actor, job }: Grant): string {
  return actor === null ? (job ?? "system") : `${actor.name} (${actor.email})`;
}

type Page = { readonly q: string; readonly before: number | null; readonly limit: number };

/** Newest first. `q` looks in actor, action, target and reason. */
export async function readAudit(_grant: Grant<"audit.read">, { q, before, limit }: Page): Promise<AuditRow[]> {
  const text = { contains: q, mode: "insensitive" } as const;
  const searched = ["actor", "action", "targetType", "targetId", "targetLabel", "reason"] as const;
  const rows = await db().audit.findMany({
    where: {
      ...(before === null ? {} : { seq: { lt: before } }),
      ...(q === "" ? {} : { OR: searched.map((column) => ({ [column]: text })) }),
    },
    orderBy: { seq: "desc" },
    take: limit,
  });
  return rows.map(toAuditRow);
}

function toAuditRow(row: AuditModel): AuditRow {
  return {
    id: row.id,
    seq: row.seq,
    at: row.at.toISOString(),
    actor: row.actor,
    action: row.action,
    target: { type: row.targetType, id: row.targetId, label: row.targetLabel },
    reason: row.reason,
    before: Values.nullable().parse(row.before),
    after: Values.nullable().parse(row.after),
  };
}

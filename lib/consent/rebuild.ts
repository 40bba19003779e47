import { deriveEffective } from "#lib/consent/derive.ts";
import type { EffectiveSpan } from "#lib/consent/inputs.ts";
import { readInputs } from "#lib/consent/read.ts";
import { chunks } from "#lib/db/chunks.ts";
import type { Tx } from "#lib/db/client.ts";
import { dateOf, dateOrNull } from "#lib/db/day.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

/**
 * Derives the intervals of these instances again. To be called in the transaction of every change that
 * concerns them; the epoch goes up by itself.
 */
export async function rebuildIntervals(tx: Tx, instanceNos: readonly number[]): Promise<void> {
  for (const some of chunks(instanceNos)) {
    const { instances, accounts, policy } = await readInputs(tx, some);
    const rows = instances.flatMap((instance) =>
      deriveEffective(instance, accounts, policy).map((span) => intervalRow(instance.instanceNo, span)),
    );
    await tx.effectiveInterval.deleteMany({ where: { instanceNo: { in: some } } });
    for (const part of chunks(rows)) await tx.effectiveInterval.createMany({ data: part });
  }
}

/** After a change of policy or of a default, which concerns everybody. */
export async function rebuildAllIntervals(tx: Tx): Promise<void> {
  const all = await tx.instance.findMany({ select: { instanceNo: true } });
  await rebuildIntervals(
    tx,
    all.map((row) => row.instanceNo),
  );
}

function intervalRow(instanceNo: number, span: EffectiveSpan): Prisma.EffectiveIntervalCreateManyInput {
  return {
    instanceNo,
    validFrom: dateOf(span.from),
    validTo: dateOrNull(span.to),
    level: span.level,
    termLevel: span.caps.term,
    optOutCap: span.caps.optOut,
    licenceCap: span.caps.licence,
    hostingCap: span.caps.hosting,
    consentCap: span.caps.consent,
  };
}

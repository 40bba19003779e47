import { deriveEffective } from "#lib/consent/derive.ts";
import type { EffectiveSpan } from "#lib/consent/inputs.ts";
import { readInputs } from "#lib/consent/read.ts";
import { chunks } from "#lib/db/chunks.ts";
import type { Tx } from "#lib/db/client.ts";
import { insertRows } from "#lib/db/insert.ts";

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
    await tx.$executeRaw`DELETE FROM effective_interval WHERE instance_no = ANY(${some}::int[])`;
    await insertRows(tx, "effective_interval", COLUMNS, rows);
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

const COLUMNS = {
  instance_no: "int",
  valid_from: "date",
  valid_to: "date",
  level: "smallint",
  term_level: "smallint",
  opt_out_cap: "smallint",
  licence_cap: "smallint",
  hosting_cap: "smallint",
  consent_cap: "smallint",
} as const;

function intervalRow(instanceNo: number, { from, to, level, caps }: EffectiveSpan) {
  return {
    instance_no: instanceNo,
    valid_from: from,
    valid_to: to,
    level,
    term_level: caps.term,
    opt_out_cap: caps.optOut,
    licence_cap: caps.licence,
    hosting_cap: caps.hosting,
    consent_cap: caps.consent,
  };
}

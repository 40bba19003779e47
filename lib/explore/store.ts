import type { Grant } from "#lib/access/grant.ts";
import { LEVELS } from "#lib/consent/model.ts";
import { transaction } from "#lib/db/client.ts";
import type { Answer } from "#lib/semantic/answer.ts";
import type { CoveredSet } from "#lib/semantic/assemble.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";

type Answered = {
  readonly query: CompiledQuery;
  readonly answer: Answer;
  readonly covered: CoveredSet;
  readonly surface: string;
};

/** Records who saw figures of whom. It is written before the answer leaves. */
export async function logQuery(grant: Grant, { query, answer, covered, surface }: Answered): Promise<void> {
  const { engine, table, ms, bytes } = answer.route;
  await transaction(async (tx) => {
    await tx.coveredSet.createMany({
      data: [{ hash: covered.hash, instanceNos: [...covered.instanceNos], accountIds: [...covered.accountIds] }],
      skipDuplicates: true,
    });
    await tx.queryLog.create({
      data: {
        userId: grant.actor?.userId ?? null,
        job: grant.job,
        surface,
        metrics: query.metrics,
        level: LEVELS[query.level],
        coveredHash: covered.hash,
        epoch: query.snapshot.epoch,
        engine,
        source: table,
        rows: answer.rows.length,
        bytes: bytes === null ? null : BigInt(Math.round(bytes)),
        ms: Math.round(ms),
      },
      select: { id: true },
    });
  });
}

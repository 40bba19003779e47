import type { Grant } from "#lib/access/grant.ts";
import { LEVELS } from "#lib/consent/model.ts";
import { db } from "#lib/db/client.ts";
import { dayOf, dayOrNull } from "#lib/db/day.ts";
import type { Answer } from "#lib/semantic/answer.ts";
import type { CoveredSet } from "#lib/semantic/assemble.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import type { SettingRow } from "#lib/semantic/settings.ts";

type Answered = {
  readonly query: CompiledQuery;
  readonly answer: Answer;
  readonly covered: CoveredSet;
  readonly surface: string;
};

/** The registry's settings of these keys, the oldest first. */
export async function readSettings(_grant: Grant, keys: readonly string[]): Promise<SettingRow[]> {
  const rows = await db().setting.findMany({ where: { key: { in: [...keys] } }, orderBy: { validFrom: "asc" } });
  return rows.map(({ key, value, validFrom, validTo }) => ({
    key,
    value,
    from: dayOf(validFrom),
    to: dayOrNull(validTo),
  }));
}

/** Records who saw figures of whom, in one statement. It is written before the answer leaves. */
export async function logQuery(grant: Grant, { query, answer, covered, surface }: Answered): Promise<void> {
  const { engine, table, ms, bytes } = answer.route;
  const instanceNos = [...covered.instanceNos];
  const accountIds = [...covered.accountIds];
  const counted = bytes === null ? null : BigInt(Math.round(bytes));
  await db().$executeRaw`
    WITH known AS (
      INSERT INTO covered_set (hash, instance_nos, account_ids)
      VALUES (${covered.hash}, ${instanceNos}::int[], ${accountIds}::text[]) ON CONFLICT DO NOTHING
    )
    INSERT INTO query_log (user_id, job, surface, metrics, level, covered_hash, epoch, engine, source, rows, bytes, ms)
    VALUES (${grant.actor?.userId ?? null}, ${grant.job}, ${surface}, ${query.metrics}::text[], ${LEVELS[query.level]},
      ${covered.hash}, ${query.snapshot.epoch}, ${engine}, ${table}, ${answer.rows.length}, ${counted}, ${Math.round(ms)})`;
}

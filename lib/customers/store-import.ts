import type { Grant } from "#lib/access/grant.ts";
import { writeAudit } from "#lib/audit/store.ts";
import type { Day } from "#lib/consent/model.ts";
import { rebuildIntervals } from "#lib/consent/rebuild.ts";
import type { Arrival, LoadOutcome, RegistryCounts, RegistryRows } from "#lib/customers/model.ts";
import { checkRegistry } from "#lib/customers/store-check.ts";
import { rebuildSummaries, refreshLastPings } from "#lib/customers/store-summary.ts";
import { writeRegistry } from "#lib/customers/store-write.ts";
import { chunks } from "#lib/db/chunks.ts";
import { type Tx, transaction } from "#lib/db/client.ts";
import { dateOf } from "#lib/db/day.ts";
import { AppError } from "#lib/errors.ts";

const LOAD_TIMEOUT_MS = 30 * 60_000;
/** An instance that nobody registered is on record from here on, without an account. */
const BEFORE_RECORDS: Day = "2000-01-01";

/**
 * Fills an empty registry from a folder: all of it in one transaction, or nothing and the faults by place.
 * A registry that already holds accounts is refused.
 */
export async function loadRegistry(grant: Grant, rows: RegistryRows): Promise<LoadOutcome> {
  const problems = checkRegistry(rows);
  if (problems.length > 0) return { ok: false, problems };
  const counts = countsOf(rows);
  await transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
      await tx.$executeRaw`LOCK TABLE account IN EXCLUSIVE MODE`;
      if ((await tx.account.findFirst({ select: { id: true } })) !== null) throw notEmpty();
      const names = await writeRegistry(tx, grant, rows);
      await rebuildIntervals(tx, [...names.instances.values()]);
      await rebuildSummaries(tx, grant, [...names.accounts.values()]);
      await learnSizes(tx);
      await writeAudit(tx, grant, {
        action: "registry.load",
        target: { type: "registry", id: "registry", label: "Customer registry" },
        reason: null,
        before: null,
        after: counts,
      });
    },
    { timeoutMs: LOAD_TIMEOUT_MS },
  );
  return { ok: true, counts };
}

/** Postgres plans by what it knows of the tables, and of tables just filled it knows nothing yet. */
async function learnSizes(tx: Tx): Promise<void> {
  await tx.$executeRaw`ANALYZE account, account_type_span, account_summary, instance, instance_link, instance_hosting,
    instance_environment, instance_state, licence, licence_tag, consent_term, consent_change, effective_interval`;
}

function notEmpty(): AppError {
  return new AppError(
    "conflict",
    "The customer registry already holds accounts. Registry files load only into an empty one; nothing was changed.",
  );
}

function countsOf(rows: RegistryRows): RegistryCounts {
  return {
    accounts: rows.accounts.length,
    accountTypes: rows.accountTypes.length,
    instances: rows.instances.length,
    instanceHistory: rows.instanceHistory.length,
    licences: rows.licences.length,
    terms: rows.terms.length,
    optOuts: rows.optOuts.length,
    people: rows.people.length,
  };
}

/** The ids of the accounts with these references; one that is not on record is left out. */
export async function accountIds(_grant: Grant, refs: readonly string[]): Promise<Map<string, string>> {
  return await transaction(async (tx) => {
    const found = new Map<string, string>();
    for (const some of chunks([...new Set(refs)])) {
      const rows = await tx.account.findMany({ where: { ref: { in: [...some] } }, select: { id: true, ref: true } });
      for (const { id, ref } of rows) found.set(ref, id);
    }
    return found;
  });
}

/**
 * The number of each site id. One that is not on record is put on record, unlinked: what it sends is kept
 * and shown to nobody until somebody links it.
 */
export async function instanceNumbers(grant: Grant, siteIds: readonly string[]): Promise<Map<string, number>> {
  const wanted = [...new Set(siteIds)];
  return await transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
      const known = await numbersOf(tx, wanted);
      const unknown = wanted.filter((siteId) => !known.has(siteId));
      if (unknown.length === 0) return known;
      await register(tx, grant, unknown);
      return await numbersOf(tx, wanted);
    },
    { timeoutMs: LOAD_TIMEOUT_MS },
  );
}

async function numbersOf(tx: Tx, siteIds: readonly string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const some of chunks(siteIds)) {
    const rows = await tx.instance.findMany({
      where: { siteId: { in: some } },
      select: { siteId: true, instanceNo: true },
    });
    for (const row of rows) found.set(row.siteId, row.instanceNo);
  }
  return found;
}

async function register(tx: Tx, grant: Grant, siteIds: readonly string[]): Promise<void> {
  const validFrom = dateOf(BEFORE_RECORDS);
  for (const some of chunks(siteIds)) {
    const created = await tx.instance.createManyAndReturn({
      data: some.map((siteId) => ({ siteId, name: siteId })),
      skipDuplicates: true,
      select: { instanceNo: true },
    });
    const numbers = created.map((row) => row.instanceNo);
    await tx.instanceHosting.createMany({
      data: numbers.map((instanceNo) => ({ instanceNo, hosting: "self_hosted", validFrom })),
    });
    await tx.instanceEnvironment.createMany({
      data: numbers.map((instanceNo) => ({ instanceNo, environment: "production", validFrom })),
    });
    await rebuildIntervals(tx, numbers);
  }
  await writeAudit(tx, grant, {
    action: "instance.register",
    target: { type: "registry", id: "registry", label: "Customer registry" },
    reason: "Telemetry arrived from site ids that are not on record",
    before: null,
    after: { instances: siteIds.length },
  });
}

/** Keeps when each instance was first and last heard, and what its pings held. Never part of an answer. */
export async function recordArrivals(grant: Grant, rows: readonly Arrival[]): Promise<void> {
  await transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
      for (const some of chunks(rows)) {
        await tx.$executeRaw`
          INSERT INTO instance_state (instance_no, first_ping, last_ping, observed_tier)
          SELECT i.instance_no, min(a."firstPing"), max(a."lastPing"), max(a."observedTier")
          FROM jsonb_to_recordset(${JSON.stringify(some)}::jsonb)
            AS a("siteId" text, "firstPing" date, "lastPing" date, "observedTier" smallint)
          JOIN instance i ON i.site_id = a."siteId"
          GROUP BY i.instance_no
          ON CONFLICT (instance_no) DO UPDATE SET
            first_ping = LEAST(instance_state.first_ping, excluded.first_ping),
            last_ping = GREATEST(instance_state.last_ping, excluded.last_ping),
            observed_tier = excluded.observed_tier,
            updated_at = now()`;
      }
      await learnSizes(tx);
      await refreshLastPings(tx, grant, null);
    },
    { timeoutMs: LOAD_TIMEOUT_MS },
  );
}

import type { Grant } from "#lib/access/grant.ts";
import { writeAudit } from "#lib/audit/store.ts";
import { readConsentToday } from "#lib/consent/clock.ts";
import { tierOf } from "#lib/consent/derive.ts";
import { type Day, TIER_LABELS } from "#lib/consent/model.ts";
import { rebuildIntervals } from "#lib/consent/rebuild.ts";
import { covers } from "#lib/consent/spans.ts";
import { type InstanceFacts, instanceFacts } from "#lib/customers/store-detail.ts";
import { rebuildSummaries } from "#lib/customers/store-summary.ts";
import { type Tx, transaction } from "#lib/db/client.ts";
import { dateOf } from "#lib/db/day.ts";
import type { InstanceOptOut } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";

export type NewOptOut = {
  readonly instanceNo: number;
  readonly level: number;
  readonly effectiveOn: Day;
  readonly requester: string;
  readonly channel: string;
  readonly ticket: string | null;
  readonly history: "hide" | "keep";
  readonly reason: string;
};
type Recorded = { readonly optOut: InstanceOptOut; readonly facts: InstanceFacts; readonly today: Day };

/**
 * Records an opt-out with its entry in the log, the intervals and list rows that follow from it, and the
 * audit row: all or nothing. `version` is the instance's, as the writer last saw it.
 */
export function insertOptOut(grant: Grant<"consents.write">, given: NewOptOut, version: string): Promise<Recorded> {
  return transaction(async (tx) => {
    const { instanceNo } = given;
    await lockInstance(tx, instanceNo, version);
    const today = await readConsentToday(tx);
    const before = await theFacts(tx, instanceNo, today);
    refuseWider(before, given);
    const optOut = await write(tx, grant, given);
    await tx.instance.update({ where: { instanceNo }, data: { version: { increment: 1 } } });
    await rebuildIntervals(tx, [instanceNo]);
    await rebuildSummaries(tx, grant, [...new Set(before.inputs.links.map((link) => link.value))]);
    const facts = await theFacts(tx, instanceNo, today);
    await writeAudit(tx, grant, {
      action: "opt_out.record",
      target: { type: "instance", id: String(instanceNo), label: before.instance.name },
      reason: given.reason,
      before: { ...standing(before, given.effectiveOn), version: before.instance.version },
      after: {
        ...standing(facts, given.effectiveOn),
        version: facts.instance.version,
        optOut: optOut.id,
        effectiveOn: given.effectiveOn,
        history: given.history,
        requester: given.requester,
      },
    });
    return { optOut, facts, today };
  });
}

/** Writers of one instance follow one another; the second finds its version stale. */
async function lockInstance(tx: Tx, instanceNo: number, version: string): Promise<void> {
  const rows = await tx.$queryRaw<{ version: number }[]>`
    SELECT version FROM instance WHERE instance_no = ${instanceNo}::int FOR UPDATE`;
  const [row] = rows;
  if (row === undefined) {
    throw new AppError("not_found", `There is no instance with the number ${instanceNo}.`, { path: "instanceNo" });
  }
  const current = String(row.version);
  if (current === version) return;
  throw new AppError(
    "stale_version",
    "Somebody changed this instance after you opened it. Nothing was recorded; look at the present state and try again.",
    {},
    { yours: version, current },
  );
}

async function theFacts(tx: Tx, instanceNo: number, today: Day): Promise<InstanceFacts> {
  const [facts] = await instanceFacts(tx, [instanceNo], today);
  if (facts === undefined) throw new Error(`instance ${instanceNo} vanished`);
  return facts;
}

/** An opt-out only narrows: below whatever opt-out is in force on its first day. */
function refuseWider(facts: InstanceFacts, { level, effectiveOn }: NewOptOut): void {
  const cap = facts.effective.find((span) => covers(span, effectiveOn))?.caps.optOut ?? 3;
  if (level < cap) return;
  throw new AppError(
    "invalid_input",
    `On ${effectiveOn} this instance is already opted out to ${TIER_LABELS[tierOf(cap)]}. Choose a lower tier, or leave it as it is.`,
    { path: "level" },
  );
}

async function write(tx: Tx, grant: Grant, given: NewOptOut): Promise<InstanceOptOut> {
  const { instanceNo, level, effectiveOn, history, reason } = given;
  const by = grant.actor?.name ?? grant.job ?? "system";
  const change = await tx.consentChange.create({
    data: {
      id: newId("chg"),
      kind: "opt_out",
      instanceNo,
      level,
      validFrom: dateOf(effectiveOn),
      history,
      reason,
      actor: by,
      actorId: grant.actor?.userId ?? null,
    },
  });
  return await tx.instanceOptOut.create({
    data: {
      ...given,
      id: newId("opt"),
      effectiveOn: dateOf(effectiveOn),
      recordedBy: by,
      changeId: change.id,
    },
  });
}

/** What the registry allows on the day of the change. */
function standing(facts: InstanceFacts, day: Day): { tier: number; optOutCap: number } {
  const span = facts.effective.find((each) => covers(each, day));
  return { tier: span?.level ?? 0, optOutCap: span?.caps.optOut ?? 3 };
}

import { accountOn, linkedAccounts, tierOf } from "#lib/consent/derive.ts";
import type { AccountInputs, Caps, EffectiveSpan, InstanceInputs } from "#lib/consent/inputs.ts";
import type { Day, ExclusionReason, Tier } from "#lib/consent/model.ts";
import { FOREVER, type SnapshotInterval } from "#lib/consent/snapshot-model.ts";
import { inForce, turningDays, walk } from "#lib/consent/spans.ts";

type Seen = Omit<SnapshotInterval, "instanceNo" | "siteId" | "from" | "to">;

/**
 * `visible` of an instance, by day, as of `consentToday`: what the registry allowed on the day, less what
 * a withdrawal has hidden since. A withdrawal of the future hides nothing yet; one of the past hides for
 * good, whatever was agreed afterwards.
 */
export function deriveVisible(
  instance: InstanceInputs,
  effective: readonly EffectiveSpan[],
  accounts: ReadonlyMap<string, AccountInputs>,
  consentToday: Day,
): SnapshotInterval[] {
  const linked = linkedAccounts(instance, accounts);
  const withdrawals = [instance.withdrawals, ...linked.map((account) => account.withdrawals)];
  const fired = withdrawals.flat().filter((withdrawal) => withdrawal.from <= consentToday);
  const days = turningDays(
    effective,
    instance.links,
    instance.hostings,
    instance.environments,
    ...linked.map((account) => account.types),
    fired.map(({ from }) => ({ from, to: null })),
  );
  const { instanceNo, siteId } = instance;
  const spans = walk(days, (day) => seenOn(instance, effective, accounts, consentToday, day), same);
  return spans.map(({ from, to, value }) => ({ instanceNo, siteId, from, to: to ?? FOREVER, ...value }));
}

function seenOn(
  instance: InstanceInputs,
  effective: readonly EffectiveSpan[],
  accounts: ReadonlyMap<string, AccountInputs>,
  consentToday: Day,
  day: Day,
): Seen | null {
  const allowed = inForce(effective, day);
  const hosting = inForce(instance.hostings, day);
  const environment = inForce(instance.environments, day);
  if (allowed === null || hosting === null || environment === null) return null;
  const account = accountOn(instance, accounts, day);
  const hidden = hiddenTo(instance, account, consentToday, day);
  return {
    level: tierOf(Math.min(allowed.level, hidden)),
    reasons: reasonsFor(account === null, allowed.caps, hidden),
    ...linkOn(account, day),
    hosting: hosting.value,
    environment: environment.value,
  };
}

function linkOn(account: AccountInputs | null, day: Day): Pick<Seen, "accountId" | "accountType"> {
  if (account === null) return { accountId: null, accountType: null };
  return { accountId: account.accountId, accountType: inForce(account.types, day)?.value ?? null };
}

/** The lowest level to which a withdrawal, fired by now and later than the day, has hidden that day. */
function hiddenTo(instance: InstanceInputs, account: AccountInputs | null, consentToday: Day, day: Day): Tier {
  const withdrawals = [...instance.withdrawals, ...(account?.withdrawals ?? [])];
  const levels = withdrawals.filter((w) => w.from <= consentToday && day < w.from).map((w) => w.level);
  return tierOf(Math.min(3, ...levels));
}

function reasonsFor(unlinked: boolean, caps: Caps, hidden: Tier): SnapshotInterval["reasons"] {
  return [
    reasonFor(1, unlinked, caps, hidden),
    reasonFor(2, unlinked, caps, hidden),
    reasonFor(3, unlinked, caps, hidden),
  ];
}

/** The first that fails, in the order in which reasons are named. */
function reasonFor(needed: Tier, unlinked: boolean, caps: Caps, hidden: Tier): ExclusionReason | null {
  if (unlinked) return "unlinked";
  if (caps.consent < needed) return "consent_missing";
  if (caps.optOut < needed || hidden < needed) return "opted_out";
  if (caps.hosting < needed) return "hosting_policy";
  if (caps.licence < needed) return "licence_tag";
  if (caps.term < needed) return "consent_tier";
  return null;
}

function same(a: Seen, b: Seen): boolean {
  return (
    a.level === b.level &&
    a.accountId === b.accountId &&
    a.accountType === b.accountType &&
    a.hosting === b.hosting &&
    a.environment === b.environment &&
    a.reasons.every((reason, index) => reason === b.reasons[index])
  );
}

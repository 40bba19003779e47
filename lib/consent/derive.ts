import type {
  AccountInputs,
  Caps,
  Dated,
  EffectiveSpan,
  InstanceInputs,
  PolicyInputs,
  TermInput,
} from "#lib/consent/inputs.ts";
import type { AccountType, Day, HostingType, Tier } from "#lib/consent/model.ts";
import { covers, inForce, turningDays, walk } from "#lib/consent/spans.ts";

/** `signed` terms without a right to the event stream, self-hosted instances and stopping tags end here. */
const FULL: Tier = 2;
const ALL: Tier = 3;
const NONE: Tier = 0;

/**
 * What the registry allows an instance, by day. A day without hosting or environment on record has no
 * span: the instance does not exist yet, and nothing is shown of it.
 */
export function deriveEffective(
  instance: InstanceInputs,
  accounts: ReadonlyMap<string, AccountInputs>,
  policy: PolicyInputs,
): EffectiveSpan[] {
  const linked = linkedAccounts(instance, accounts);
  const days = turningDays(
    instance.links,
    instance.hostings,
    instance.environments,
    instance.optOuts,
    instance.stoppedByTag,
    policy.hostingPolicy,
    policy.defaultFree,
    policy.defaultProspect,
    ...linked.flatMap((account) => [account.types, account.terms, account.stoppedByTag]),
  );
  const spans = walk(days, (day) => capsOn(instance, accounts, policy, day), sameCaps);
  return spans.map(({ from, to, value }) => ({ from, to, level: lowest(value), caps: value }));
}

export function linkedAccounts(
  instance: InstanceInputs,
  accounts: ReadonlyMap<string, AccountInputs>,
): AccountInputs[] {
  const ids = new Set(instance.links.map((link) => link.value));
  return [...ids].flatMap((id) => accounts.get(id) ?? []);
}

export function lowest(caps: Caps): Tier {
  return tierOf(Math.min(caps.term, caps.optOut, caps.licence, caps.hosting, caps.consent));
}

/** A stored number as a tier; anything unknown allows nothing. */
export function tierOf(level: number): Tier {
  return level === 1 || level === 2 || level === 3 ? level : NONE;
}

function capsOn(
  instance: InstanceInputs,
  accounts: ReadonlyMap<string, AccountInputs>,
  policy: PolicyInputs,
  day: Day,
): Caps | null {
  const hosting = inForce(instance.hostings, day);
  if (hosting === null || !instance.environments.some((row) => covers(row, day))) return null;
  const account = accountOn(instance, accounts, day);
  const term = account === null ? null : termOn(account, instance.instanceNo, day);
  return {
    term: term === null ? defaultOn(account, policy, day) : term.level,
    optOut: strictest(instance.optOuts, day),
    licence: stoppedByTag(instance, account, day) ? FULL : ALL,
    hosting: hostingCap(hosting.value, policy, day),
    consent: term !== null && holdsUserLevel(term) ? ALL : FULL,
  };
}

/** The account that the instance is linked to that day. */
export function accountOn(
  instance: InstanceInputs,
  accounts: ReadonlyMap<string, AccountInputs>,
  day: Day,
): AccountInputs | null {
  const link = inForce(instance.links, day);
  return link === null ? null : (accounts.get(link.value) ?? null);
}

/** The override for this instance, else the term of its account. */
function termOn(account: AccountInputs, instanceNo: number, day: Day): TermInput | null {
  const rows = account.terms.filter((term) => covers(term, day));
  return rows.find((term) => term.instanceNo === instanceNo) ?? rows.find((term) => term.instanceNo === null) ?? null;
}

/** Free and prospect accounts follow the default of the day; everybody else has agreed to nothing. */
function defaultOn(account: AccountInputs | null, policy: PolicyInputs, day: Day): Tier {
  if (account === null) return NONE;
  const type = inForce(account.types, day)?.value ?? null;
  const defaults = defaultsFor(type, policy);
  return inForce(defaults, day)?.value ?? NONE;
}

function defaultsFor(type: AccountType | null, policy: PolicyInputs): readonly Dated<Tier>[] {
  if (type === "free") return policy.defaultFree;
  if (type === "prospect") return policy.defaultProspect;
  return [];
}

/** User-level data needs a basis, no carve-out, and Yes in the CRM. */
export function holdsUserLevel(term: TermInput): boolean {
  return term.basis !== null && !term.carveOut && term.crmValue === "yes";
}

function strictest(optOuts: readonly Dated<Tier>[], day: Day): Tier {
  const levels = optOuts.filter((row) => covers(row, day)).map((row) => row.value);
  return tierOf(Math.min(ALL, ...levels));
}

function stoppedByTag(instance: InstanceInputs, account: AccountInputs | null, day: Day): boolean {
  return [...instance.stoppedByTag, ...(account?.stoppedByTag ?? [])].some((span) => covers(span, day));
}

/** Without a policy on record the narrow one holds. */
function hostingCap(hosting: HostingType, policy: PolicyInputs, day: Day): Tier {
  const rule = inForce(policy.hostingPolicy, day)?.value ?? "managed_only";
  return rule === "managed_only" && hosting === "self_hosted" ? FULL : ALL;
}

function sameCaps(a: Caps, b: Caps): boolean {
  return (
    a.term === b.term &&
    a.optOut === b.optOut &&
    a.licence === b.licence &&
    a.hosting === b.hosting &&
    a.consent === b.consent
  );
}

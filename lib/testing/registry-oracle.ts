import type { AccountType, Day, Environment, ExclusionReason, HostingType } from "#lib/consent/model.ts";
import type { OptOutRow, TermRow } from "#lib/customers/model.ts";
import type { RegistryWorld } from "#lib/testing/registry-world.ts";

/** What is true of one instance on one day, worked out from the text of the rules and nothing else. */
export type OracleDay = {
  readonly effective: number;
  readonly visible: number;
  readonly reasons: readonly (ExclusionReason | null)[];
  readonly accountId: string | null;
  readonly accountType: AccountType | null;
  readonly hosting: HostingType;
  readonly environment: Environment;
};

type Dates = { readonly from: Day; readonly to: Day | null };

function on<T extends Dates>(rows: readonly T[], day: Day): T[] {
  return rows.filter((row) => day >= row.from && (row.to === null || day < row.to));
}

function yesterday(day: Day): Day {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

type Parts = {
  readonly term: number;
  readonly optOut: number;
  readonly licence: number;
  readonly hosting: number;
  readonly consent: number;
};
type Where = { readonly site: string; readonly account: string | null; readonly hosting: string };

/** Day by day, slowly, straight from the rows. Null: the instance is not on record that day. */
export function oracleVisible(world: RegistryWorld, instanceNo: number, day: Day, consentToday: Day): OracleDay | null {
  const row = world.rows.instances[instanceNo - 1];
  if (row === undefined) return null;
  const site = row.siteId;
  const hosting = attribute(world, site, "hosting", day, row.hosting);
  const environment = attribute(world, site, "environment", day, row.environment);
  if (hosting === null || environment === null) return null;
  const account = attribute(world, site, "account", day, row.accountRef);
  const parts = partsOn(world, { site, account, hosting }, day);
  const effective = Math.min(...Object.values(parts));
  const hidden = withdrawals(world, site, account)
    .filter((w) => w.from <= consentToday && day < w.from)
    .map((w) => w.level);
  const hiddenTo = Math.min(3, ...hidden);
  return {
    effective,
    visible: Math.min(effective, hiddenTo),
    reasons: [1, 2, 3].map((needed) => reason(needed, account, parts, hiddenTo)),
    accountId: account,
    accountType: account === null ? null : typeOn(world, account, day),
    hosting: asHosting(hosting),
    environment: asEnvironment(environment),
  };
}

function partsOn(world: RegistryWorld, { site, account, hosting }: Where, day: Day): Parts {
  const term = account === null ? null : termOn(world, account, site, day);
  const optedOut = optOutsOf(world, site).filter((optOut) => on([span(optOut)], day).length > 0);
  const capped = hosting === "self_hosted" && policyOn(world, day) === "managed_only";
  return {
    term: term === null ? unagreed(world, account, day) : term.level,
    optOut: Math.min(3, ...optedOut.map((optOut) => optOut.level)),
    licence: stopped(world, site, account, day) ? 2 : 3,
    hosting: capped ? 2 : 3,
    consent: term !== null && mayHoldUserLevel(term) ? 3 : 2,
  };
}

function mayHoldUserLevel(term: TermRow): boolean {
  return term.basis !== null && !term.carveOut && term.crmValue === "yes";
}

function reason(needed: number, account: string | null, parts: Parts, hidden: number): ExclusionReason | null {
  const failing: [boolean, ExclusionReason][] = [
    [account === null, "unlinked"],
    [parts.consent < needed, "consent_missing"],
    [Math.min(parts.optOut, hidden) < needed, "opted_out"],
    [parts.hosting < needed, "hosting_policy"],
    [parts.licence < needed, "licence_tag"],
    [parts.term < needed, "consent_tier"],
  ];
  return failing.find(([fails]) => fails)?.[1] ?? null;
}

/** The history says it where it says anything of this attribute; else the instance's own row. */
function attribute(
  world: RegistryWorld,
  site: string,
  name: "account" | "hosting" | "environment",
  day: Day,
  plain: string | null,
): string | null {
  const history = world.rows.instanceHistory.filter((part) => part.siteId === site && part.attribute === name);
  if (history.length > 0) return on(history, day)[0]?.value ?? null;
  const row = world.rows.instances.find((instance) => instance.siteId === site);
  if (row === undefined) return null;
  return day >= row.from ? plain : null;
}

function typeOn(world: RegistryWorld, account: string, day: Day): AccountType | null {
  const history = world.rows.accountTypes.filter((part) => part.accountRef === account);
  if (history.length > 0) return on(history, day)[0]?.type ?? null;
  const row = world.rows.accounts.find((other) => other.accountRef === account);
  return row?.typeFrom != null && day >= row.typeFrom ? row.type : null;
}

function termOn(world: RegistryWorld, account: string, site: string, day: Day): TermRow | null {
  const terms = on(world.rows.terms, day).filter((term) => term.accountRef === account);
  return terms.find((term) => term.siteId === site) ?? terms.find((term) => term.siteId === null) ?? null;
}

function unagreed(world: RegistryWorld, account: string | null, day: Day): number {
  const type = account === null ? null : typeOn(world, account, day);
  if (type === "free") return on(world.policy.defaultFree, day)[0]?.value ?? 0;
  if (type === "prospect") return on(world.policy.defaultProspect, day)[0]?.value ?? 0;
  return 0;
}

function policyOn(world: RegistryWorld, day: Day): string {
  return on(world.policy.hostingPolicy, day)[0]?.value ?? "managed_only";
}

function stopped(world: RegistryWorld, site: string, account: string | null, day: Day): boolean {
  return on(world.rows.licences, day)
    .filter((licence) => licence.siteId === site || (licence.siteId === null && licence.accountRef === account))
    .some((licence) => licence.tags.some((tag) => /^(allow-air-gapped|(allow )?disable telemetry export)$/i.test(tag)));
}

function optOutsOf(world: RegistryWorld, site: string): OptOutRow[] {
  return world.rows.optOuts.filter((optOut) => optOut.siteId === site);
}

function span(optOut: OptOutRow): Dates {
  return { from: optOut.effectiveOn, to: optOut.endsOn };
}

/** Opt-outs that hide, and terms that take back what was agreed to the day before. */
function withdrawals(world: RegistryWorld, site: string, account: string | null): { from: Day; level: number }[] {
  const optOuts = optOutsOf(world, site).filter((optOut) => optOut.history === "hide");
  const found: { from: Day; level: number }[] = optOuts.map((optOut) => ({
    from: optOut.effectiveOn,
    level: optOut.level,
  }));
  for (const term of world.rows.terms) {
    const concerns = term.siteId === site || (term.siteId === null && term.accountRef === account);
    const previous = concerns ? previousRight(world, term) : null;
    if (previous !== null && right(term) < previous) found.push({ from: term.from, level: right(term) });
  }
  return found;
}

function previousRight(world: RegistryWorld, term: TermRow): number | null {
  const earlier = on(world.rows.terms, yesterday(term.from)).filter((other) => other.accountRef === term.accountRef);
  const sameScope = earlier.find((other) => other.siteId === term.siteId);
  const previous = sameScope ?? earlier.find((other) => other.siteId === null);
  return previous === undefined ? null : right(previous);
}

function right(term: TermRow): number {
  return mayHoldUserLevel(term) ? term.level : Math.min(term.level, 2);
}

function asHosting(value: string): HostingType {
  return value === "managed" || value === "dotcom" ? value : "self_hosted";
}

function asEnvironment(value: string): Environment {
  return value === "staging" || value === "dev" || value === "test" || value === "qa" ? value : "production";
}

import type { AccountType, ConsentBasis, Environment, HostingType, Level } from "#lib/consent/model.ts";

export const HOSTING_WORDS: Readonly<Record<HostingType, string>> = {
  self_hosted: "Self-hosted",
  managed: "Managed",
  dotcom: "dotcom",
};

export const TYPE_WORDS: Readonly<Record<AccountType, string>> = {
  customer: "Customers",
  prospect: "Prospects",
  free: "Free accounts",
  former: "Former customers",
  internal: "Internal",
};

export const TYPE_WORD: Readonly<Record<AccountType, string>> = {
  customer: "Customer",
  prospect: "Prospect",
  free: "Free account",
  former: "Former customer",
  internal: "Internal",
};

export const ENVIRONMENT_WORDS: Readonly<Record<Environment, string>> = {
  production: "Production",
  staging: "Staging",
  dev: "Development",
  test: "Test",
  qa: "QA",
};

export const BASIS_WORDS: Readonly<Record<ConsentBasis, string>> = {
  signup_trial: "Sign-up for a trial",
  order_form_cloud_tos: "Order form with cloud terms",
  contract_cloud_tos: "Contract with cloud terms",
  ce_led_trial: "Trial led by a Customer Engineer",
};

export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  registry: "Registry",
  critical: "Critical pings",
  full: "Full pings",
  user_level: "User-level",
};

const KINDS: Readonly<Record<string, string>> = {
  term: "Agreed",
  narrowing: "Agreement narrowed",
  opt_out: "Opted out",
  void: "Entry recorded by mistake, voided",
};

/** What kind of change the log names. */
export function kindWords(kind: string): string {
  return KINDS[kind] ?? kind.replaceAll("_", " ");
}

/** A number of something, with its noun: "1 instance", "3 instances". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-GB")} ${noun}${count === 1 ? "" : "s"}`;
}

/** "from 2026-01-01" or "2026-01-01 to 2026-12-31"; `to` is the first day that is out. */
export function spanWords(from: string, to: string | null): string {
  return to === null ? `from ${from}` : `${from} until ${to}`;
}

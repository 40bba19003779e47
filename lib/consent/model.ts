/**
 * Telemetry tiers, ordered, in the words of the handbook. An instance has a tier on each UTC day.
 * A field needs a level; it may be seen on a day when the tier is at least that level.
 */
export const TIERS = [0, 1, 2, 3] as const;
export type Tier = (typeof TIERS)[number];

export const TIER_LABELS = ["No telemetry", "Critical pings", "Full pings", "Full pings + user-level data"] as const;

export const TIER_TEXTS = [
  "This customer has an airgapped instance, or has turned pings off. We don't have any data about this customer's product usage.",
  "This customer has elected to send us only the pings that are required for billing, support, updates, and security notices.",
  "This customer sends us all the aggregated, anonymous data.",
  "This customer sends us all the aggregated, anonymous data, in addition to anonymous, user-level, event stream data.",
] as const;

/** What a field, measure or question needs. The index is the tier that gives it. */
export const LEVELS = ["registry", "critical", "full", "user_level"] as const;
export type Level = (typeof LEVELS)[number];

export function tierFor(level: Level): Tier {
  switch (level) {
    case "registry":
      return 0;
    case "critical":
      return 1;
    case "full":
      return 2;
    case "user_level":
      return 3;
  }
}

/** Why something is not counted; the order decides which reason is named first (design §4). */
export const EXCLUSION_REASONS = [
  "unlinked",
  "non_production",
  "consent_missing",
  "opted_out",
  "hosting_policy",
  "licence_tag",
  "consent_tier",
  "not_licensed",
  "version_too_old",
  "offline",
  "not_throughout",
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** What a reader can do about it. agreed: nothing to chase; fixable: somebody can mend it; ours: our own record or rule. */
export const REASON_KINDS = ["agreed", "fixable", "ours"] as const;
export type ReasonKind = (typeof REASON_KINDS)[number];

export const KIND_OF_REASON: Readonly<Record<ExclusionReason, ReasonKind>> = {
  unlinked: "ours",
  non_production: "ours",
  consent_missing: "agreed",
  opted_out: "agreed",
  hosting_policy: "agreed",
  licence_tag: "agreed",
  consent_tier: "agreed",
  not_licensed: "agreed",
  version_too_old: "fixable",
  offline: "fixable",
  not_throughout: "ours",
};

export const ACCOUNT_TYPES = ["customer", "prospect", "free", "former", "internal"] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

export const HOSTING_TYPES = ["self_hosted", "managed", "dotcom"] as const;
export type HostingType = (typeof HOSTING_TYPES)[number];

export const ENVIRONMENTS = ["production", "staging", "dev", "test", "qa"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export const CONSENT_BASES = ["signup_trial", "order_form_cloud_tos", "contract_cloud_tos", "ce_led_trial"] as const;
export type ConsentBasis = (typeof CONSENT_BASES)[number];

/** A UTC day as `YYYY-MM-DD`. Spans are half-open: `from` is in, `to` is out; `null` never ends. */
export type Day = string;
export type Span = { readonly from: Day; readonly to: Day | null };

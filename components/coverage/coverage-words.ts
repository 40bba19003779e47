import type { ExclusionReason } from "#lib/consent/model.ts";
import type { Coverage } from "#lib/semantic/answer.ts";

type Excluded = Coverage["excluded"][number];
type Unit = Coverage["population"]["unit"];

type ReasonWords = {
  /** Follows a count: "4 sent nothing in this range". */
  readonly short: string;
  readonly title: string;
  /** Why, and the step to take where there is one. */
  readonly text: string;
};

const WORDS: Readonly<Record<ExclusionReason, ReasonWords>> = {
  unlinked: {
    short: "without an instance",
    title: "No instance linked",
    text: "The registry links no instance to them. An Admin can link one on the customer page once its site ID is known.",
  },
  non_production: {
    short: "without a production instance",
    title: "Only non-production instances",
    text: "Staging, development and test instances are never counted in customer figures.",
  },
  consent_missing: {
    short: "without consent on record",
    title: "No consent on record",
    text: "Nothing signed allows this data, it was carved out, or the CRM says no.",
  },
  opted_out: {
    short: "opted out",
    title: "Opted out",
    text: "They asked us to stop, or narrowed what they share. What was hidden stays hidden.",
  },
  hosting_policy: {
    short: "held back by the hosting policy",
    title: "Hosting policy",
    text: "User-level data is read from managed and dotcom instances only.",
  },
  licence_tag: {
    short: "held back by a licence tag",
    title: "Licence tag",
    text: "Their licence is air-gapped or turns telemetry export off.",
  },
  consent_tier: {
    short: "share less than this needs",
    title: "Share less than this needs",
    text: "Their agreed tier does not include this data.",
  },
  not_licensed: {
    short: "not licensed for it",
    title: "Not licensed",
    text: "They had no licence for this in the range.",
  },
  version_too_old: {
    short: "on too old a version",
    title: "Version too old",
    text: "Their release does not send this yet. Their Customer Engineer can propose the upgrade.",
  },
  offline: {
    short: "sent nothing in this range",
    title: "Sent nothing in this range",
    text: "They agreed to share, but nothing arrived. Their Customer Engineer can check the instance and its way out to us.",
  },
  not_throughout: {
    short: "not seen throughout",
    title: "Not seen throughout",
    text: "Like for like leaves out who is not visible on every day, or has no data in some period.",
  },
};

const TIER_SHORT = ["no telemetry", "critical-only", "without user-level data", "share less than this needs"] as const;
const TIER_TITLE = ["No telemetry", "Critical pings only", "No user-level data", "Share less than this needs"] as const;

export function reasonWords({ reason, tier }: Pick<Excluded, "reason" | "tier">, unit: Unit): ReasonWords {
  const words = WORDS[reason];
  if (reason === "consent_tier" && tier !== null) {
    return { ...words, short: TIER_SHORT[tier] ?? words.short, title: TIER_TITLE[tier] ?? words.title };
  }
  if (reason === "unlinked" && unit === "instance") {
    return {
      ...words,
      short: "linked to no account",
      title: "Linked to no account",
      text: "They send data, but the registry does not say whose they are. An Admin can link them.",
    };
  }
  return words;
}

/** "118/160", for the mark. */
export function coverageShort(coverage: Coverage): string {
  return `${String(coverage.covered)}/${String(coverage.eligible)}`;
}

/** Whom a number covers, in a sentence or two. */
export function coverageSentence(coverage: Coverage): string {
  const { eligible, covered, population, excluded } = coverage;
  if (eligible === 0) return `Covers nobody: no ${singular(population.label)} matches.`;
  const head =
    covered === eligible
      ? `Covers ${eligible === 1 ? "the one" : `all ${number(eligible)}`} ${labelFor(population.label, eligible)}`
      : `Covers ${number(covered)} of ${number(eligible)} ${labelFor(population.label, eligible)}`;
  const first = `${head}${seats(coverage)}${partly(coverage)}.`;
  if (excluded.length === 0) return first;
  const parts = excluded.map((one) => `${number(one.count)} ${reasonWords(one, population.unit).short}`);
  return `${first} Not covered: ${parts.join(", ")}.`;
}

function seats({ seatsCovered, covered, eligible }: Coverage): string {
  if (seatsCovered === null || covered === eligible) return "";
  return ` (${share(seatsCovered)} of seats)`;
}

/** A share that never rounds a part up to all, nor something down to nothing. */
function share(value: number): string {
  if (value > 0 && value < 0.01) return "under 1 %";
  return `${String(value < 1 ? Math.min(99, Math.round(value * 100)) : 100)} %`;
}

function partly({ partial, covered }: Coverage): string {
  if (partial === 0) return "";
  return partial === covered ? ", in part" : `, ${number(partial)} of them in part`;
}

function labelFor(label: string, count: number): string {
  return count === 1 ? singular(label) : label;
}

function singular(label: string): string {
  return /^\w+s$/.test(label) ? label.slice(0, -1) : label;
}

function number(value: number): string {
  return value.toLocaleString("en-GB");
}

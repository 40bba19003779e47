import { holdsUserLevel, tierOf } from "#lib/consent/derive.ts";
import type { TermInput } from "#lib/consent/inputs.ts";
import type { Day, Tier } from "#lib/consent/model.ts";
import { covers } from "#lib/consent/spans.ts";

/** What a term gives, its right to the event stream considered. */
export function rightOf(term: TermInput): Tier {
  return tierOf(Math.min(term.level, holdsUserLevel(term) ? 3 : 2));
}

/**
 * The level to which a term narrows what its account (or instance) had agreed to on the day before it
 * begins; null when it does not. A first record, a widening and a term that merely ends narrow nothing.
 */
export function narrowsTo(term: TermInput, termsOfAccount: readonly TermInput[]): Tier | null {
  const before = dayBefore(term.from);
  const earlier = termsOfAccount.filter((other) => other !== term && covers(other, before));
  const previous =
    earlier.find((other) => other.instanceNo === term.instanceNo) ?? earlier.find((other) => other.instanceNo === null);
  if (previous === undefined) return null;
  const right = rightOf(term);
  return right < rightOf(previous) ? right : null;
}

function dayBefore(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

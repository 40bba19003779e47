import { tierOf } from "#lib/consent/derive.ts";
import { stopsEvents } from "#lib/consent/licence-tag.ts";
import {
  type Day,
  type ExclusionReason,
  LEVELS,
  type Level,
  TIER_LABELS,
  type Tier,
  tierFor,
} from "#lib/consent/model.ts";
import { spanOf } from "#lib/consent/read.ts";
import type { SnapshotInterval } from "#lib/consent/snapshot-model.ts";
import { covers, inForce } from "#lib/consent/spans.ts";
import type { InstanceFacts } from "#lib/customers/store-detail.ts";
import { dayOf } from "#lib/db/day.ts";
import type { ConsentTerm } from "#lib/db/generated/client.ts";

/** Whether data of a level can be seen of an instance today, and the sentence that says why. */
export type Sight = {
  readonly visible: boolean;
  readonly reason: ExclusionReason | null;
  readonly text: string;
  readonly since: Day | null;
};

/** Of today's span; null on a day before the instance is on record. */
export function todaysSpan(facts: InstanceFacts, today: Day): SnapshotInterval | null {
  return inForce(facts.visible, today);
}

export function sightOf(level: Level, facts: InstanceFacts, today: Day): Sight {
  if (level === "registry") return { visible: true, reason: null, text: "On record in the registry", since: null };
  const needed = tierFor(level);
  const span = todaysSpan(facts, today);
  const visible = span !== null && span.level >= needed;
  const since = sinceWhen(facts.visible, needed, visible, today);
  if (visible) return { visible, reason: null, text: visibleText(span, since), since };
  const reason = (span === null ? null : reasonAt(span, needed)) ?? "consent_tier";
  return { visible, reason, text: hiddenText(reason, needed, facts, today), since };
}

/** The first reason why the tier is not higher; null at the highest. */
export function whyNotHigher(facts: InstanceFacts, today: Day): { reason: ExclusionReason; text: string } | null {
  const span = todaysSpan(facts, today);
  const level = LEVELS.find((each) => tierFor(each) > (span?.level ?? 0));
  if (level === undefined) return null;
  const { reason, text } = sightOf(level, facts, today);
  return reason === null ? null : { reason, text };
}

function reasonAt(span: SnapshotInterval, needed: Tier): ExclusionReason | null {
  return span.reasons[needed === 3 ? 2 : needed === 2 ? 1 : 0];
}

/** Start of the run of days, ending today, in which the answer was the same. */
function sinceWhen(spans: readonly SnapshotInterval[], needed: Tier, visible: boolean, today: Day): Day | null {
  let since: Day | null = null;
  let end: Day | null = null;
  for (const span of spans) {
    if (span.from > today) break;
    const goesOn = since !== null && end === span.from;
    if (span.level >= needed !== visible) since = null;
    else if (!goesOn) since = span.from;
    end = span.to;
  }
  return since;
}

function visibleText(span: SnapshotInterval, since: Day | null): string {
  const counted = span.environment === "production" ? "" : `; customer metrics leave out ${span.environment} instances`;
  return since === null ? `Visible${counted}` : `Visible since ${since}${counted}`;
}

function hiddenText(reason: ExclusionReason, needed: Tier, facts: InstanceFacts, today: Day): string {
  switch (reason) {
    case "unlinked":
      return "Not linked to an account, so nothing is shown of it";
    case "consent_missing":
      return missingText(termOn(facts, today));
    case "opted_out":
      return optOutText(needed, facts, today);
    case "hosting_policy":
      return "Self-hosted instances give no user-level data: the hosting policy allows it for managed instances only";
    case "licence_tag":
      return tagText(facts, today);
    case "consent_tier":
    case "non_production":
    case "not_licensed":
    case "version_too_old":
    case "offline":
    case "not_throughout":
      return tierText(needed, termOn(facts, today), facts, today);
  }
}

/** The override for this instance before the term of its account. */
function termOn(facts: InstanceFacts, today: Day): ConsentTerm | null {
  const rows = facts.terms.filter((term) => covers(spanOf(term), today));
  return rows.find((term) => term.instanceNo !== null) ?? rows[0] ?? null;
}

function missingText(term: ConsentTerm | null): string {
  if (term === null) return "No agreement to user-level data is on record";
  if (term.level < 3)
    return `This instance agreed to ${TIER_LABELS[tierOf(term.level)]}${documentOf(term)}, without user-level data`;
  if (term.basis === null) return "The agreement on record has no basis for user-level data";
  if (term.carveOut) return `The contract carves out user-level data${documentOf(term)}`;
  return term.crmValue === "no"
    ? "The CRM says No to user-level event data for this account"
    : "The CRM does not say Yes to user-level event data for this account";
}

function documentOf(term: ConsentTerm): string {
  return term.document === null ? "" : ` (${term.document})`;
}

function optOutText(needed: Tier, facts: InstanceFacts, today: Day): string {
  const inForceToday = facts.optOuts.filter(
    (row) =>
      row.level < needed && dayOf(row.effectiveOn) <= today && (row.endsOn === null || dayOf(row.endsOn) > today),
  );
  const [strictest] = inForceToday.toSorted((a, b) => a.level - b.level);
  if (strictest === undefined) return "Hidden by a withdrawal";
  return `Hidden: opted out to ${TIER_LABELS[tierOf(strictest.level)]} on ${dayOf(strictest.effectiveOn)}, asked for by ${strictest.requester}`;
}

function tagText(facts: InstanceFacts, today: Day): string {
  const licences = facts.licences.filter((licence) => covers(spanOf(licence), today));
  const tag = licences.flatMap((licence) => licence.tags).find((each) => stopsEvents(each.tag))?.tag;
  return tag === undefined ? "A licence tag stops the event stream" : `The licence tag "${tag}" stops the event stream`;
}

function tierText(needed: Tier, term: ConsentTerm | null, facts: InstanceFacts, today: Day): string {
  const agreed = facts.effective.find((span) => covers(span, today))?.caps.term ?? 0;
  const needs = `Needs ${TIER_LABELS[needed]}`;
  if (term === null && agreed === 0) return `${needs}; no agreement is on record`;
  if (term === null) return `${needs}; accounts of this type have ${TIER_LABELS[agreed]} unless agreed otherwise`;
  return `${needs}; this instance agreed to ${TIER_LABELS[agreed]}${documentOf(term)}`;
}

import type { z } from "zod";
import { tierOf } from "#lib/consent/derive.ts";
import { type Day, HOSTING_TYPES, LEVELS, type Tier } from "#lib/consent/model.ts";
import { spanOf } from "#lib/consent/read.ts";
import { covers, inForce } from "#lib/consent/spans.ts";
import type {
  CustomerDetail,
  CustomerRow,
  FieldAvailability,
  InstanceDetail,
  OptOut,
} from "#lib/customers/contract.ts";
import { sightOf, todaysSpan, whyNotHigher } from "#lib/customers/service-why.ts";
import type { CustomerFacts, InstanceFacts, LicenceFacts } from "#lib/customers/store-detail.ts";
import type { RegisteredField } from "#lib/customers/store-fields.ts";
import { dayOf, dayOrNull } from "#lib/db/day.ts";
import type { ConsentChange, InstanceOptOut } from "#lib/db/generated/client.ts";

export function instanceDetail(facts: InstanceFacts, today: Day): InstanceDetail {
  const { instance } = facts;
  return {
    instanceNo: instance.instanceNo,
    siteId: instance.siteId,
    name: instance.name,
    ...attributesOf(facts, today),
    tier: todaysSpan(facts, today)?.level ?? 0,
    why: whyNotHigher(facts, today),
    caps: capsOf(facts, today),
    ...receivedFrom(facts.state),
    optOuts: facts.optOuts.map(optOutOf),
    version: String(instance.version),
  };
}

function attributesOf({ inputs }: InstanceFacts, today: Day): Pick<InstanceDetail, "environment" | "hosting"> {
  return {
    environment: inForce(inputs.environments, today)?.value ?? "production",
    hosting: inForce(inputs.hostings, today)?.value ?? "self_hosted",
  };
}

function capsOf({ effective }: InstanceFacts, today: Day): InstanceDetail["caps"] {
  const caps = inForce(effective, today)?.caps ?? null;
  if (caps === null) return { term: 0, optOut: 0, licenceTag: 0, hosting: 0, consent: 0 };
  const { licence, ...rest } = caps;
  return { ...rest, licenceTag: licence };
}

type Received = Pick<InstanceDetail, "observedTier" | "firstPing" | "lastPing">;

function receivedFrom(state: InstanceFacts["state"]): Received {
  if (state === null) return { observedTier: null, firstPing: null, lastPing: null };
  const { observedTier, firstPing, lastPing } = state;
  return { observedTier, firstPing: dayOrNull(firstPing), lastPing: dayOrNull(lastPing) };
}

export function optOutOf(row: InstanceOptOut): OptOut {
  return {
    id: row.id,
    instanceNo: row.instanceNo,
    level: row.level,
    effectiveOn: dayOf(row.effectiveOn),
    endsOn: dayOrNull(row.endsOn),
    history: row.history,
    requester: row.requester,
    channel: row.channel,
    ticket: row.ticket,
    reason: row.reason,
    recordedBy: row.recordedBy,
    recordedAt: row.recordedAt.toISOString(),
  };
}

/** The row of the list for one account, worked out from its facts. */
export function customerRow(facts: CustomerFacts): CustomerRow {
  const { account, today } = facts;
  const details = facts.instances.map((each) => instanceDetail(each, today));
  const production = details.filter((instance) => instance.environment === "production");
  const tiers = production.map((instance) => instance.tier);
  const pings = production.flatMap((instance) => instance.lastPing ?? []).toSorted();
  return {
    id: account.id,
    name: account.name,
    type: facts.type,
    tier: Math.max(0, ...tiers),
    mixed: new Set(tiers).size > 1,
    hosting: HOSTING_TYPES.filter((each) => production.some((instance) => instance.hosting === each)),
    instances: details.length,
    seats: seatsToday(facts),
    segment: account.segment,
    region: account.region,
    accountExecutive: account.accountExecutive,
    customerEngineer: account.customerEngineer,
    lastPing: pings.at(-1) ?? null,
  };
}

function seatsToday({ licences, today }: CustomerFacts): number | null {
  if (licences.length === 0) return null;
  const active = licences.filter((licence) => covers(spanOf(licence), today));
  return active.reduce((sum, licence) => sum + licence.seats, 0);
}

/** What each field needs, and for each instance whether it can be seen and why not. */
export function availability(
  fields: readonly RegisteredField[],
  facts: CustomerFacts,
): z.infer<typeof FieldAvailability>[] {
  const byLevel = new Map(
    LEVELS.map((level) => [
      level,
      facts.instances.map((each) => ({
        instanceNo: each.instance.instanceNo,
        ...sightOf(level, each, facts.today),
      })),
    ]),
  );
  return fields.map((field) => ({ ...field, instances: byLevel.get(field.level) ?? [] }));
}

export function termsOf({ terms }: CustomerFacts): z.infer<typeof CustomerDetail>["terms"] {
  return terms.map((term) => ({
    ...spanOf(term),
    id: term.id,
    instanceNo: term.instanceNo,
    level: term.level,
    basis: term.basis,
    document: term.document,
    signedOn: dayOrNull(term.signedOn),
    carveOut: term.carveOut,
    crmValue: term.crmValue,
  }));
}

export function licencesOf({ licences, today }: CustomerFacts): z.infer<typeof CustomerDetail>["licences"] {
  return licences.map((licence) => ({
    ...spanOf(licence),
    id: licence.id,
    plan: licence.plan,
    tags: licence.tags.map((tag) => tag.tag),
    seats: licence.seats,
    instanceNo: licence.instanceNo,
    state: stateOf(licence, today),
  }));
}

function stateOf(licence: LicenceFacts, today: Day): "active" | "future" | "expired" {
  if (covers(spanOf(licence), today)) return "active";
  return dayOf(licence.validFrom) > today ? "future" : "expired";
}

export function changesOf({ changes }: CustomerFacts): z.infer<typeof CustomerDetail>["changes"] {
  return changes.map((change: ConsentChange) => ({
    ...spanOf(change),
    id: change.id,
    at: change.recordedAt.toISOString(),
    actor: change.actor,
    kind: change.kind,
    instanceNo: change.instanceNo,
    level: levelOrNull(change.level),
    history: change.history,
    reason: change.reason,
  }));
}

function levelOrNull(level: number | null): Tier | null {
  return level === null ? null : tierOf(level);
}

/** `ada@example.com` as `a•••@example.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at < 1 ? "•••" : `${email.charAt(0)}•••${email.slice(at)}`;
}

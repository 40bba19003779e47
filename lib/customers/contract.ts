import { z } from "zod";
import {
  ACCOUNT_TYPES,
  CONSENT_BASES,
  ENVIRONMENTS,
  EXCLUSION_REASONS,
  HOSTING_TYPES,
  LEVELS,
} from "#lib/consent/model.ts";

const Tier = z.int().min(0).max(3);
const Day = z.iso.date();

export const CUSTOMER_SORTS = ["name", "tier", "hosting", "seats", "instances", "last_ping"] as const;

/** Query string of `GET /api/v1/customers`; every key optional, an unknown value is refused with its place. */
export const ListCustomersIn = z.strictObject({
  q: z.string().max(200).default(""),
  type: z.enum(ACCOUNT_TYPES).default("customer"),
  tier: z.coerce.number().int().min(0).max(3).nullable().default(null),
  hosting: z.enum(HOSTING_TYPES).nullable().default(null),
  sort: z.enum(CUSTOMER_SORTS).default("name"),
  desc: z.stringbool().default(false),
  /** From `next` of the page before. */
  cursor: z.string().max(500).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const CustomerRow = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(ACCOUNT_TYPES),
  /** The highest tier among the production instances today; 0 without instances. */
  tier: Tier,
  /** True when its production instances stand at different tiers. */
  mixed: z.boolean(),
  hosting: z.array(z.enum(HOSTING_TYPES)),
  instances: z.int(),
  /** Seats of the licences active today; null = no licence on record. */
  seats: z.int().nullable(),
  segment: z.string().nullable(),
  region: z.string().nullable(),
  accountExecutive: z.string().nullable(),
  customerEngineer: z.string().nullable(),
  lastPing: Day.nullable(),
});
export type CustomerRow = z.infer<typeof CustomerRow>;

export const ListCustomersOut = z.object({
  items: z.array(CustomerRow),
  next: z.string().nullable(),
  total: z.int(),
  /** Customers per tier under the other filters, index = tier. */
  tiers: z.tuple([z.int(), z.int(), z.int(), z.int()]),
});

export const OptOut = z.object({
  id: z.string(),
  instanceNo: z.int(),
  level: Tier,
  effectiveOn: Day,
  endsOn: Day.nullable(),
  history: z.enum(["hide", "keep"]),
  requester: z.string(),
  channel: z.string(),
  ticket: z.string().nullable(),
  reason: z.string(),
  recordedBy: z.string(),
  recordedAt: z.iso.datetime(),
});
export type OptOut = z.infer<typeof OptOut>;

export const InstanceDetail = z.object({
  instanceNo: z.int(),
  siteId: z.string(),
  name: z.string(),
  environment: z.enum(ENVIRONMENTS),
  hosting: z.enum(HOSTING_TYPES),
  /** What the registry allows today. */
  tier: Tier,
  /** Why it is not higher: the first cap that binds; null at tier 3. */
  why: z.object({ reason: z.enum(EXCLUSION_REASONS), text: z.string() }).nullable(),
  /** The five parts of the minimum, today. */
  caps: z.object({ term: Tier, optOut: Tier, licenceTag: Tier, hosting: Tier, consent: Tier }),
  /** What arrived lately; null when nothing was ever received. */
  observedTier: Tier.nullable(),
  firstPing: Day.nullable(),
  lastPing: Day.nullable(),
  optOuts: z.array(OptOut),
  /** For `If-Match`. */
  version: z.string(),
});
export type InstanceDetail = z.infer<typeof InstanceDetail>;

/** One field of the field registry, seen for one instance: can it be shown, and why not. */
export const FieldAvailability = z.object({
  field: z.string(),
  label: z.string(),
  group: z.string(),
  level: z.enum(LEVELS),
  description: z.string(),
  instances: z.array(
    z.object({
      instanceNo: z.int(),
      visible: z.boolean(),
      reason: z.enum(EXCLUSION_REASONS).nullable(),
      text: z.string(),
      /** First visible day of the present run, or the first hidden one. */
      since: Day.nullable(),
    }),
  ),
});

export const CustomerDetail = z.object({
  customer: CustomerRow,
  industry: z.string().nullable(),
  employees: z.int().nullable(),
  contractStart: Day.nullable(),
  contractEnd: Day.nullable(),
  /** Null without `customers.finance`. */
  finance: z.object({ arrUsd: z.number() }).nullable(),
  terms: z.array(
    z.object({
      id: z.string(),
      instanceNo: z.int().nullable(),
      level: Tier,
      basis: z.enum(CONSENT_BASES).nullable(),
      document: z.string().nullable(),
      signedOn: Day.nullable(),
      from: Day,
      to: Day.nullable(),
      carveOut: z.boolean(),
      crmValue: z.enum(["yes", "no"]).nullable(),
    }),
  ),
  instances: z.array(InstanceDetail),
  licences: z.array(
    z.object({
      id: z.string(),
      plan: z.string(),
      tags: z.array(z.string()),
      seats: z.int(),
      instanceNo: z.int().nullable(),
      from: Day,
      to: Day.nullable(),
      state: z.enum(["active", "future", "expired"]),
    }),
  ),
  /** `email` is masked without `customers.contact`. */
  people: z.array(z.object({ name: z.string(), title: z.string(), role: z.string(), email: z.string().nullable() })),
  changes: z.array(
    z.object({
      id: z.string(),
      at: z.iso.datetime(),
      actor: z.string(),
      kind: z.string(),
      instanceNo: z.int().nullable(),
      from: Day,
      to: Day.nullable(),
      level: Tier.nullable(),
      history: z.enum(["hide", "keep"]),
      reason: z.string(),
    }),
  ),
  fields: z.array(FieldAvailability),
  clocks: z.object({ data: Day.nullable(), consent: Day }),
  abilities: z.object({ recordOptOut: z.boolean(), seeContacts: z.boolean(), seeFinance: z.boolean() }),
});
export type CustomerDetail = z.infer<typeof CustomerDetail>;

export const GetCustomerIn = z.strictObject({ id: z.string().max(40) });

/** `POST /api/v1/opt-outs`, with `If-Match` = the instance's `version`. */
export const RecordOptOutIn = z.strictObject({
  instanceNo: z.int(),
  /** The highest tier still allowed: 0, 1 or 2. */
  level: z.int().min(0).max(2),
  effectiveOn: Day,
  requester: z.string().trim().min(1, "Name who asked for it").max(200),
  channel: z.enum(["email", "ticket", "call", "contract", "other"]),
  ticket: z.string().trim().max(100).nullable(),
  history: z.enum(["hide", "keep"]).default("hide"),
  reason: z.string().trim().min(3, "Say why in a few words").max(1000),
  ifMatch: z.string().nullable(),
});
export const RecordOptOutOut = z.object({ optOut: OptOut, instance: InstanceDetail });

/** `GET /api/v1/customers/estate`: the estate in one line, for home. */
export const EstateOut = z.object({
  customers: z.int(),
  tiers: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  /** Newest first: what changed in consent in the last seven days. */
  changes: z.array(
    z.object({
      at: z.iso.datetime(),
      customerId: z.string(),
      customer: z.string(),
      text: z.string(),
      actor: z.string(),
    }),
  ),
  /** Accounts whose AE or CE the reader is. */
  mine: z.array(CustomerRow),
  clocks: z.object({ data: Day.nullable(), consent: Day }),
  /** Whether data was ever loaded; null while the warehouse does not say. */
  isLoaded: z.boolean().nullable(),
});
export type EstateOut = z.infer<typeof EstateOut>;

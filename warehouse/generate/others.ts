import type { Day } from "#lib/consent/model.ts";
import { addDays } from "#warehouse/day.ts";
import type { Staff } from "#warehouse/generate/customers.ts";
import { people, slug } from "#warehouse/generate/names.ts";
import type { AccountPlan, InstancePlan, Settings } from "#warehouse/generate/plan.ts";
import { type Random, uuid } from "#warehouse/generate/random.ts";

type Small = {
  readonly name: string;
  readonly index: number;
  readonly type: "prospect" | "free" | "former";
  readonly withInstance: boolean;
};

function instance(small: Small, from: Day, rnd: Random): InstancePlan {
  const trial = small.type === "prospect";
  return {
    siteId: uuid(rnd),
    name: slug(small.name),
    hosting: trial && rnd.chance(0.5) ? "managed" : "self_hosted",
    environment: "production",
    from,
    deployType: trial ? "docker-compose" : "docker-container",
    users: small.type === "former" ? rnd.whole(40, 120) : rnd.whole(2, trial ? 30 : 14),
    intensity: 0.15 + 0.3 * rnd.next(),
    sends: "full",
    eventsFrom: null,
    silentFrom: null,
    lag: rnd.whole(0, 9),
  };
}

function typesOf(small: Small, from: Day, settings: Settings): AccountPlan["types"] {
  if (small.type !== "former") return [{ value: small.type, from, to: null }];
  const left = addDays(settings.asOf, -(120 + 40 * (small.index % 3)));
  return [
    { value: "customer", from, to: left },
    { value: "former", from: left, to: null },
  ];
}

const PREFIX = { prospect: "P", free: "F", former: "X" } as const;

function contactsOf(name: string, rnd: Random): AccountPlan["contacts"] {
  const [somebody] = people(rnd, 1, `${slug(name)}.example`);
  return somebody === undefined ? [] : [{ ...somebody, title: "Site administrator", role: "admin" }];
}

function firstDay(type: Small["type"], settings: Settings, rnd: Random): Day {
  if (type === "former") return addDays(settings.asOf, -rnd.whole(700, 1200));
  return addDays(settings.asOf, -rnd.whole(20, type === "free" ? 1000 : 240));
}

/** What is recorded of an account that has no agreement. */
const UNSIGNED = {
  segment: "SMB",
  arrUsd: null,
  contractStart: null,
  contractEnd: null,
  licences: [],
  terms: [],
  optOuts: [],
  history: [],
} as const;

/** A prospect or a free account follows the default of the settings: nothing was signed. */
export function smallAccount(small: Small, staff: Staff, settings: Settings, seedOf: Random): AccountPlan {
  const { name, index, type, withInstance } = small;
  const rnd = seedOf.fork(`${type} ${name}`);
  const from = firstDay(type, settings, rnd);
  const types = typesOf(small, from, settings);
  const main = instance(small, from, rnd);
  const left = types[0]?.to ?? null;
  const account: AccountPlan = {
    ...UNSIGNED,
    ref: `${PREFIX[type]}-${String(1001 + index)}`,
    name,
    type,
    types,
    region: rnd.pick(["AMER", "EMEA", "APAC"]),
    industry: "Software and internet",
    employees: rnd.whole(5, 400),
    executive: type === "free" ? null : rnd.pick(staff.executives),
    engineer: type === "prospect" && rnd.chance(0.3) ? rnd.pick(staff.engineers) : null,
    contacts: contactsOf(name, rnd),
    instances: withInstance ? [{ ...main, silentFrom: left }] : [],
  };
  return type === "former" ? withPast(account, small, main, from, left) : account;
}

/** A customer that left: its agreement and its licence ended, its past stays. */
function withPast(account: AccountPlan, small: Small, main: InstancePlan, from: Day, left: Day | null): AccountPlan {
  return {
    ...account,
    segment: "Mid-Market",
    contractStart: from,
    contractEnd: left,
    licences: [formerLicence(main, small, from, left)],
    terms: [formerTerm(from, left)],
  };
}

function formerLicence(main: InstancePlan, small: Small, from: Day, left: Day | null): AccountPlan["licences"][number] {
  const seats = Math.ceil((main.users * 1.1) / 5) * 5;
  return {
    ref: `X-${String(1001 + small.index)}-L1`,
    siteId: main.siteId,
    plan: "business",
    tags: [],
    seats,
    from,
    to: left,
  };
}

function formerTerm(from: Day, left: Day | null): AccountPlan["terms"][number] {
  const rest = { siteId: null, basis: null, document: "ORD-00000", carveOut: false, crmValue: null } as const;
  return { ...rest, level: 2, signedOn: addDays(from, -10), from, to: left };
}

/** The vendor itself, with the public instance that it runs for everybody. */
export function internalAccount(settings: Settings, seedOf: Random): AccountPlan {
  const rnd = seedOf.fork("internal");
  const from = addDays(settings.asOf, -1500);
  const main: InstancePlan = {
    siteId: uuid(rnd),
    name: "dotcom",
    hosting: "dotcom",
    environment: "production",
    from,
    deployType: "kubernetes",
    users: 1400,
    intensity: 0.22,
    sends: "full",
    eventsFrom: null,
    silentFrom: null,
    lag: 0,
  };
  const rest = { document: "Privacy policy", carveOut: false, crmValue: "yes", basis: "contract_cloud_tos" } as const;
  return {
    ref: "I-1001",
    name: "Candor Example (ourselves)",
    type: "internal",
    types: [{ value: "internal", from, to: null }],
    segment: "Enterprise",
    region: "EMEA",
    industry: "Software and internet",
    employees: 240,
    executive: null,
    engineer: null,
    arrUsd: null,
    contractStart: null,
    contractEnd: null,
    contacts: [],
    instances: [main],
    licences: [],
    terms: [{ ...rest, siteId: null, level: 3, signedOn: from, from, to: null }],
    optOuts: [],
    history: [],
  };
}

/** An instance that pings and that nobody has linked to an account. */
export function stray(settings: Settings, seedOf: Random): InstancePlan {
  const rnd = seedOf.fork("stray");
  const from = addDays(settings.asOf, -140);
  const small = { name: "Unlinked", index: 0, type: "free", withInstance: true } as const;
  return { ...instance(small, from, rnd), users: 24, lag: 3 };
}

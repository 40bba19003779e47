import type { Day } from "#lib/consent/model.ts";
import { addDays } from "#warehouse/day.ts";
import type { Company, Named } from "#warehouse/generate/names.ts";
import { people, slug } from "#warehouse/generate/names.ts";
import type {
  AccountPlan,
  InstancePlan,
  LicencePlan,
  OptOutPlan,
  Settings,
  TermPlan,
} from "#warehouse/generate/plan.ts";
import { type Random, uuid } from "#warehouse/generate/random.ts";
import type { Role } from "#warehouse/generate/roles.ts";

export type Staff = {
  readonly executives: readonly Named[];
  readonly engineers: readonly Named[];
  readonly viewer: Named;
};

const REGIONS = ["AMER", "EMEA", "APAC"] as const;
const BASES = ["signup_trial", "order_form_cloud_tos", "contract_cloud_tos", "ce_led_trial"] as const;
const TITLES = [
  ["Site administrator", "admin"],
  ["Head of developer experience", "champion"],
  ["Procurement manager", "buyer"],
] as const;

function segmentOf(users: number): string {
  if (users >= 500) return "Strategic";
  if (users >= 220) return "Enterprise";
  return users >= 90 ? "Mid-Market" : "SMB";
}

function usersOf(role: Role, rnd: Random): number {
  return role.users ?? Math.min(900, Math.round(22 + Math.exp(4.5 + 0.8 * rnd.normal())));
}

function lagOf(role: Role, rnd: Random): number {
  if (role.lag !== null) return role.lag;
  if (role.hosting === "managed") return rnd.whole(0, 1);
  let lag = role.term === 1 ? 4 : 0;
  while (lag < 12 && rnd.chance(0.75)) lag += 1;
  return lag;
}

function production(role: Role, name: string, users: number, from: Day, settings: Settings, rnd: Random): InstancePlan {
  const moved = role.movedToManaged === null ? from : addDays(settings.asOf, -role.movedToManaged);
  const eventsFrom = moved < settings.start ? settings.start : moved;
  return {
    siteId: uuid(rnd),
    name: `${slug(name)}-production`,
    hosting: role.hosting,
    environment: "production",
    from,
    deployType:
      role.hosting === "managed" ? "managed-docker-compose" : rnd.pick(["kubernetes", "helm", "docker-compose"]),
    users,
    intensity: 0.2 + 0.36 * rnd.next(),
    sends: role.sends,
    eventsFrom: role.events ? eventsFrom : null,
    silentFrom: role.silentFor === null ? null : addDays(settings.asOf, 1 - role.silentFor),
    lag: lagOf(role, rnd),
  };
}

/** A second production instance, or one that is not production at all. */
function beside(
  main: InstancePlan,
  environment: "production" | "staging" | "dev" | "test" | "qa",
  rnd: Random,
): InstancePlan {
  const isProduction = environment === "production";
  return {
    ...main,
    siteId: uuid(rnd),
    name: isProduction
      ? main.name.replace(/production$/, "production-2")
      : main.name.replace(/production$/, environment),
    environment,
    deployType: isProduction ? main.deployType : "docker-compose",
    users: isProduction ? Math.ceil(main.users / 3) : rnd.whole(2, 9),
    eventsFrom: isProduction ? main.eventsFrom : null,
    lag: isProduction ? main.lag : Math.max(0, main.lag - 1),
  };
}

function terms(role: Role, from: Day, settings: Settings, rnd: Random): TermPlan[] {
  if (role.term === null) return [];
  const now: TermPlan = {
    siteId: null,
    level: role.term,
    basis: role.term === 3 ? rnd.pick(BASES) : null,
    document: `ORD-${String(rnd.whole(10_000, 99_999))}`,
    signedOn: addDays(from, -rnd.whole(5, 30)),
    from,
    to: role.termEnded === null ? null : addDays(settings.asOf, -role.termEnded),
    carveOut: role.carveOut,
    crmValue: role.crmValue,
  };
  if (role.widened === null) return [now];
  const since = addDays(settings.asOf, -role.widened);
  return [
    { ...now, level: 1, to: since },
    { ...now, document: `${now.document}-A1`, signedOn: addDays(since, -2), from: since },
  ];
}

function licences(
  role: Role,
  ref: string,
  instances: readonly InstancePlan[],
  from: Day,
  settings: Settings,
): LicencePlan[] {
  const main = instances[0];
  if (main === undefined) return [];
  const users = instances.filter((i) => i.environment === "production").reduce((sum, i) => sum + i.users, 0);
  const last = role.licenceEnded === null ? null : addDays(settings.asOf, -role.licenceEnded);
  const spans: [Day, Day][] = [];
  let start = from;
  while (start <= settings.asOf && (last === null || start < last)) {
    const end = addDays(start, 365);
    spans.push([start, last !== null && end > last ? last : end]);
    start = end;
  }
  return spans.map(([begin, end], i) => ({
    ref: `${ref}-L${String(i + 1)}`,
    siteId: instances.length > 1 && i % 3 === 0 ? null : main.siteId,
    plan: users >= 220 ? "enterprise" : "business",
    tags: [...role.tags, ...(i % 4 === 3 ? ["true-up"] : [])],
    seats: Math.ceil((users * (1.05 + 0.04 * i)) / 5) * 5,
    from: begin,
    to: end,
  }));
}

function optOuts(role: Role, main: InstancePlan, settings: Settings): OptOutPlan[] {
  if (role.optOut === null) return [];
  return [
    {
      siteId: main.siteId,
      level: role.optOut.level,
      effectiveOn: addDays(settings.asOf, -role.optOut.daysAgo),
      history: role.optOut.history,
      requester: "Site administrator",
      channel: "ticket",
      ticket: `SUP-${String(4000 + role.optOut.daysAgo)}`,
      reason: "The customer asked us to collect critical pings only",
    },
  ];
}

function siblings(role: Role, main: InstancePlan, index: number, rnd: Random): InstancePlan[] {
  const extra: InstancePlan[] = [];
  if (role.staging) extra.push(beside(main, "staging", rnd));
  else if (role.name === null && index % 8 === 1) extra.push(beside(main, "production", rnd));
  if (role.name === null && index % 2 === 0) extra.push(beside(main, rnd.pick(["staging", "dev", "test", "qa"]), rnd));
  return extra;
}

/** One customer with all that is recorded about it. */
export function customer(
  role: Role,
  index: number,
  company: Company,
  staff: Staff,
  settings: Settings,
  seedOf: Random,
): AccountPlan {
  const name = role.name ?? company.name;
  const rnd = seedOf.fork(`customer ${name}`);
  const ref = `C-${String(1001 + index)}`;
  const users = usersOf(role, rnd);
  const old = role.name !== null || rnd.chance(0.7);
  const from = addDays(settings.asOf, -(old ? rnd.whole(600, 1500) : rnd.whole(70, 520)));
  const main = production(role, name, users, from, settings, rnd);
  const instances = [main, ...siblings(role, main, index, rnd)];
  const moved = role.movedToManaged === null ? null : addDays(settings.asOf, -role.movedToManaged);
  const trialFrom = addDays(from, -rnd.whole(30, 90));
  const paid = licences(role, ref, instances, from, settings);
  return {
    ref,
    name,
    type: "customer",
    types: old
      ? [{ value: "customer", from, to: null }]
      : [
          { value: "prospect", from: trialFrom, to: from },
          { value: "customer", from, to: null },
        ],
    segment: segmentOf(users),
    region: rnd.pick(REGIONS),
    industry: company.industry,
    employees: users * rnd.whole(4, 30),
    executive: rnd.pick(staff.executives),
    engineer: role.mine ? staff.viewer : rnd.pick(staff.engineers),
    arrUsd: Math.round((users * (240 + 200 * rnd.next())) / 500) * 500,
    contractStart: from,
    contractEnd: paid.at(-1)?.to ?? null,
    contacts: people(rnd, 2, `${slug(name)}.example`).map((person, i) => {
      const [title, contactRole] = TITLES[i] ?? TITLES[0];
      return { ...person, title, role: contactRole };
    }),
    instances,
    licences: paid,
    terms: terms(role, from, settings, rnd),
    optOuts: optOuts(role, main, settings),
    history:
      moved === null
        ? []
        : [
            { siteId: main.siteId, attribute: "hosting", value: "self_hosted", from, to: moved },
            { siteId: main.siteId, attribute: "hosting", value: "managed", from: moved, to: null },
          ],
  };
}

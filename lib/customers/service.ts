import { z } from "zod";
import { operation } from "#lib/access/operation.ts";
import type { Permission } from "#lib/access/permission.ts";
import { TIER_LABELS, TIERS } from "#lib/consent/model.ts";
import {
  CustomerDetail,
  EstateOut,
  GetCustomerIn,
  ListCustomersIn,
  ListCustomersOut,
  RecordOptOutIn,
  RecordOptOutOut,
} from "#lib/customers/contract.ts";
import { dataState } from "#lib/customers/service-clock.ts";
import {
  availability,
  changesOf,
  customerRow,
  instanceDetail,
  licencesOf,
  maskEmail,
  optOutOf,
  termsOf,
} from "#lib/customers/service-detail.ts";
import { countTiers, readMine, readNow, readPage } from "#lib/customers/store.ts";
import { readCustomer } from "#lib/customers/store-detail.ts";
import { type RecentChange, readRecentChanges } from "#lib/customers/store-estate.ts";
import { readFields } from "#lib/customers/store-fields.ts";
import { insertOptOut } from "#lib/customers/store-opt-out.ts";
import { dayOrNull } from "#lib/db/day.ts";
import { AppError } from "#lib/errors.ts";

/** `GET /api/v1/customers` */
export const listCustomers = operation({
  summary: "List customers, with search, filters and keyset pages",
  permission: "customers.read",
  input: ListCustomersIn,
  output: ListCustomersOut,
  run: async (grant, input) => {
    const now = await readNow(grant);
    const { q, type, hosting, tier } = input;
    const tiers = await countTiers(grant, { q, type, hosting }, now);
    const total = TIERS.filter((each) => tier === null || each === tier).reduce<number>(
      (sum, each) => sum + tiers[each],
      0,
    );
    const page = await readPage(grant, input, now.consentToday, total);
    return { ...page, total, tiers };
  },
});

/** `GET /api/v1/customers/{id}` */
export const getCustomer = operation({
  summary: "One customer: instances, licences, people, consent, and which data can be seen",
  permission: "customers.read",
  input: GetCustomerIn,
  output: CustomerDetail,
  run: async (grant, { id }) => {
    const [facts, data] = await Promise.all([readCustomer(grant, id), dataState()]);
    if (facts === null) throw new AppError("not_found", "There is no customer with this id.", { path: "id" });
    const may: ReadonlySet<Permission> = grant.actor?.permissions ?? new Set<Permission>();
    const { account, today } = facts;
    return {
      customer: customerRow(facts),
      industry: account.industry,
      employees: account.employees,
      contractStart: dayOrNull(account.contractStart),
      contractEnd: dayOrNull(account.contractEnd),
      finance: may.has("customers.finance") && account.arrUsd !== null ? { arrUsd: account.arrUsd.toNumber() } : null,
      terms: termsOf(facts),
      instances: facts.instances.map((instance) => instanceDetail(instance, today)),
      licences: licencesOf(facts),
      people: facts.people.map(({ name, title, role, email }) => ({
        name,
        title,
        role,
        email: email === null || may.has("customers.contact") ? email : maskEmail(email),
      })),
      changes: changesOf(facts),
      fields: availability(await readFields(), facts),
      clocks: { data: data.day, consent: today },
      abilities: {
        recordOptOut: may.has("consents.write"),
        seeContacts: may.has("customers.contact"),
        seeFinance: may.has("customers.finance"),
      },
    };
  },
});

/** `GET /api/v1/customers/estate` */
export const estate = operation({
  summary: "The estate in one line, recent changes of consent, and the reader's own accounts",
  permission: "customers.read",
  input: z.strictObject({}),
  output: EstateOut,
  run: async (grant) => {
    const [now, data] = await Promise.all([readNow(grant), dataState()]);
    const tiers = await countTiers(grant, { q: "", type: "customer", hosting: null }, now);
    const recent = await readRecentChanges(grant, now.consentToday);
    const email = grant.actor?.email.toLowerCase() ?? "";
    return {
      customers: tiers.reduce((sum, count) => sum + count, 0),
      tiers,
      changes: recent.map((change) => ({
        at: change.at.toISOString(),
        customerId: change.customerId,
        customer: change.customer,
        text: changeText(change),
        actor: change.actor,
      })),
      mine: await readMine(grant, email, now.consentToday),
      clocks: { data: data.day, consent: now.consentToday },
      isLoaded: data.isLoaded,
    };
  },
});

function changeText({ kind, level, instance, validFrom }: RecentChange): string {
  const tier = TIERS.find((each) => each === level);
  const to = tier === undefined ? "" : ` ${TIER_LABELS[tier]}`;
  const which = instance === null ? "" : ` (${instance})`;
  switch (kind) {
    case "opt_out":
      return `Opted out to${to} from ${validFrom}${which}`;
    case "narrowing":
      return `Agreement narrowed to${to} from ${validFrom}${which}`;
    case "term":
      return `Agreed to${to} from ${validFrom}${which}`;
    case "void":
      return `An entry recorded by mistake was voided${which}`;
  }
}

/** `POST /api/v1/opt-outs` */
export const recordOptOut = operation({
  summary: "Record that an instance may be seen only up to a tier, from a day on",
  permission: "consents.write",
  input: RecordOptOutIn,
  output: RecordOptOutOut,
  run: async (grant, { ifMatch, ...given }) => {
    if (ifMatch === null) {
      throw new AppError("precondition_required", "Say in If-Match which version of the instance you have seen.");
    }
    const { optOut, facts, today } = await insertOptOut(grant, given, ifMatch);
    return { optOut: optOutOf(optOut), instance: instanceDetail(facts, today) };
  },
});

import { customer, type Staff } from "#warehouse/generate/customers.ts";
import { companies, people, teams } from "#warehouse/generate/names.ts";
import { internalAccount, smallAccount, stray } from "#warehouse/generate/others.ts";
import type { AccountPlan, InstancePlan, Settings } from "#warehouse/generate/plan.ts";
import { random } from "#warehouse/generate/random.ts";
import { customerRoles } from "#warehouse/generate/roles.ts";

/** On record; with the stray one the warehouse knows one more. */
const INSTANCES = 430;
const PROSPECTS = 60;
const PROSPECTS_WITH_INSTANCE = 30;
const FREE = 180;
const FORMER = 3;

export type Estate = { readonly accounts: readonly AccountPlan[]; readonly strays: readonly InstancePlan[] };

/** Who exists, what they signed and what they send: the whole sample before a single row. */
export function estate(settings: Settings): Estate {
  const rnd = random(settings.seed);
  const staff: Staff = {
    executives: people(rnd.fork("executives"), 9, "candor.example"),
    engineers: people(rnd.fork("engineers"), 11, "candor.example"),
    viewer: { name: "Vera Lindqvist", email: "viewer@candor.example" },
  };
  const roles = customerRoles();
  const named = companies(rnd.fork("companies"), roles.length + FORMER);
  const small = teams(rnd.fork("teams"), PROSPECTS + FREE);
  const customers = roles.flatMap((role, index) => {
    const company = named[index];
    return company === undefined ? [] : [customer(role, index, company, staff, settings, rnd)];
  });
  const former = named.slice(roles.length).map(({ name }, index) => {
    return smallAccount({ name, index, type: "former", withInstance: true }, staff, settings, rnd);
  });
  const own = internalAccount(settings, rnd);
  const recorded = [...customers, ...former, own].reduce((sum, account) => sum + account.instances.length, 0);
  const freeWithInstance = INSTANCES - PROSPECTS_WITH_INSTANCE - recorded;
  const others = small.map((name, at) => {
    const prospect = at < PROSPECTS;
    const index = prospect ? at : at - PROSPECTS;
    const withInstance = index < (prospect ? PROSPECTS_WITH_INSTANCE : freeWithInstance);
    return smallAccount({ name, index, type: prospect ? "prospect" : "free", withInstance }, staff, settings, rnd);
  });
  return { accounts: [...customers, ...former, ...others, own], strays: [stray(settings, rnd)] };
}

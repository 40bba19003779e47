import { createHash } from "node:crypto";
import { deriveEffective } from "#lib/consent/derive.ts";
import type {
  AccountInputs,
  Dated,
  InstanceInputs,
  PolicyInputs,
  RegistryInputs,
  TermInput,
} from "#lib/consent/inputs.ts";
import { stopsEvents } from "#lib/consent/licence-tag.ts";
import type { Day } from "#lib/consent/model.ts";
import { narrowsTo } from "#lib/consent/narrowing.ts";
import { FOREVER, type Snapshot, type SnapshotAccount, type SnapshotLicence } from "#lib/consent/snapshot-model.ts";
import { deriveVisible } from "#lib/consent/visible.ts";
import type { AccountRow, InstanceRow, LicenceRow, RegistryRows } from "#lib/customers/model.ts";

/**
 * A registry as its folder would tell it, with its dated policies. In such a world an account's id is its
 * reference, and the instances are numbered from 1 in their order.
 */
export type RegistryWorld = {
  readonly rows: RegistryRows;
  readonly policy: PolicyInputs;
  /** Nothing turns before `first` or after `last`; questions may reach past both. */
  readonly first: Day;
  readonly last: Day;
};

export function instanceNoOf(world: RegistryWorld, siteId: string): number {
  return world.rows.instances.findIndex((row) => row.siteId === siteId) + 1;
}

/** The pure inputs of the derivation, without Postgres. */
export function inputsOf(world: RegistryWorld): RegistryInputs {
  const accounts = world.rows.accounts.map((row) => accountInputs(world, row));
  return {
    instances: world.rows.instances.map((row, index) => instanceInputs(world, row, index + 1)),
    accounts: new Map(accounts.map((account) => [account.accountId, account])),
    policy: world.policy,
  };
}

/** The snapshot that the warehouse server would read on that day. */
export function snapshotOf(world: RegistryWorld, consentToday: Day, epoch = 1): Snapshot {
  const { instances, accounts, policy } = inputsOf(world);
  const content = {
    intervals: instances.flatMap((instance) =>
      deriveVisible(instance, deriveEffective(instance, accounts, policy), accounts, consentToday),
    ),
    accounts: world.rows.accounts.map((row) => snapshotAccount(row, accounts)),
    instances: world.rows.instances.map((row, index) => ({
      instanceNo: index + 1,
      siteId: row.siteId,
      name: row.name,
    })),
    licences: world.rows.licences.map((row) => snapshotLicence(world, row)),
  };
  const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  return { key: { epoch, consentToday }, hash, ...content };
}

function accountInputs(world: RegistryWorld, row: AccountRow): AccountInputs {
  const ours = (other: { readonly accountRef: string | null }): boolean => other.accountRef === row.accountRef;
  const terms = world.rows.terms.filter(ours).map(
    (term): TermInput => ({
      ...term,
      instanceNo: term.siteId === null ? null : instanceNoOf(world, term.siteId),
    }),
  );
  return {
    accountId: row.accountRef,
    types: typesOf(world, row),
    terms,
    stoppedByTag: world.rows.licences.filter((l) => ours(l) && l.siteId === null && l.tags.some(stopsEvents)),
    withdrawals: withdrawalsOf(terms, null),
  };
}

function typesOf(world: RegistryWorld, row: AccountRow): AccountInputs["types"] {
  const dated = world.rows.accountTypes.filter((other) => other.accountRef === row.accountRef);
  if (dated.length > 0) return dated.map(({ type, from, to }) => ({ value: type, from, to }));
  return row.type === null ? [] : [{ value: row.type, from: row.typeFrom ?? world.first, to: null }];
}

function instanceInputs(world: RegistryWorld, row: InstanceRow, instanceNo: number): InstanceInputs {
  const optOuts = world.rows.optOuts.filter((optOut) => optOut.siteId === row.siteId);
  const hiding = optOuts.filter((optOut) => optOut.history === "hide");
  const narrowings = world.rows.accounts.flatMap((account) =>
    withdrawalsOf(accountInputs(world, account).terms, instanceNo),
  );
  return {
    instanceNo,
    siteId: row.siteId,
    ...attributesOf(world, row),
    optOuts: optOuts.map(({ level, effectiveOn, endsOn }) => ({ value: level, from: effectiveOn, to: endsOn })),
    stoppedByTag: world.rows.licences.filter((l) => l.siteId === row.siteId && l.tags.some(stopsEvents)),
    withdrawals: [...hiding.map(({ effectiveOn, level }) => ({ from: effectiveOn, level })), ...narrowings],
  };
}

function withdrawalsOf(terms: readonly TermInput[], instanceNo: number | null): AccountInputs["withdrawals"] {
  return terms
    .filter((term) => term.instanceNo === instanceNo)
    .flatMap((term) => {
      const level = narrowsTo(term, terms);
      return level === null ? [] : [{ from: term.from, level }];
    });
}

function attributesOf(
  world: RegistryWorld,
  row: InstanceRow,
): Pick<InstanceInputs, "links" | "hostings" | "environments"> {
  const history = world.rows.instanceHistory.filter((other) => other.siteId === row.siteId);
  const links: Dated<string>[] = [];
  const hostings: InstanceInputs["hostings"][number][] = [];
  const environments: InstanceInputs["environments"][number][] = [];
  for (const part of history) {
    const { from, to } = part;
    if (part.attribute === "account") links.push({ value: part.value, from, to });
    else if (part.attribute === "hosting") hostings.push({ value: part.value, from, to });
    else environments.push({ value: part.value, from, to });
  }
  const { from } = row;
  if (links.length === 0 && row.accountRef !== null) links.push({ value: row.accountRef, from, to: null });
  if (hostings.length === 0) hostings.push({ value: row.hosting, from, to: null });
  if (environments.length === 0) environments.push({ value: row.environment, from, to: null });
  return { links, hostings, environments };
}

function snapshotAccount(row: AccountRow, accounts: RegistryInputs["accounts"]): SnapshotAccount {
  const types = accounts.get(row.accountRef)?.types ?? [];
  return {
    accountId: row.accountRef,
    name: row.name,
    segment: row.segment,
    region: row.region,
    accountExecutive: row.accountExecutive,
    customerEngineer: row.customerEngineer,
    types: types.map(({ value, from, to }) => ({ type: value, from, to: to ?? FOREVER })),
  };
}

function snapshotLicence(world: RegistryWorld, row: LicenceRow): SnapshotLicence {
  return {
    licenceId: row.licenceRef,
    accountId: row.accountRef,
    instanceNo: row.siteId === null ? null : instanceNoOf(world, row.siteId),
    seats: row.seats,
    from: row.from,
    to: row.to ?? FOREVER,
  };
}

import type { Grant } from "#lib/access/grant.ts";
import { readConsentToday } from "#lib/consent/clock.ts";
import type { EffectiveSpan, InstanceInputs } from "#lib/consent/inputs.ts";
import type { AccountType, Day } from "#lib/consent/model.ts";
import { readInputs } from "#lib/consent/read.ts";
import { effectiveSpan, readVisible } from "#lib/consent/snapshot.ts";
import type { SnapshotInterval } from "#lib/consent/snapshot-model.ts";
import { covers } from "#lib/consent/spans.ts";
import { type Tx, transaction } from "#lib/db/client.ts";
import { dateOf, dayOf } from "#lib/db/day.ts";
import type {
  Account,
  ConsentChange,
  ConsentTerm,
  Instance,
  InstanceOptOut,
  InstanceState,
  Licence,
  LicenceTag,
  Person,
} from "#lib/db/generated/client.ts";

/** Everything on record of one instance, as of today. */
export type InstanceFacts = {
  readonly instance: Instance;
  readonly inputs: InstanceInputs;
  readonly effective: readonly EffectiveSpan[];
  readonly visible: readonly SnapshotInterval[];
  readonly state: InstanceState | null;
  readonly optOuts: readonly InstanceOptOut[];
  readonly terms: readonly ConsentTerm[];
  readonly licences: readonly LicenceFacts[];
};
export type LicenceFacts = Licence & { readonly tags: readonly LicenceTag[] };

export type CustomerFacts = {
  readonly today: Day;
  readonly account: Account;
  /** Of today; the first or last on record when there is none today. */
  readonly type: AccountType;
  readonly instances: readonly InstanceFacts[];
  readonly terms: readonly ConsentTerm[];
  readonly licences: readonly LicenceFacts[];
  readonly people: readonly Person[];
  readonly changes: readonly ConsentChange[];
};

const MOST_CHANGES = 200;

/** One moment of a customer; null when there is none with this id. */
export function readCustomer(_grant: Grant<"customers.read">, id: string): Promise<CustomerFacts | null> {
  return transaction(
    async (tx) => {
      const account = await tx.account.findUnique({ where: { id } });
      if (account === null) return null;
      const today = await readConsentToday(tx);
      const numbers = await linkedToday(tx, id, today);
      return {
        today,
        account,
        type: await typeToday(tx, id, today),
        instances: await instanceFacts(tx, numbers, today),
        terms: await tx.consentTerm.findMany({
          where: { accountId: id },
          orderBy: [{ validFrom: "desc" }, { id: "asc" }],
        }),
        licences: await readLicences(tx, [id]),
        people: await tx.person.findMany({ where: { accountId: id }, orderBy: [{ name: "asc" }, { id: "asc" }] }),
        changes: await tx.consentChange.findMany({
          where: { OR: [{ accountId: id }, { instanceNo: { in: numbers } }] },
          orderBy: { seq: "desc" },
          take: MOST_CHANGES,
        }),
      };
    },
    { reads: "snapshot" },
  );
}

async function typeToday(tx: Tx, accountId: string, today: Day): Promise<AccountType> {
  const types = await tx.accountTypeSpan.findMany({ where: { accountId }, orderBy: { validFrom: "asc" } });
  const begun = types.filter((row) => dayOf(row.validFrom) <= today);
  return (begun.at(-1) ?? types[0])?.type ?? "prospect";
}

async function linkedToday(tx: Tx, accountId: string, today: Day): Promise<number[]> {
  const day = dateOf(today);
  const links = await tx.instanceLink.findMany({
    where: { accountId, validFrom: { lte: day }, OR: [{ validTo: null }, { validTo: { gt: day } }] },
    orderBy: { instanceNo: "asc" },
  });
  return links.map((link) => link.instanceNo);
}

/** Production first, then by name. */
export async function instanceFacts(tx: Tx, numbers: readonly number[], today: Day): Promise<InstanceFacts[]> {
  const where = { instanceNo: { in: [...numbers] } };
  const inputs = await readInputs(tx, numbers);
  const visible = await readVisible(tx, inputs, today);
  const rows = await tx.instance.findMany({ where });
  const effective = await tx.effectiveInterval.findMany({ where, orderBy: { validFrom: "asc" } });
  const states = await tx.instanceState.findMany({ where });
  const optOuts = await tx.instanceOptOut.findMany({
    where,
    orderBy: [{ effectiveOn: "desc" }, { recordedAt: "desc" }],
  });
  const linked = [...inputs.accounts.keys()];
  const terms = await tx.consentTerm.findMany({ where: { accountId: { in: linked } } });
  const licences = await readLicences(tx, linked);
  const byNumber = new Map(inputs.instances.map((instance) => [instance.instanceNo, instance]));
  const facts = rows.flatMap((instance): InstanceFacts[] => {
    const { instanceNo } = instance;
    const own = byNumber.get(instanceNo);
    if (own === undefined) return [];
    const ours = (row: { readonly instanceNo: number | null }): boolean => row.instanceNo === instanceNo;
    const oursOrAll = (row: { readonly instanceNo: number | null; readonly accountId: string }): boolean =>
      (row.instanceNo === null || ours(row)) &&
      own.links.some((link) => link.value === row.accountId && covers(link, today));
    return [
      {
        instance,
        inputs: own,
        effective: effective.filter(ours).map(effectiveSpan),
        visible: visible.filter(ours),
        state: states.find(ours) ?? null,
        optOuts: optOuts.filter(ours),
        terms: terms.filter(oursOrAll),
        licences: licences.filter((licence) => ours(licence) || oursOrAll(licence)),
      },
    ];
  });
  return facts.toSorted((a, b) => rank(a, today) - rank(b, today) || (a.instance.name < b.instance.name ? -1 : 1));
}

function rank({ inputs }: InstanceFacts, today: Day): number {
  return inputs.environments.some((row) => row.value === "production" && covers(row, today)) ? 0 : 1;
}

async function readLicences(tx: Tx, accountIds: readonly string[]): Promise<LicenceFacts[]> {
  const where = { accountId: { in: [...accountIds] } };
  const licences = await tx.licence.findMany({ where, orderBy: [{ validFrom: "desc" }, { id: "asc" }] });
  const tags = await tx.licenceTag.findMany({ where: { licence: where }, orderBy: { tag: "asc" } });
  return licences.map((licence) => ({ ...licence, tags: tags.filter((tag) => tag.licenceId === licence.id) }));
}

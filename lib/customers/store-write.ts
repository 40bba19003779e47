import type { Grant } from "#lib/access/grant.ts";
import type { TermInput } from "#lib/consent/inputs.ts";
import type { Span } from "#lib/consent/model.ts";
import { narrowsTo } from "#lib/consent/narrowing.ts";
import type {
  InstanceHistoryRow,
  InstanceRow,
  LicenceRow,
  OptOutRow,
  RegistryRows,
  TermRow,
} from "#lib/customers/model.ts";
import { chunks } from "#lib/db/chunks.ts";
import type { Tx } from "#lib/db/client.ts";
import { dateOf, dateOrNull } from "#lib/db/day.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";

/** From the names of a folder to the registry's own. */
export type Names = { readonly accounts: Map<string, string>; readonly instances: Map<string, number> };

const LOADED = "Loaded from the registry folder";

/** Writes checked rows into the tables and the log of changes; deriving comes afterwards. */
export async function writeRegistry(tx: Tx, grant: Grant, rows: RegistryRows): Promise<Names> {
  const names: Names = {
    accounts: new Map(rows.accounts.map((row) => [row.accountRef, newId("acc")])),
    instances: new Map(),
  };
  await writeAccounts(tx, rows, names);
  await writeInstances(tx, rows, names);
  await writeLicences(tx, rows, names);
  const by = grant.actor?.name ?? grant.job ?? "system";
  await writeTerms(tx, rows, names, by);
  await writeOptOuts(tx, rows, names, by);
  return names;
}

function need<T>(names: ReadonlyMap<string, T>, name: string): T {
  const found = names.get(name);
  if (found === undefined) throw new Error(`unchecked reference ${name}`);
  return found;
}

function spanColumns({ from, to }: Span): { validFrom: Date; validTo: Date | null } {
  return { validFrom: dateOf(from), validTo: dateOrNull(to) };
}

async function writeAccounts(tx: Tx, rows: RegistryRows, { accounts }: Names): Promise<void> {
  for (const some of chunks(rows.accounts)) {
    await tx.account.createMany({
      data: some.map(({ accountRef, file: _file, line: _line, type: _type, typeFrom: _typeFrom, ...row }) => ({
        ...row,
        id: need(accounts, accountRef),
        ref: accountRef,
        accountExecutiveEmail: row.accountExecutiveEmail?.toLowerCase() ?? null,
        customerEngineerEmail: row.customerEngineerEmail?.toLowerCase() ?? null,
        contractStart: dateOrNull(row.contractStart),
        contractEnd: dateOrNull(row.contractEnd),
      })),
    });
  }
  for (const some of chunks(typeSpans(rows, accounts))) await tx.accountTypeSpan.createMany({ data: some });
  const people = rows.people.map(({ accountRef, name, title, role, email }) => ({
    id: newId("per"),
    accountId: need(accounts, accountRef),
    name,
    title,
    role,
    email,
  }));
  for (const some of chunks(people)) await tx.person.createMany({ data: some });
}

function typeSpans(rows: RegistryRows, accounts: Names["accounts"]): Prisma.AccountTypeSpanCreateManyInput[] {
  const replaced = new Set(rows.accountTypes.map((row) => row.accountRef));
  const plain = rows.accounts.flatMap(({ accountRef, type, typeFrom }) =>
    replaced.has(accountRef) || type === null || typeFrom === null
      ? []
      : [{ accountId: need(accounts, accountRef), type, validFrom: dateOf(typeFrom) }],
  );
  const dated = rows.accountTypes.map((row) => ({
    accountId: need(accounts, row.accountRef),
    type: row.type,
    ...spanColumns(row),
  }));
  return [...plain, ...dated];
}

async function writeInstances(tx: Tx, rows: RegistryRows, { accounts, instances }: Names): Promise<void> {
  for (const some of chunks(rows.instances)) {
    await adoptHeard(tx, some, instances);
    const created = await tx.instance.createManyAndReturn({
      data: some.filter((row) => !instances.has(row.siteId)).map(({ siteId, name }) => ({ siteId, name })),
      select: { siteId: true, instanceNo: true },
    });
    for (const row of created) instances.set(row.siteId, row.instanceNo);
  }
  const told = Map.groupBy(rows.instanceHistory, (row) => row.siteId);
  const parts = rows.instances.flatMap((row) => attributesOf(row, told.get(row.siteId) ?? []));
  for (const some of chunks(parts)) {
    const of = (part: InstanceHistoryRow): { instanceNo: number; validFrom: Date; validTo: Date | null } => ({
      instanceNo: need(instances, part.siteId),
      ...spanColumns(part),
    });
    await tx.instanceLink.createMany({
      data: some.flatMap((part) =>
        part.attribute === "account" ? [{ ...of(part), accountId: need(accounts, part.value) }] : [],
      ),
    });
    await tx.instanceHosting.createMany({
      data: some.flatMap((part) => (part.attribute === "hosting" ? [{ ...of(part), hosting: part.value }] : [])),
    });
    await tx.instanceEnvironment.createMany({
      data: some.flatMap((part) =>
        part.attribute === "environment" ? [{ ...of(part), environment: part.value }] : [],
      ),
    });
  }
}

/** An instance whose telemetry came before its registration keeps its number. */
async function adoptHeard(tx: Tx, rows: readonly InstanceRow[], instances: Names["instances"]): Promise<void> {
  const heard = await tx.instance.findMany({ where: { siteId: { in: rows.map((row) => row.siteId) } } });
  const where = { instanceNo: { in: heard.map((row) => row.instanceNo) } };
  await tx.instanceHosting.deleteMany({ where });
  await tx.instanceEnvironment.deleteMany({ where });
  const named = new Map(rows.map((row) => [row.siteId, row.name]));
  for (const { siteId, instanceNo, name } of heard) {
    instances.set(siteId, instanceNo);
    await tx.instance.update({ where: { instanceNo }, data: { name: named.get(siteId) ?? name } });
  }
}

/** What the history says of each attribute, and where it says nothing, what the instance's row says. */
function attributesOf(row: InstanceRow, history: readonly InstanceHistoryRow[]): readonly InstanceHistoryRow[] {
  const { file, line, siteId, from } = row;
  const base = { file, line, siteId, from, to: null };
  const told = new Set(history.map((part) => part.attribute));
  const plain: InstanceHistoryRow[] = [];
  if (!told.has("account") && row.accountRef !== null) {
    plain.push({ ...base, attribute: "account", value: row.accountRef });
  }
  if (!told.has("hosting")) plain.push({ ...base, attribute: "hosting", value: row.hosting });
  if (!told.has("environment")) plain.push({ ...base, attribute: "environment", value: row.environment });
  return [...plain, ...history];
}

async function writeLicences(tx: Tx, rows: RegistryRows, { accounts, instances }: Names): Promise<void> {
  const licences = rows.licences.map((row) => ({ ...row, id: newId("lic") }));
  for (const some of chunks(licences)) {
    await tx.licence.createMany({
      data: some.map((row) => ({
        id: row.id,
        ref: row.licenceRef,
        accountId: need(accounts, row.accountRef),
        instanceNo: row.siteId === null ? null : need(instances, row.siteId),
        plan: row.plan,
        seats: row.seats,
        ...spanColumns(row),
      })),
    });
  }
  for (const some of chunks(licences.flatMap(tagRows))) await tx.licenceTag.createMany({ data: some });
}

function tagRows(row: LicenceRow & { readonly id: string }): Prisma.LicenceTagCreateManyInput[] {
  return [...new Set(row.tags)].map((tag) => ({ licenceId: row.id, tag, ...spanColumns(row) }));
}

async function writeTerms(tx: Tx, rows: RegistryRows, names: Names, by: string): Promise<void> {
  const terms = rows.terms.map((row) => ({ ...row, id: newId("term"), changeId: newId("chg"), ...scope(row, names) }));
  const byAccount = Map.groupBy(terms, (term) => term.accountId);
  const changes = terms.map((term): Prisma.ConsentChangeCreateManyInput => {
    const narrowed = narrowsTo(term, byAccount.get(term.accountId) ?? []);
    return {
      id: term.changeId,
      kind: narrowed === null ? "term" : "narrowing",
      accountId: term.accountId,
      instanceNo: term.instanceNo,
      level: narrowed ?? term.level,
      ...spanColumns(term),
      history: narrowed === null ? "keep" : "hide",
      reason: term.document === null ? LOADED : `${LOADED}: ${term.document}`,
      actor: by,
    };
  });
  for (const some of chunks(changes)) await tx.consentChange.createMany({ data: some });
  for (const some of chunks(terms)) {
    await tx.consentTerm.createMany({
      data: some.map((term) => ({
        id: term.id,
        accountId: term.accountId,
        instanceNo: term.instanceNo,
        level: term.level,
        basis: term.basis,
        document: term.document,
        signedOn: dateOrNull(term.signedOn),
        ...spanColumns(term),
        carveOut: term.carveOut,
        crmValue: term.crmValue,
        recordedBy: by,
        changeId: term.changeId,
      })),
    });
  }
}

function scope(row: TermRow, names: Names): { accountId: string } & Pick<TermInput, "instanceNo"> {
  return {
    accountId: need(names.accounts, row.accountRef),
    instanceNo: row.siteId === null ? null : need(names.instances, row.siteId),
  };
}

async function writeOptOuts(tx: Tx, rows: RegistryRows, { instances }: Names, by: string): Promise<void> {
  const optOuts = rows.optOuts.map((row: OptOutRow) => ({
    ...row,
    changeId: newId("chg"),
    instanceNo: need(instances, row.siteId),
  }));
  for (const some of chunks(optOuts)) {
    await tx.consentChange.createMany({
      data: some.map((row) => ({
        id: row.changeId,
        kind: "opt_out",
        instanceNo: row.instanceNo,
        level: row.level,
        ...spanColumns({ from: row.effectiveOn, to: row.endsOn }),
        history: row.history,
        reason: row.reason,
        actor: by,
      })),
    });
    await tx.instanceOptOut.createMany({
      data: some.map(({ file: _file, line: _line, siteId: _siteId, effectiveOn, endsOn, ...row }) => ({
        ...row,
        id: newId("opt"),
        effectiveOn: dateOf(effectiveOn),
        endsOn: dateOrNull(endsOn),
        recordedBy: by,
      })),
    });
  }
}

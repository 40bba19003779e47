import type { Grant } from "#lib/access/grant.ts";
import type { InstanceHistoryRow, InstanceRow, RegistryRows } from "#lib/customers/model.ts";
import { instanceOrNull, type Names, need, SPAN, span } from "#lib/customers/store-names.ts";
import { writeOptOuts, writeTerms } from "#lib/customers/store-record.ts";
import { chunks } from "#lib/db/chunks.ts";
import type { Tx } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { insertRows } from "#lib/db/insert.ts";

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

async function writeAccounts(tx: Tx, rows: RegistryRows, { accounts }: Names): Promise<void> {
  await insertRows(
    tx,
    "account",
    {
      id: "text",
      ref: "text",
      name: "text",
      segment: "text",
      region: "text",
      industry: "text",
      employees: "int",
      account_executive: "text",
      account_executive_email: "text",
      customer_engineer: "text",
      customer_engineer_email: "text",
      arr_usd: "numeric",
      contract_start: "date",
      contract_end: "date",
    },
    rows.accounts.map((row) => ({
      id: need(accounts, row.accountRef),
      ref: row.accountRef,
      name: row.name,
      segment: row.segment,
      region: row.region,
      industry: row.industry,
      employees: row.employees,
      account_executive: row.accountExecutive,
      account_executive_email: row.accountExecutiveEmail?.toLowerCase() ?? null,
      customer_engineer: row.customerEngineer,
      customer_engineer_email: row.customerEngineerEmail?.toLowerCase() ?? null,
      arr_usd: row.arrUsd,
      contract_start: row.contractStart,
      contract_end: row.contractEnd,
    })),
  );
  const types = { account_id: "text", type: "account_type", ...SPAN };
  await insertRows(tx, "account_type_span", types, typeSpans(rows, accounts));
  const people = rows.people.map(({ accountRef, name, title, role, email }) => ({
    id: newId("per"),
    account_id: need(accounts, accountRef),
    name,
    title,
    role,
    email,
  }));
  const text = "text";
  const columns = { id: text, account_id: text, name: text, title: text, role: text, email: text };
  await insertRows(tx, "person", columns, people);
}

function typeSpans(rows: RegistryRows, accounts: Names["accounts"]) {
  const replaced = new Set(rows.accountTypes.map((row) => row.accountRef));
  const plain = rows.accounts.flatMap(({ accountRef, type, typeFrom }) =>
    replaced.has(accountRef) || type === null || typeFrom === null
      ? []
      : [{ account_id: need(accounts, accountRef), type, ...span({ from: typeFrom, to: null }) }],
  );
  const dated = rows.accountTypes.map((row) => ({
    account_id: need(accounts, row.accountRef),
    type: row.type,
    ...span(row),
  }));
  return [...plain, ...dated];
}

async function writeInstances(tx: Tx, rows: RegistryRows, { accounts, instances }: Names): Promise<void> {
  for (const some of chunks(rows.instances)) {
    await adoptHeard(tx, some, instances);
    const fresh = some.filter((row) => !instances.has(row.siteId)).map(({ siteId, name }) => ({ siteId, name }));
    const created = await tx.$queryRaw<{ siteId: string; instanceNo: number }[]>`
      INSERT INTO instance (site_id, name)
      SELECT "siteId", name FROM jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) AS given("siteId" text, name text)
      RETURNING site_id AS "siteId", instance_no AS "instanceNo"`;
    for (const row of created) instances.set(row.siteId, row.instanceNo);
  }
  const told = Map.groupBy(rows.instanceHistory, (row) => row.siteId);
  const parts = rows.instances.flatMap((row) => attributesOf(row, told.get(row.siteId) ?? []));
  const of = (attribute: InstanceHistoryRow["attribute"]) =>
    parts
      .filter((part) => part.attribute === attribute)
      .map((part) => ({ instance_no: need(instances, part.siteId), value: part.value, ...span(part) }));
  const links = of("account").map(({ value, ...rest }) => ({ ...rest, account_id: need(accounts, value) }));
  const hostings = of("hosting").map(({ value, ...rest }) => ({ ...rest, hosting: value }));
  const environments = of("environment").map(({ value, ...rest }) => ({ ...rest, environment: value }));
  const no = { instance_no: "int", ...SPAN };
  await insertRows(tx, "instance_link", { ...no, account_id: "text" }, links);
  await insertRows(tx, "instance_hosting", { ...no, hosting: "hosting_type" }, hostings);
  await insertRows(tx, "instance_environment", { ...no, environment: "environment_type" }, environments);
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

async function writeLicences(tx: Tx, rows: RegistryRows, names: Names): Promise<void> {
  const licences = rows.licences.map((row) => ({ ...row, id: newId("lic") }));
  await insertRows(
    tx,
    "licence",
    { id: "text", ref: "text", account_id: "text", instance_no: "int", plan: "text", seats: "int", ...SPAN },
    licences.map((row) => ({
      id: row.id,
      ref: row.licenceRef,
      account_id: need(names.accounts, row.accountRef),
      instance_no: instanceOrNull(names, row.siteId),
      plan: row.plan,
      seats: row.seats,
      ...span(row),
    })),
  );
  const tags = licences.flatMap((row) =>
    [...new Set(row.tags)].map((tag) => ({ licence_id: row.id, tag, ...span(row) })),
  );
  await insertRows(tx, "licence_tag", { licence_id: "text", tag: "text", ...SPAN }, tags);
}

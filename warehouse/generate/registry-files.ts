import type { AccountPlan, DatedValue } from "#warehouse/generate/plan.ts";

export type CsvFile = { readonly file: string; readonly header: readonly string[]; readonly rows: readonly Row[] };
type Row = readonly (string | number | boolean | null)[];

const yes = (value: boolean): string => (value ? "yes" : "no");

const person = (who: AccountPlan["executive"]): Row => [who?.name ?? null, who?.email ?? null];

function accounts(all: readonly AccountPlan[]): CsvFile {
  const header =
    "account_ref,name,type,type_from,segment,region,industry,employees,account_executive,account_executive_email,customer_engineer,customer_engineer_email,arr_usd,contract_start,contract_end".split(
      ",",
    );
  const rows = all.map((a) => [
    a.ref,
    a.name,
    a.type,
    a.types.at(-1)?.from ?? null,
    a.segment,
    a.region,
    a.industry,
    a.employees,
    ...person(a.executive),
    ...person(a.engineer),
    a.arrUsd,
    a.contractStart,
    a.contractEnd,
  ]);
  return { file: "accounts.csv", header, rows };
}

const dated = ({ value, from, to }: DatedValue): Row => [value, from, to];

function accountTypes(all: readonly AccountPlan[]): CsvFile {
  const changed = all.filter((a) => a.types.length > 1);
  const rows = changed.flatMap((a) => a.types.map((type) => [a.ref, ...dated(type)]));
  return { file: "account_types.csv", header: ["account_ref", "type", "from", "to"], rows };
}

function instances(all: readonly AccountPlan[]): CsvFile {
  const header = ["site_id", "name", "account_ref", "hosting", "environment", "from"];
  const rows = all.flatMap((a) => a.instances.map((i) => [i.siteId, i.name, a.ref, i.hosting, i.environment, i.from]));
  return { file: "instances.csv", header, rows };
}

function instanceHistory(all: readonly AccountPlan[]): CsvFile {
  const rows = all.flatMap((a) => a.history.map((h) => [h.siteId, h.attribute, ...dated(h)]));
  return { file: "instance_history.csv", header: ["site_id", "attribute", "value", "from", "to"], rows };
}

function licences(all: readonly AccountPlan[]): CsvFile {
  const header = ["licence_ref", "account_ref", "site_id", "plan", "tags", "seats", "from", "to"];
  const rows = all.flatMap((a) =>
    a.licences.map((l) => [l.ref, a.ref, l.siteId, l.plan, l.tags.join(";"), l.seats, l.from, l.to]),
  );
  return { file: "licences.csv", header, rows };
}

function terms(all: readonly AccountPlan[]): CsvFile {
  const header = "account_ref,site_id,level,basis,document,signed_on,from,to,carve_out,crm_value".split(",");
  const rows = all.flatMap((a) =>
    a.terms.map((t) => {
      const span = [t.from, t.to];
      return [a.ref, t.siteId, t.level, t.basis, t.document, t.signedOn, ...span, yes(t.carveOut), t.crmValue];
    }),
  );
  return { file: "terms.csv", header, rows };
}

function optOuts(all: readonly AccountPlan[]): CsvFile {
  const header = "site_id,level,effective_on,ends_on,history,requester,channel,ticket,reason,approver".split(",");
  const rows = all.flatMap((a) =>
    a.optOuts.map((o) => {
      const who = [o.requester, o.channel, o.ticket, o.reason];
      return [o.siteId, o.level, o.effectiveOn, null, o.history, ...who, "Ada Moreau"];
    }),
  );
  return { file: "opt_outs.csv", header, rows };
}

function contacts(all: readonly AccountPlan[]): CsvFile {
  const rows = all.flatMap((a) => a.contacts.map((c) => [a.ref, c.name, c.title, c.role, c.email]));
  return { file: "people.csv", header: ["account_ref", "name", "title", "role", "email"], rows };
}

/** The registry part of the folder, file by file. */
export function registryFiles(all: readonly AccountPlan[]): CsvFile[] {
  const writers = [accounts, accountTypes, instances, instanceHistory, licences, terms, optOuts, contacts];
  return writers.map((write) => write(all));
}

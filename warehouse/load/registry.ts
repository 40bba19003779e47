import { ACCOUNT_TYPES, CONSENT_BASES, ENVIRONMENTS, HOSTING_TYPES, TIERS, type Tier } from "#lib/consent/model.ts";
import type {
  AccountRow,
  AccountTypeRow,
  InstanceHistoryRow,
  InstanceRow,
  LicenceRow,
  OptOutRow,
  PersonRow,
  RegistryRows,
  RowProblem,
  TermRow,
} from "#lib/customers/model.ts";
import { CsvProblems, type CsvRow, readCsv } from "#warehouse/load/csv.ts";

const MOST_PEOPLE = 10_000_000;
const MOST_MONEY = 1_000_000_000_000;

function tier(row: CsvRow, field: string): Tier {
  const number = row.whole(field, 0, 3);
  return TIERS.find((known) => known === number) ?? 0;
}

function account(row: CsvRow): AccountRow {
  return {
    ...row.place,
    accountRef: row.text("account_ref"),
    name: row.text("name"),
    type: row.oneOfOrNull("type", ACCOUNT_TYPES),
    typeFrom: row.dayOrNull("type_from"),
    segment: row.optional("segment"),
    region: row.optional("region"),
    industry: row.optional("industry"),
    employees: row.wholeOrNull("employees", 0, MOST_PEOPLE),
    accountExecutive: row.optional("account_executive"),
    accountExecutiveEmail: row.optional("account_executive_email"),
    customerEngineer: row.optional("customer_engineer"),
    customerEngineerEmail: row.optional("customer_engineer_email"),
    arrUsd: row.wholeOrNull("arr_usd", 0, MOST_MONEY),
    contractStart: row.dayOrNull("contract_start"),
    contractEnd: row.dayOrNull("contract_end"),
  };
}

function accountType(row: CsvRow): AccountTypeRow {
  return {
    ...row.place,
    accountRef: row.text("account_ref"),
    type: row.oneOf("type", ACCOUNT_TYPES),
    ...row.span(),
  };
}

function instance(row: CsvRow): InstanceRow {
  return {
    ...row.place,
    siteId: row.text("site_id"),
    name: row.text("name"),
    accountRef: row.optional("account_ref"),
    hosting: row.oneOf("hosting", HOSTING_TYPES),
    environment: row.oneOf("environment", ENVIRONMENTS),
    from: row.day("from"),
  };
}

function instanceHistory(row: CsvRow): InstanceHistoryRow {
  const base = { ...row.place, siteId: row.text("site_id"), ...row.span() };
  const attribute = row.oneOf("attribute", ["account", "hosting", "environment"]);
  if (attribute === "hosting") return { ...base, attribute, value: row.oneOf("value", HOSTING_TYPES) };
  if (attribute === "environment") return { ...base, attribute, value: row.oneOf("value", ENVIRONMENTS) };
  return { ...base, attribute, value: row.text("value") };
}

function licence(row: CsvRow): LicenceRow {
  return {
    ...row.place,
    licenceRef: row.text("licence_ref"),
    accountRef: row.text("account_ref"),
    siteId: row.optional("site_id"),
    plan: row.text("plan"),
    tags: (row.optional("tags") ?? "").split(";").flatMap((tag) => (tag.trim() === "" ? [] : [tag.trim()])),
    seats: row.whole("seats", 0, MOST_PEOPLE),
    ...row.span(),
  };
}

function term(row: CsvRow): TermRow {
  return {
    ...row.place,
    accountRef: row.text("account_ref"),
    siteId: row.optional("site_id"),
    level: tier(row, "level"),
    basis: row.oneOfOrNull("basis", CONSENT_BASES),
    document: row.optional("document"),
    signedOn: row.dayOrNull("signed_on"),
    ...row.span(),
    carveOut: row.yesNo("carve_out"),
    crmValue: row.oneOfOrNull("crm_value", ["yes", "no"]),
  };
}

function optOut(row: CsvRow): OptOutRow {
  return {
    ...row.place,
    siteId: row.text("site_id"),
    level: tier(row, "level"),
    effectiveOn: row.day("effective_on"),
    endsOn: row.dayOrNull("ends_on"),
    history: row.oneOfOrNull("history", ["hide", "keep"]) ?? "hide",
    requester: row.text("requester"),
    channel: row.text("channel"),
    ticket: row.optional("ticket"),
    reason: row.text("reason"),
    approver: row.optional("approver"),
  };
}

function person(row: CsvRow): PersonRow {
  const [accountRef, name, title, role] = [
    row.text("account_ref"),
    row.text("name"),
    row.text("title"),
    row.text("role"),
  ];
  return { ...row.place, accountRef, name, title, role, email: row.optional("email") };
}

type FileSpec<T> = {
  readonly file: string;
  readonly columns: string;
  readonly needed: string;
  readonly read: (row: CsvRow) => T;
};

const ACCOUNTS: FileSpec<AccountRow> = {
  file: "accounts.csv",
  columns:
    "account_ref name type type_from segment region industry employees account_executive account_executive_email customer_engineer customer_engineer_email arr_usd contract_start contract_end",
  needed: "account_ref name",
  read: account,
};
const ACCOUNT_TYPES_FILE: FileSpec<AccountTypeRow> = {
  file: "account_types.csv",
  columns: "account_ref type from to",
  needed: "account_ref type from",
  read: accountType,
};
const INSTANCES: FileSpec<InstanceRow> = {
  file: "instances.csv",
  columns: "site_id name account_ref hosting environment from",
  needed: "site_id name hosting environment from",
  read: instance,
};
const INSTANCE_HISTORY: FileSpec<InstanceHistoryRow> = {
  file: "instance_history.csv",
  columns: "site_id attribute value from to",
  needed: "site_id attribute value from",
  read: instanceHistory,
};
const LICENCES: FileSpec<LicenceRow> = {
  file: "licences.csv",
  columns: "licence_ref account_ref site_id plan tags seats from to",
  needed: "licence_ref account_ref plan seats from",
  read: licence,
};
const TERMS: FileSpec<TermRow> = {
  file: "terms.csv",
  columns: "account_ref site_id level basis document signed_on from to carve_out crm_value",
  needed: "account_ref level from",
  read: term,
};
const OPT_OUTS: FileSpec<OptOutRow> = {
  file: "opt_outs.csv",
  columns: "site_id level effective_on ends_on history requester channel ticket reason approver",
  needed: "site_id level effective_on requester channel reason",
  read: optOut,
};
const PEOPLE: FileSpec<PersonRow> = {
  file: "people.csv",
  columns: "account_ref name title role email",
  needed: "account_ref name title role",
  read: person,
};

async function rowsOf<T>(folder: string, spec: FileSpec<T>, problems: CsvProblems): Promise<T[]> {
  const rows = await readCsv(folder, spec.file, spec.columns.split(" "), spec.needed.split(" "), problems);
  return rows.map(spec.read);
}

/** Reads the registry part of a folder whole; with a single problem, none of it counts. */
export async function readRegistry(folder: string): Promise<{ rows: RegistryRows; problems: readonly RowProblem[] }> {
  const problems = new CsvProblems();
  const rows = {
    accounts: await rowsOf(folder, ACCOUNTS, problems),
    accountTypes: await rowsOf(folder, ACCOUNT_TYPES_FILE, problems),
    instances: await rowsOf(folder, INSTANCES, problems),
    instanceHistory: await rowsOf(folder, INSTANCE_HISTORY, problems),
    licences: await rowsOf(folder, LICENCES, problems),
    terms: await rowsOf(folder, TERMS, problems),
    optOuts: await rowsOf(folder, OPT_OUTS, problems),
    people: await rowsOf(folder, PEOPLE, problems),
  };
  return { rows, problems: problems.found };
}

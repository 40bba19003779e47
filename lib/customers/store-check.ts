import type { Span } from "#lib/consent/model.ts";
import type { RegistryRows, RowPlace, RowProblem } from "#lib/customers/model.ts";

type Checked = { readonly rows: RegistryRows; readonly problems: RowProblem[] };
type Names = { readonly accounts: ReadonlySet<string>; readonly sites: ReadonlySet<string> };

/** Faults between the rows of a folder: references to nothing, doubles, overlapping or empty spans. */
export function checkRegistry(rows: RegistryRows): RowProblem[] {
  const found: Checked = { rows, problems: [] };
  const names = {
    accounts: new Set(rows.accounts.map((row) => row.accountRef)),
    sites: new Set(rows.instances.map((row) => row.siteId)),
  };
  checkAccounts(found, names);
  checkInstances(found, names);
  checkLicences(found, names);
  checkConsent(found, names);
  return found.problems;
}

function checkAccounts({ rows, problems }: Checked, names: Names): void {
  doubles(problems, rows.accounts, "account_ref", (row) => row.accountRef);
  const typed = new Set(rows.accountTypes.map((row) => row.accountRef));
  for (const row of rows.accounts) {
    if (typed.has(row.accountRef)) continue;
    if (row.type === null) problems.push(problem(row, "type", "is empty, and account_types.csv does not give it"));
    else if (row.typeFrom === null) problems.push(problem(row, "type_from", "is empty: say since when"));
  }
  known(problems, rows.accountTypes, names.accounts, "account_ref", (row) => row.accountRef, "accounts.csv");
  spans(problems, rows.accountTypes, (row) => row.accountRef);
  known(problems, rows.people, names.accounts, "account_ref", (row) => row.accountRef, "accounts.csv");
}

function checkInstances({ rows, problems }: Checked, names: Names): void {
  doubles(problems, rows.instances, "site_id", (row) => row.siteId);
  known(problems, rows.instances, names.accounts, "account_ref", (row) => row.accountRef, "accounts.csv");
  known(problems, rows.instanceHistory, names.sites, "site_id", (row) => row.siteId, "instances.csv");
  const links = rows.instanceHistory.filter((row) => row.attribute === "account");
  known(problems, links, names.accounts, "value", (row) => row.value, "accounts.csv");
  spans(problems, rows.instanceHistory, (row) => `${row.siteId} ${row.attribute}`);
}

function checkLicences({ rows, problems }: Checked, names: Names): void {
  doubles(problems, rows.licences, "licence_ref", (row) => row.licenceRef);
  known(problems, rows.licences, names.accounts, "account_ref", (row) => row.accountRef, "accounts.csv");
  known(problems, rows.licences, names.sites, "site_id", (row) => row.siteId, "instances.csv");
  for (const row of rows.licences) {
    emptySpan(problems, row, row);
    if (row.seats < 0) problems.push(problem(row, "seats", "is below zero"));
  }
}

function checkConsent({ rows, problems }: Checked, names: Names): void {
  known(problems, rows.terms, names.accounts, "account_ref", (row) => row.accountRef, "accounts.csv");
  known(problems, rows.terms, names.sites, "site_id", (row) => row.siteId, "instances.csv");
  spans(problems, rows.terms, (row) => `${row.accountRef} ${row.siteId ?? ""}`);
  known(problems, rows.optOuts, names.sites, "site_id", (row) => row.siteId, "instances.csv");
  for (const row of rows.optOuts) {
    if (row.level > 2)
      problems.push(problem(row, "level", "must be 0, 1 or 2: an opt-out allows less than everything"));
    if (row.endsOn !== null && row.endsOn <= row.effectiveOn) {
      problems.push(problem(row, "ends_on", `${row.endsOn} is not after effective_on ${row.effectiveOn}`));
    }
  }
}

function problem({ file, line }: RowPlace, field: string, message: string): RowProblem {
  return { file, line, field, message };
}

function doubles<R extends RowPlace>(
  problems: RowProblem[],
  rows: readonly R[],
  field: string,
  keyOf: (row: R) => string,
): void {
  const first = new Map<string, R>();
  for (const row of rows) {
    const key = keyOf(row);
    const before = first.get(key);
    if (before === undefined) first.set(key, row);
    else problems.push(problem(row, field, `"${key}" stands already in line ${before.line}`));
  }
}

function known<R extends RowPlace>(
  problems: RowProblem[],
  rows: readonly R[],
  names: ReadonlySet<string>,
  field: string,
  nameOf: (row: R) => string | null,
  where: string,
): void {
  for (const row of rows) {
    const name = nameOf(row);
    if (name !== null && !names.has(name)) problems.push(problem(row, field, `"${name}" is not in ${where}`));
  }
}

/** Rows of one key are of different days. */
function spans<R extends RowPlace & Span>(problems: RowProblem[], rows: readonly R[], keyOf: (row: R) => string): void {
  for (const group of Map.groupBy(rows, keyOf).values()) {
    const ordered = group.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    for (const [index, row] of ordered.entries()) {
      emptySpan(problems, row, row);
      const next = ordered[index + 1];
      if (next !== undefined && (row.to === null || row.to > next.from)) {
        problems.push(
          problem(next, "from", `${next.from} falls into the days of line ${row.line}, which end ${ends(row)}`),
        );
      }
    }
  }
}

function ends(span: Span): string {
  return span.to === null ? "never" : `before ${span.to}`;
}

function emptySpan(problems: RowProblem[], place: RowPlace, span: Span): void {
  if (span.to !== null && span.to <= span.from) {
    problems.push(problem(place, "to", `${span.to} is not after from ${span.from}`));
  }
}

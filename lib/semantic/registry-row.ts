import type { RegistryRow } from "#lib/consent/coverage-model.ts";
import type { CoverageSpec, RegistryColumn } from "#lib/semantic/compiled.ts";
import { matches } from "#lib/semantic/predicate.ts";

/** What a registry column holds in a row; the printers say the same in SQL. */
function valueOf(column: RegistryColumn, { interval, account, accountType, instanceName }: RegistryRow): string | null {
  switch (column) {
    case "interval.account_type":
      return accountType;
    case "interval.hosting":
      return interval?.hosting ?? null;
    case "interval.environment":
      return interval?.environment ?? null;
    case "interval.level":
      return interval === null ? null : String(interval.level);
    case "instance.name":
      return instanceName;
    default:
      return account === null ? null : accountValue(column, account);
  }
}

function accountValue(column: RegistryColumn, account: NonNullable<RegistryRow["account"]>): string | null {
  switch (column) {
    case "account.name":
      return account.name;
    case "account.segment":
      return account.segment;
    case "account.region":
      return account.region;
    case "account.account_executive":
      return account.accountExecutive;
    case "account.customer_engineer":
      return account.customerEngineer;
    default:
      return null;
  }
}

/** Whether a registry row passes all the filters of a question that are about the registry. */
export function rowMatcher(filters: CoverageSpec["filters"]): (row: RegistryRow) => boolean {
  return (row) => filters.every(({ column, predicate }) => matches(predicate, valueOf(column, row)));
}

import type { RegistryRow } from "#lib/consent/coverage-model.ts";
import type { CoverageSpec, RegistryColumn } from "#lib/semantic/compiled.ts";
import { matches } from "#lib/semantic/predicate.ts";

/** What a registry column holds in a row; the printers say the same in SQL. */
const VALUE_OF: Readonly<Record<RegistryColumn, (row: RegistryRow) => string | null>> = {
  "interval.account_type": ({ accountType }) => accountType,
  "interval.hosting": ({ interval }) => interval?.hosting ?? null,
  "interval.environment": ({ interval }) => interval?.environment ?? null,
  "interval.level": ({ interval }) => (interval === null ? null : String(interval.level)),
  "account.account_id": ({ account }) => account?.accountId ?? null,
  "account.name": ({ account }) => account?.name ?? null,
  "account.segment": ({ account }) => account?.segment ?? null,
  "account.region": ({ account }) => account?.region ?? null,
  "account.account_executive": ({ account }) => account?.accountExecutive ?? null,
  "account.customer_engineer": ({ account }) => account?.customerEngineer ?? null,
  "instance.name": ({ instanceName }) => instanceName,
};

/** Whether a registry row passes all the filters of a question that are about the registry. */
export function rowMatcher(filters: CoverageSpec["filters"]): (row: RegistryRow) => boolean {
  return (row) => filters.every(({ column, predicate }) => matches(predicate, VALUE_OF[column](row)));
}

"use client";

import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { CustomerFilters } from "#components/customers/customer-filters.tsx";
import { CustomerTable } from "#components/customers/customer-table.tsx";
import type { SearchFault } from "#components/customers/list-search.ts";
import { customersOptions } from "#components/customers/queries.ts";
import { useListSearch } from "#components/customers/use-list-search.ts";
import { counted, TYPE_WORDS } from "#components/customers/words.ts";
import { Button } from "#components/ui/button.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Page, PageHeader } from "#components/ui/page-header.tsx";
import { ProgressLine } from "#components/ui/progress-line.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import { ACCOUNT_TYPES } from "#lib/consent/model.ts";
import type { ListCustomersOut } from "#lib/customers/contract.ts";

export function CustomersPage() {
  const { raw, search, faults, change, reset } = useListSearch();
  const query = useQuery({ ...customersOptions(search), placeholderData: keepPreviousData });
  const type = ACCOUNT_TYPES.find((one) => one === search["type"]) ?? "customer";
  return (
    <Page>
      <PageHeader title={TYPE_WORDS[type]} description="What each of them has agreed to share, and what has arrived." />
      <CustomerFilters raw={raw} search={search} tiers={query.data?.tiers ?? null} onChange={change} />
      <Faults faults={faults} onChange={change} />
      <div className="tile relative overflow-hidden">
        <ProgressLine active={query.isFetching && query.data !== undefined} />
        <List query={query} search={search} onChange={change} onReset={reset} />
      </div>
      {query.data !== undefined && query.data.items.length > 0 && (
        <Pager data={query.data} later={search["cursor"] !== undefined} onChange={change} />
      )}
    </Page>
  );
}

type Change = ReturnType<typeof useListSearch>["change"];

/** What the address holds that means nothing here. */
function Faults({ faults, onChange }: { readonly faults: readonly SearchFault[]; readonly onChange: Change }) {
  return faults.map(({ key, value, allowed }) => (
    <Notice
      key={key}
      kind="warn"
      className="mb-3"
      action={
        <Chip
          kind="warn"
          removeLabel={`Remove ${key} from the address`}
          onRemove={() => {
            onChange({ [key]: null });
          }}
        >
          {key}: {value}
        </Chip>
      }
    >
      The address holds a value that means nothing here, so it is left out. Possible: {allowed}.
    </Notice>
  ));
}

type PagerProps = {
  readonly data: z.infer<typeof ListCustomersOut>;
  /** Not on the first page. */
  readonly later: boolean;
  readonly onChange: Change;
};

function Pager({ data, later, onChange }: PagerProps) {
  return (
    <nav aria-label="Pages" className="mt-3 flex flex-wrap items-center justify-between gap-3 text-sm text-text-2">
      <span role="status">{counted(data.total, "account")} in all</span>
      <span className="flex gap-2">
        {later && (
          <Button
            size="sm"
            onClick={() => {
              onChange({ cursor: null });
            }}
          >
            First page
          </Button>
        )}
        {(later || data.next !== null) && (
          <Button
            size="sm"
            disabled={data.next === null}
            onClick={() => {
              onChange({ cursor: data.next });
              window.scrollTo({ top: 0 });
            }}
          >
            Next page
          </Button>
        )}
      </span>
    </nav>
  );
}

type ListProps = {
  readonly query: UseQueryResult<z.infer<typeof ListCustomersOut>>;
  readonly search: Readonly<Record<string, string>>;
  readonly onChange: Change;
  readonly onReset: () => void;
};

function List({ query, search, onChange, onReset }: ListProps) {
  if (query.isPending) return <RowsSkeleton rows={12} />;
  if (query.isError) {
    return (
      <ErrorState
        error={query.error}
        onRetry={() => {
          void query.refetch();
        }}
      />
    );
  }
  if (query.data.items.length === 0) {
    return (
      <EmptyState title="Nobody matches" action={<Button onClick={onReset}>Reset the filters</Button>}>
        {search["q"] === undefined
          ? "No account has these properties."
          : `No name, domain or person holds “${search["q"]}”.`}
      </EmptyState>
    );
  }
  return (
    <div className={cn("transition-opacity", query.isPlaceholderData && "opacity-60")}>
      <CustomerTable
        rows={query.data.items}
        sort={{ id: search["sort"] ?? "name", desc: search["desc"] === "true" }}
        onSort={({ id, desc }) => {
          onChange({ sort: id === "name" ? null : id, desc: desc ? "true" : null, cursor: null });
        }}
      />
    </div>
  );
}

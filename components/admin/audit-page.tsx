"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { AuditRowView } from "#components/admin/audit-row.tsx";
import { auditOptions } from "#components/admin/queries.ts";
import { useSearchText } from "#components/looks/use-search-text.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Input } from "#components/ui/input.tsx";
import { Page, PageHeader } from "#components/ui/page-header.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";

/** Who changed what, when and why. */
export function AuditPage() {
  const { text, asked, setText } = useSearchText();
  const { data, error, isPending, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    auditOptions(asked),
  );
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page>
      <PageHeader
        title="Audit"
        description="Every change, written in the same step as the change itself. Rows are never altered; each is tied to the one before it."
      />
      <Input
        aria-label="Search the audit"
        placeholder="Search who, what, whom or why…"
        icon={<Search />}
        className="mb-4 max-w-md"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <section aria-label="Changes, newest first" className="tile overflow-hidden">
        {isPending && <RowsSkeleton rows={8} />}
        {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data !== undefined && rows.length === 0 && (
          <EmptyState title={asked === "" ? "Nothing has been changed yet" : "No change matches"}>
            {asked === ""
              ? "The first change of anybody stands here at once."
              : "Try a name, a customer, or an action such as opt_out."}
          </EmptyState>
        )}
        <ol className="divide-y">
          {rows.map((row) => (
            <AuditRowView key={row.id} row={row} />
          ))}
        </ol>
      </section>
      {hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </Page>
  );
}

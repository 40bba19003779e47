"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import Link from "next/link";
import type { z } from "zod";
import { dayText } from "#components/charts/period.ts";
import { CertifiedBadge } from "#components/looks/certified-badge.tsx";
import { looksOptions } from "#components/looks/queries.ts";
import { useSearchText } from "#components/looks/use-search-text.ts";
import { type Column, DataTable } from "#components/ui/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Input } from "#components/ui/input.tsx";
import { Page, PageHeader } from "#components/ui/page-header.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import type { LookSummary } from "#lib/looks/contract.ts";

type Row = z.infer<typeof LookSummary>;

const COLUMNS: readonly Column<Row>[] = [
  { id: "title", header: "Look", cell: (look) => <TitleCell look={look} />, className: "w-full py-2.5" },
  {
    id: "owner",
    header: "Owner",
    cell: (look) => look.owner,
    from: "sm",
    className: "whitespace-nowrap text-text-2",
  },
  {
    id: "updated",
    header: "Changed",
    cell: (look) => (look.updatedAt === null ? "Shipped" : dayText(look.updatedAt.slice(0, 10))),
    from: "md",
    className: "whitespace-nowrap text-text-2",
  },
];

/** All Looks: those shipped first, then those that people made here. */
export function LooksPage() {
  const { text, asked, setText } = useSearchText();
  const { data, error, isPending, refetch } = useQuery(looksOptions(asked));
  return (
    <Page>
      <PageHeader
        title="Looks"
        description="One question each, saved once. A Look that is edited changes on every dashboard where it stands."
      />
      <Input
        aria-label="Search Looks"
        placeholder="Search Looks…"
        icon={<Search />}
        className="max-w-md"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <div className="mt-5 overflow-hidden rounded-lg border bg-surface">
        {isPending && <RowsSkeleton rows={10} />}
        {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data?.items.length === 0 && <EmptyState title="No Look matches">Try another word.</EmptyState>}
        {data !== undefined && data.items.length > 0 && (
          <DataTable columns={COLUMNS} rows={data.items} rowKey={(look) => look.id} caption="Looks" />
        )}
      </div>
    </Page>
  );
}

function TitleCell({ look }: { readonly look: Row }) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-2">
        <Link href={`/looks/${look.id}`} className="font-medium text-base hover:text-accent hover:underline">
          {look.title}
        </Link>
        <CertifiedBadge certified={look.certified} />
      </span>
      {look.description !== "" && <span className="line-clamp-1 text-text-2">{look.description}</span>}
    </>
  );
}

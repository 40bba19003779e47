"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { DashboardRow, type Summary } from "#components/dashboards/dashboard-row.tsx";
import { NewDashboardButton } from "#components/dashboards/new-dashboard-dialog.tsx";
import { dashboardsOptions } from "#components/dashboards/queries.ts";
import { useSearchText } from "#components/looks/use-search-text.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Input } from "#components/ui/input.tsx";
import { Page, PageHeader } from "#components/ui/page-header.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";

/** All dashboards one may open: certified first, then one's own. */
export function DashboardsPage() {
  const { text, asked, setText } = useSearchText();
  const { data, error, isPending, refetch } = useQuery(dashboardsOptions(asked));
  const items = data?.items ?? [];
  const personal = items.filter((item) => item.personal);
  return (
    <Page>
      <PageHeader
        title="Dashboards"
        description="Standard reporting that somebody answers for, and dashboards of your own."
        actions={<NewDashboardButton />}
      />
      <Input
        aria-label="Search dashboards"
        placeholder="Search dashboards…"
        icon={<Search />}
        className="max-w-md"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <div className="mt-5 flex flex-col gap-6">
        {isPending && <RowsSkeleton rows={4} className="rounded-lg border bg-surface" />}
        {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data !== undefined && items.length === 0 && (
          <EmptyState title="No dashboard matches">Try another word.</EmptyState>
        )}
        <Group title="Certified" items={items.filter((item) => item.certified !== null)} />
        <Group title="Shared" items={items.filter((item) => item.certified === null && !item.personal)} />
        <Group
          title="Yours alone"
          items={personal}
          empty={
            data !== undefined && asked === "" && personal.length === 0 ? (
              <EmptyState title="No dashboard of your own yet" action={<NewDashboardButton />}>
                Make one and put Looks on it. Nobody else sees it.
              </EmptyState>
            ) : null
          }
        />
      </div>
    </Page>
  );
}

type GroupProps = { readonly title: string; readonly items: readonly Summary[]; readonly empty?: ReactNode };

function Group({ title, items, empty = null }: GroupProps) {
  if (items.length === 0 && empty === null) return null;
  return (
    <section aria-label={title}>
      <h2 className="mb-2 font-semibold text-text-2 text-sm">{title}</h2>
      <div className="divide-y overflow-hidden rounded-lg border bg-surface">
        {items.map((item) => (
          <DashboardRow key={item.slug} dashboard={item} />
        ))}
        {items.length === 0 && empty}
      </div>
    </section>
  );
}

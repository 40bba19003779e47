"use client";

import { useQuery } from "@tanstack/react-query";
import { DashboardView } from "#components/dashboards/dashboard-view.tsx";
import { dashboardOptions } from "#components/dashboards/queries.ts";
import { tileHeight } from "#components/dashboards/tile-size.ts";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Page } from "#components/ui/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export function DashboardPage({ slug }: { readonly slug: string }) {
  const { data, error, isPending, refetch } = useQuery(dashboardOptions(slug));
  return (
    <Page>
      {isPending && <DashboardSkeleton />}
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && error === null && <DashboardView key={data.slug} dashboard={data} />}
    </Page>
  );
}

function DashboardSkeleton() {
  return (
    <div role="status" aria-label="Loading the dashboard">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="mt-3 h-4 w-96 max-w-full" />
      <Skeleton className="mt-6 h-8 w-full" />
      <div className="mt-6 grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {["a", "b", "c", "d"].map((tile) => (
          <div key={tile} className="rounded-lg border bg-surface" style={{ height: tileHeight(3) }} />
        ))}
      </div>
      <div className="mt-4 grid grid-cols-1 gap-4 lg:grid-cols-2">
        {["a", "b"].map((tile) => (
          <div key={tile} className="rounded-lg border bg-surface" style={{ height: tileHeight(8) }} />
        ))}
      </div>
    </div>
  );
}

"use client";

import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { CoverageSentence } from "#components/coverage/coverage-sentence.tsx";
import { ChooseFirst } from "#components/dashboards/choose-first.tsx";
import { DashboardHead } from "#components/dashboards/dashboard-head.tsx";
import { FilterBar } from "#components/dashboards/filter-bar.tsx";
import { FilterNotices } from "#components/dashboards/filter-notices.tsx";
import { FreshnessLine } from "#components/dashboards/freshness-line.tsx";
import { dashboardDataOptions } from "#components/dashboards/queries.ts";
import { pageCoverage, sameCoverage } from "#components/dashboards/tile-coverage.ts";
import { TileGrid } from "#components/dashboards/tile-grid.tsx";
import { useFilters } from "#components/dashboards/use-filters.ts";
import { useTiles } from "#components/dashboards/use-tiles.tsx";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { ProgressLine } from "#components/ui/progress-line.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Dashboard, DashboardData } from "#lib/dashboards/contract.ts";
import type { Answer } from "#lib/semantic/answer.ts";

/** A dashboard under the filters of the address. Filters are the reader's own and never saved. */
export function DashboardView({ dashboard }: { readonly dashboard: Dashboard }) {
  const filters = useFilters(dashboard.filters);
  const query = useQuery({
    ...dashboardDataOptions(dashboard.slug, dashboard.version, filters),
    enabled: dashboard.tiles.length > 0,
  });
  const { data, dataUpdatedAt, error, isFetching, refetch } = query;
  const notices = data?.notices ?? [];
  const answers = useMemo(() => (data?.tiles ?? []).flatMap(({ answer }) => answer ?? []), [data]);
  return (
    <>
      <DashboardHead dashboard={dashboard} />
      <FilterBar
        dashboard={dashboard.filters}
        filters={filters}
        faults={new Set(notices.map(({ filter }) => filter))}
        clock={answers[0]?.clocks.data ?? yesterday()}
      />
      <div className="relative pt-4">
        <ProgressLine active={isFetching && data !== undefined} />
        <div className="mb-4 flex flex-col gap-1.5">
          <FilterNotices notices={notices} filters={filters} />
          <ChooseFirst dashboard={dashboard} filters={filters} />
          {query.isLoading ? <WordsSkeleton /> : <Whom answers={answers} at={dataUpdatedAt} />}
        </div>
        {error !== null && (
          <ErrorState error={error} onRetry={() => void refetch()} className="rounded-lg border bg-surface" />
        )}
        {dashboard.tiles.length === 0 && <NoTiles dashboard={dashboard} />}
        {error === null && <Tiles dashboard={dashboard} query={query} />}
      </div>
    </>
  );
}

/** Whom the figures cover and how fresh they are, said once. */
function Whom({ answers, at }: { readonly answers: readonly Answer[]; readonly at: number }) {
  const coverage = pageCoverage(answers);
  return (
    <>
      {coverage !== null && <CoverageSentence coverage={coverage} className="text-text" />}
      <FreshnessLine answers={answers} at={at} />
    </>
  );
}

type TilesProps = { readonly dashboard: Dashboard; readonly query: UseQueryResult<DashboardData> };

function Tiles({ dashboard, query: { data, isFetching, isPlaceholderData, refetch } }: TilesProps) {
  const tiles = useTiles(dashboard);
  const results = useMemo(() => new Map((data?.tiles ?? []).map((result) => [result.id, result])), [data]);
  const retry = useCallback(() => void refetch(), [refetch]);
  const said = useMemo(() => pageCoverage([...results.values()].flatMap(({ answer }) => answer ?? [])), [results]);
  return (
    <>
      {tiles.notice}
      <div aria-busy={isFetching} className={cn("transition-opacity duration-150", isPlaceholderData && "opacity-60")}>
        <TileGrid
          dashboard={dashboard}
          results={results}
          differs={(id) => differs(results.get(id)?.answer ?? null, said)}
          onRetry={retry}
          onRemove={tiles.remove}
        />
      </div>
    </>
  );
}

function differs(answer: Answer | null, page: Answer["coverage"] | null): boolean {
  return answer !== null && page !== null && !sameCoverage(answer.coverage, page);
}

/** Keeps the place of the two lines that come with the figures. */
function WordsSkeleton() {
  return (
    <>
      <Skeleton className="my-0.5 h-3.5 w-2/3" />
      <Skeleton className="my-0.5 h-3 w-1/2" />
    </>
  );
}

/** Until the first answer says where the data ends. */
function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}

function NoTiles({ dashboard }: { readonly dashboard: Dashboard }) {
  return (
    <div className="rounded-lg border border-dashed bg-surface">
      <EmptyState title="No tiles yet">
        {dashboard.abilities.edit
          ? "Add Looks to this dashboard: each stays what it is, and when it is edited it changes here too."
          : "Its owner has not added a Look yet."}
      </EmptyState>
    </div>
  );
}

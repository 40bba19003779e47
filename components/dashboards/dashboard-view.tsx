"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
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
import type { Dashboard } from "#lib/dashboards/contract.ts";
import type { Answer } from "#lib/semantic/answer.ts";

/** A dashboard under the filters of the address. Filters are the reader's own and never saved. */
export function DashboardView({ dashboard }: { readonly dashboard: Dashboard }) {
  const filters = useFilters(dashboard.filters);
  const tiles = useTiles(dashboard);
  const query = useQuery({
    ...dashboardDataOptions(dashboard.slug, dashboard.version, filters.given),
    enabled: dashboard.tiles.length > 0,
  });
  const { data, error, isPlaceholderData, isFetching, refetch } = query;
  const results = useMemo(() => new Map((data?.tiles ?? []).map((result) => [result.id, result])), [data]);
  const answers = useMemo(() => answersOf(dashboard, results), [dashboard, results]);
  const coverage = useMemo(() => pageCoverage([...answers.values()]), [answers]);
  const retry = () => void refetch();
  const [first] = answers.values();
  return (
    <>
      <DashboardHead dashboard={dashboard} />
      <FilterBar
        dashboard={dashboard.filters}
        filters={filters}
        faults={new Set(data?.notices.map(({ filter }) => filter))}
        clock={first?.clocks.data ?? yesterday()}
      />
      <div className="relative pt-4">
        <ProgressLine active={isFetching && data !== undefined} />
        <div className="mb-4 flex flex-col gap-1.5">
          <FilterNotices notices={data?.notices ?? []} filters={filters} />
          <ChooseFirst dashboard={dashboard} filters={filters} />
          {coverage !== null && <CoverageSentence coverage={coverage} />}
          <FreshnessLine answers={[...answers.values()]} />
        </div>
        {tiles.notice}
        {error !== null && <ErrorState error={error} onRetry={retry} className="rounded-lg border bg-surface" />}
        {dashboard.tiles.length === 0 && <NoTiles dashboard={dashboard} />}
        {error === null && (
          <div
            aria-busy={isFetching}
            className={cn("transition-opacity duration-150", isPlaceholderData && "opacity-60")}
          >
            <TileGrid
              dashboard={dashboard}
              results={results}
              differs={(id) => differs(answers.get(id), coverage)}
              onRetry={retry}
              onRemove={tiles.remove}
            />
          </div>
        )}
      </div>
    </>
  );
}

function answersOf(
  dashboard: Dashboard,
  results: ReadonlyMap<string, { readonly answer: Answer | null }>,
): ReadonlyMap<string, Answer> {
  const known = dashboard.tiles.flatMap(({ id }): [string, Answer][] => {
    const answer = results.get(id)?.answer ?? null;
    return answer === null ? [] : [[id, answer]];
  });
  return new Map(known);
}

function differs(answer: Answer | undefined, page: Answer["coverage"] | null): boolean {
  return answer !== undefined && page !== null && !sameCoverage(answer.coverage, page);
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

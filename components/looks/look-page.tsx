"use client";

import { useQuery } from "@tanstack/react-query";
import { lookOptions } from "#components/explore/queries.ts";
import { LookAnswer } from "#components/looks/look-answer.tsx";
import { LookDefinition } from "#components/looks/look-definition.tsx";
import { LookHead } from "#components/looks/look-head.tsx";
import { LookUses } from "#components/looks/look-uses.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Page } from "#components/ui/page-header.tsx";
import { ChartSkeleton, Skeleton } from "#components/ui/skeleton.tsx";

/** A Look with its figures, what they mean, and where it stands. */
export function LookPage({ id }: { readonly id: string }) {
  const { data: look, error, isPending, refetch } = useQuery(lookOptions(id));
  return (
    <Page>
      {isPending && (
        <div role="status" aria-label="Loading the Look">
          <Skeleton className="h-7 w-72" />
          <Skeleton className="mt-3 h-4 w-96 max-w-full" />
          <div className="mt-6 h-96 rounded-lg border bg-surface p-4">
            <ChartSkeleton />
          </div>
        </div>
      )}
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {look !== undefined && error === null && (
        <>
          <LookHead look={look} />
          <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <LookAnswer look={look} />
            <aside className="flex flex-col gap-4" aria-label="About this Look">
              <LookUses look={look} />
              <section className="rounded-lg border bg-surface p-4">
                <h2 className="mb-3 font-semibold text-base">Definition</h2>
                <LookDefinition look={look} />
              </section>
            </aside>
          </div>
        </>
      )}
    </Page>
  );
}

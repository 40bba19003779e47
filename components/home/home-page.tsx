"use client";

import { useQuery } from "@tanstack/react-query";
import { EstateLine } from "#components/coverage/estate-line.tsx";
import { EmptyPortal } from "#components/home/empty-portal.tsx";
import { HomeLooks } from "#components/home/home-looks.tsx";
import { HomeSearch } from "#components/home/home-search.tsx";
import { MainDashboards } from "#components/home/main-dashboards.tsx";
import { MyAccounts } from "#components/home/my-accounts.tsx";
import { Tile } from "#components/home/tile.tsx";
import { WeekChanges } from "#components/home/week-changes.tsx";
import { dashboardSearchOptions, estateOptions } from "#components/shell/queries.ts";
import { useHydrated } from "#components/shell/use-hydrated.ts";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Page } from "#components/ui/page-header.tsx";
import { RowsSkeleton, Skeleton } from "#components/ui/skeleton.tsx";
import type { Permission } from "#lib/access/permission.ts";
import type { EstateOut } from "#lib/customers/contract.ts";

export function HomePage({ permissions }: { readonly permissions: readonly Permission[] }) {
  const estate = useQuery(estateOptions());
  const data = useHydrated() ? estate.data : undefined;
  return (
    <Page>
      <h1 className="sr-only">Home</h1>
      <HomeSearch permissions={permissions} />
      {estate.isError ? (
        <div className="tile mt-6">
          <ErrorState
            error={estate.error}
            onRetry={() => {
              void estate.refetch();
            }}
          />
        </div>
      ) : data?.isLoaded === false && data.customers === 0 ? (
        <section aria-label="Nothing loaded" className="tile mt-6">
          <EmptyPortal permissions={permissions} />
        </section>
      ) : (
        <Columns data={data} permissions={permissions} />
      )}
    </Page>
  );
}

type ColumnsProps = {
  /** What the registry says; undefined while it is asked. */
  readonly data: EstateOut | undefined;
  readonly permissions: readonly Permission[];
};

function Columns({ data, permissions }: ColumnsProps) {
  const dashboards = useQuery(dashboardSearchOptions());
  return (
    <div className="mt-6 grid gap-4 lg:grid-cols-12">
      <section aria-label="The estate" className="tile p-4 lg:col-span-12">
        {data === undefined ? <EstateSkeleton /> : <EstateLine total={data.customers} tiers={data.tiers} />}
      </section>
      <div className="flex min-w-0 flex-col gap-4 lg:col-span-8">
        {data === undefined || dashboards.isPending ? (
          <TileSkeleton />
        ) : (
          <>
            <MyAccounts rows={data.mine} />
            <Tile title="Dashboards">
              <MainDashboards query={dashboards} />
            </Tile>
          </>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-4 lg:col-span-4">
        <Tile title="What changed in consent this week">
          {data === undefined ? <RowsSkeleton rows={4} /> : <WeekChanges changes={data.changes} />}
        </Tile>
        {permissions.includes("looks.read") && <HomeLooks />}
      </div>
    </div>
  );
}

function EstateSkeleton() {
  return (
    <>
      <Skeleton className="h-[22px] w-96 max-w-full" />
      <Skeleton className="mt-3 h-2" />
    </>
  );
}

/** Of the whole column: whether accounts of one's own come first is not known yet, and nothing should move when it is. */
function TileSkeleton() {
  return (
    <div className="tile">
      <RowsSkeleton rows={9} />
    </div>
  );
}

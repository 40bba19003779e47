import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { Dashboard, DashboardDataOut, ListDashboardsOut } from "#lib/dashboards/contract.ts";
import { call } from "#lib/http/call.ts";

export const dashboardsOptions = (q: string) =>
  queryOptions({
    queryKey: ["dashboards", "list", q],
    queryFn: ({ signal }) =>
      call(`/dashboards${q === "" ? "" : `?${new URLSearchParams({ q }).toString()}`}`, ListDashboardsOut, { signal }),
    placeholderData: keepPreviousData,
  });

export const dashboardOptions = (slug: string) =>
  queryOptions({
    queryKey: ["dashboards", "one", slug],
    queryFn: ({ signal }) => call(path(slug), Dashboard, { signal }),
    retry: false,
  });

/** What the address asks of a dashboard. */
type DashboardAsked = { readonly given: Readonly<Record<string, string>>; readonly likeForLike: boolean };

/** The figures under these filters; while others load, the old ones stay. `version`: a change of tiles asks anew. */
export const dashboardDataOptions = (slug: string, version: string, { given, likeForLike }: DashboardAsked) =>
  queryOptions({
    queryKey: ["dashboards", "data", slug, version, given, likeForLike],
    queryFn: ({ signal }) =>
      call(`${path(slug)}/data`, DashboardDataOut, {
        method: "POST",
        body: { filters: given, like_for_like: likeForLike },
        signal,
      }),
    placeholderData: (previous, query) => (query?.queryKey[2] === slug ? previous : undefined),
    retry: false,
  });

export const createDashboard = (title: string, description: string) =>
  call("/dashboards", Dashboard, { method: "POST", body: { title, description } });

export const addTile = (slug: string, version: string, lookId: string) =>
  call(`${path(slug)}/tiles`, Dashboard, { method: "POST", body: { lookId }, ifMatch: version });

export const removeTile = (slug: string, version: string, tileId: string) =>
  call(`${path(slug)}/tiles/${encodeURIComponent(tileId)}`, Dashboard, { method: "DELETE", ifMatch: version });

function path(slug: string): string {
  return `/dashboards/${encodeURIComponent(slug)}`;
}

import { queryOptions } from "@tanstack/react-query";
import { EstateOut, ListCustomersOut } from "#lib/customers/contract.ts";
import { ListDashboardsOut } from "#lib/dashboards/contract.ts";
import { ListFieldsOut } from "#lib/explore/contract.ts";
import { call } from "#lib/http/call.ts";
import { ListLooksOut } from "#lib/looks/contract.ts";
import { MeOut } from "#lib/people/contract.ts";

const MINUTE = 60_000;

export const meOptions = () =>
  queryOptions({ queryKey: ["me"], queryFn: ({ signal }) => call("/me", MeOut, { signal }) });

export const estateOptions = () =>
  queryOptions({
    queryKey: ["customers", "estate"],
    queryFn: ({ signal }) => call("/customers/estate", EstateOut, { signal }),
  });

/** What the search offers; `text` is what was typed. */
export const customerSearchOptions = (text: string) =>
  queryOptions({
    queryKey: ["search", "customers", text],
    queryFn: ({ signal }) =>
      call(`/customers?${new URLSearchParams({ q: text, limit: "6" }).toString()}`, ListCustomersOut, { signal }),
    staleTime: MINUTE,
  });

export const dashboardSearchOptions = () =>
  queryOptions({
    queryKey: ["search", "dashboards"],
    queryFn: ({ signal }) => call("/dashboards", ListDashboardsOut, { signal }),
    staleTime: MINUTE,
  });

export const lookSearchOptions = () =>
  queryOptions({
    queryKey: ["search", "looks"],
    queryFn: ({ signal }) => call("/looks", ListLooksOut, { signal }),
    staleTime: MINUTE,
  });

export const metricSearchOptions = () =>
  queryOptions({
    queryKey: ["search", "fields"],
    queryFn: ({ signal }) => call("/fields", ListFieldsOut, { signal }),
    staleTime: MINUTE,
  });

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "#lib/http/call.ts";
import { ListLooksOut } from "#lib/looks/contract.ts";
import { Answer } from "#lib/semantic/answer.ts";

export const looksOptions = (q: string) =>
  queryOptions({
    queryKey: ["looks", "list", q],
    queryFn: ({ signal }) =>
      call(`/looks${q === "" ? "" : `?${new URLSearchParams({ q }).toString()}`}`, ListLooksOut, { signal }),
    placeholderData: keepPreviousData,
  });

/** The figures of a Look; `version`: an edited Look asks anew. */
export const lookDataOptions = (id: string, version: string) =>
  queryOptions({
    queryKey: ["looks", "data", id, version],
    queryFn: ({ signal }) =>
      call(`/looks/${encodeURIComponent(id)}/data`, Answer, { method: "POST", body: {}, signal }),
    retry: false,
  });

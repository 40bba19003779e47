import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { CustomerDetail, ListCustomersOut, type RecordOptOutIn, RecordOptOutOut } from "#lib/customers/contract.ts";
import { call } from "#lib/http/call.ts";

/** `search` holds only what differs from the default, as the address does. */
export const customersOptions = (search: Readonly<Record<string, string>>) =>
  queryOptions({
    queryKey: ["customers", "list", search],
    queryFn: ({ signal }) => call(`/customers?${new URLSearchParams(search).toString()}`, ListCustomersOut, { signal }),
  });

export const customerOptions = (id: string) =>
  queryOptions({
    queryKey: ["customers", "one", id],
    queryFn: ({ signal }) => call(`/customers/${encodeURIComponent(id)}`, CustomerDetail, { signal }),
  });

type OptOutBody = Omit<z.input<typeof RecordOptOutIn>, "ifMatch">;

export function recordOptOut(body: OptOutBody, version: string) {
  return call("/opt-outs", RecordOptOutOut, { method: "POST", body, ifMatch: version });
}

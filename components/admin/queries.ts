import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Permission, Role } from "#lib/access/permission.ts";
import { AccessRequest, ListAccessRequestsOut } from "#lib/access-requests/contract.ts";
import { ListAuditOut } from "#lib/audit/contract.ts";
import { call } from "#lib/http/call.ts";
import { ListPeopleOut, Person } from "#lib/people/contract.ts";

export const peopleOptions = (q: string) =>
  queryOptions({
    queryKey: ["people", q],
    queryFn: ({ signal }) => call(`/users${search({ q })}`, ListPeopleOut, { signal }),
    placeholderData: keepPreviousData,
  });

export type RequestsShown = "open" | "all";

export const requestsOptions = (state: RequestsShown) =>
  queryOptions({
    queryKey: ["access-requests", "queue", state],
    queryFn: ({ signal }) => call(`/access-requests${search({ state })}`, ListAccessRequestsOut, { signal }),
    placeholderData: keepPreviousData,
  });

export const ownRequestsOptions = () =>
  queryOptions({
    queryKey: ["access-requests", "mine"],
    queryFn: ({ signal }) => call("/access-requests/mine", ListAccessRequestsOut, { signal }),
  });

export const auditOptions = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["audit", q],
    queryFn: ({ pageParam, signal }) => call(`/audit${search({ q, cursor: pageParam })}`, ListAuditOut, { signal }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

type RoleChange = { readonly id: string; readonly version: string; readonly role: Role; readonly reason: string };

export const setRole = ({ id, version, role, reason }: RoleChange) =>
  call(`/users/${id}`, Person, { method: "PATCH", body: { role, reason }, ifMatch: version });

type Wish = { readonly permission: Permission | null; readonly role: Role; readonly reason: string };

export const askForAccess = (wish: Wish) => call("/access-requests", AccessRequest, { method: "POST", body: wish });

type Decision = {
  readonly id: string;
  readonly version: string;
  readonly decision: "approved" | "declined";
  readonly note: string;
};

export const decideRequest = ({ id, version, decision, note }: Decision) =>
  call(`/access-requests/${id}`, AccessRequest, { method: "PATCH", body: { decision, note }, ifMatch: version });

function search(values: Readonly<Record<string, string>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== "");
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}

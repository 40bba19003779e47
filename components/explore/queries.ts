import { queryOptions } from "@tanstack/react-query";
import { Dashboard, ListDashboardsOut } from "#lib/dashboards/contract.ts";
import { CompileOut, ListFieldsOut, SuggestOut } from "#lib/explore/contract.ts";
import { call } from "#lib/http/call.ts";
import { Look } from "#lib/looks/contract.ts";
import { Answer } from "#lib/semantic/answer.ts";
import type { Question } from "#lib/semantic/question.ts";

const MINUTE = 60_000;

export const fieldsOptions = () =>
  queryOptions({
    queryKey: ["fields"],
    queryFn: ({ signal }) => call("/fields", ListFieldsOut, { signal }),
    staleTime: 5 * MINUTE,
  });

export const suggestOptions = (field: string, q: string) =>
  queryOptions({
    queryKey: ["suggest", field, q],
    queryFn: ({ signal }) => call(`/suggest?${new URLSearchParams({ field, q }).toString()}`, SuggestOut, { signal }),
    staleTime: MINUTE,
    retry: false,
  });

export const compileOptions = (question: Question) =>
  queryOptions({
    queryKey: ["compile", question],
    queryFn: ({ signal }) => call("/query/compile", CompileOut, { method: "POST", body: { question }, signal }),
    staleTime: MINUTE,
    retry: false,
  });

/** Every turn is asked anew: consent may have changed since the last. */
export const runOptions = (question: Question, turn: number) =>
  queryOptions({
    queryKey: ["explore", "run", turn],
    queryFn: ({ signal }) => call("/query", Answer, { method: "POST", body: { question }, signal }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

export const lookOptions = (id: string) =>
  queryOptions({
    queryKey: ["looks", id],
    queryFn: ({ signal }) => call(`/looks/${encodeURIComponent(id)}`, Look, { signal }),
    retry: false,
  });

export const dashboardsOptions = () =>
  queryOptions({
    queryKey: ["dashboards", "list", ""],
    queryFn: ({ signal }) => call("/dashboards", ListDashboardsOut, { signal }),
  });

export const readDashboard = (slug: string) => call(`/dashboards/${encodeURIComponent(slug)}`, Dashboard);

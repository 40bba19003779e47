import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { formatSql } from "#components/explore/sql-text.ts";
import { Dashboard } from "#lib/dashboards/contract.ts";
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
    queryKey: ["explore", "run", turn, question],
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

export type LookTexts = Pick<Look, "title" | "description" | "question" | "vis">;

export const createLook = (texts: LookTexts) => call("/looks", Look, { method: "POST", body: texts });

export const updateLook = (id: string, version: string, texts: LookTexts) =>
  call(`/looks/${encodeURIComponent(id)}`, Look, { method: "PATCH", body: texts, ifMatch: version });

export const sqlOptions = (sql: string) =>
  queryOptions({
    queryKey: ["formatted-sql", sql],
    queryFn: () => formatSql(sql),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** As it stands now, for its version. */
export const readDashboard = (slug: string) => call(`/dashboards/${encodeURIComponent(slug)}`, Dashboard);

/** Shows a Look as it was just saved; lists and dashboards that may hold it are read again. */
export function settleLook(client: QueryClient, look: Look): void {
  client.setQueryData(lookOptions(look.id).queryKey, look);
  void client.invalidateQueries({ queryKey: ["looks", "list"] });
  void client.invalidateQueries({ queryKey: ["dashboards"] });
}

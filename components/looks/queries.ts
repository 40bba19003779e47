import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "#lib/http/call.ts";
import { ListLooksOut } from "#lib/looks/contract.ts";
import { Answer } from "#lib/semantic/answer.ts";
import type { Question } from "#lib/semantic/question.ts";

export const looksOptions = (q: string) =>
  queryOptions({
    queryKey: ["looks", "list", q],
    queryFn: ({ signal }) =>
      call(`/looks${q === "" ? "" : `?${new URLSearchParams({ q }).toString()}`}`, ListLooksOut, { signal }),
    placeholderData: keepPreviousData,
  });

export const lookAnswerOptions = (question: Question) =>
  queryOptions({
    queryKey: ["looks", "answer", question],
    queryFn: ({ signal }) => call("/query", Answer, { method: "POST", body: { question }, signal }),
    retry: false,
  });

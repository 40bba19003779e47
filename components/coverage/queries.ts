import { infiniteQueryOptions } from "@tanstack/react-query";
import { NotCoveredOut } from "#lib/explore/contract.ts";
import { call } from "#lib/http/call.ts";
import type { Coverage } from "#lib/semantic/answer.ts";
import type { Question } from "#lib/semantic/question.ts";

const PAGE = 50;

type Asked = {
  readonly question: Question;
  readonly metric: string;
  readonly reason: Coverage["excluded"][number]["reason"];
  readonly tier: number | null;
};

/** Those whom a figure does not cover for one reason, in pages. */
export const notCoveredOptions = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ["coverage", "names", asked],
    queryFn: ({ pageParam, signal }) => {
      const body = { ...asked, cursor: pageParam, limit: PAGE };
      return call("/query/coverage", NotCoveredOut, { method: "POST", body, signal });
    },
    initialPageParam: firstPage(),
    getNextPageParam: ({ next }) => next,
    retry: false,
  });

function firstPage(): string | null {
  return null;
}

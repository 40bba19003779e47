"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { notCoveredOptions } from "#components/coverage/queries.ts";
import { UnitName } from "#components/coverage/unit-name.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import type { Coverage, NotCovered } from "#lib/semantic/answer.ts";
import { dayWords } from "#lib/semantic/calendar.ts";
import type { Question } from "#lib/semantic/question.ts";

type CoverageNamesProps = {
  readonly excluded: Coverage["excluded"][number];
  readonly question: Question;
  readonly metric: string;
};

/** Each of them, with since when, the last day of data and who can help. */
export function CoverageNames({ excluded, question, metric }: CoverageNamesProps) {
  const { reason, tier, kind, count } = excluded;
  const names = useInfiniteQuery(notCoveredOptions({ question, metric, reason, tier }));
  if (names.error !== null) return <ErrorState error={names.error} onRetry={() => void names.refetch()} />;
  if (names.data === undefined) return <RowsSkeleton rows={Math.min(count, 5)} />;
  const items = names.data.pages.flatMap((page) => page.items);
  return (
    <>
      <ul className="mt-2 divide-y text-sm">
        {items.map((one) => (
          <li key={one.id} className="flex flex-wrap items-baseline justify-between gap-x-3 py-1.5">
            <UnitName id={one.id} name={one.name} />
            <span className="text-text-2 text-xs tabular-nums">{factsOf(one, kind === "fixable")}</span>
          </li>
        ))}
      </ul>
      {names.hasNextPage && (
        <Button
          variant="ghost"
          size="sm"
          busy={names.isFetchingNextPage}
          className="-ml-2.5 mt-1"
          onClick={() => void names.fetchNextPage()}
        >
          {(count - items.length).toLocaleString("en-GB")} more
        </Button>
      )}
    </>
  );
}

function factsOf({ since, lastDay, who }: NotCovered, isFixable: boolean): string {
  const facts = [
    since === null ? "" : `since ${dayWords(since)}`,
    lastDay === null ? "no data that we may show" : `last data ${dayWords(lastDay)}`,
    isFixable && who !== null ? `ask ${who}` : "",
  ];
  return facts.filter((fact) => fact !== "").join(" · ");
}

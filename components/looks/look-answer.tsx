"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AnswerTable } from "#components/charts/answer-table.tsx";
import { Chart } from "#components/charts/chart.tsx";
import { CoverageDrawer } from "#components/coverage/coverage-drawer.tsx";
import { CoverageMark } from "#components/coverage/coverage-mark.tsx";
import { CoverageSentence } from "#components/coverage/coverage-sentence.tsx";
import { FreshnessLine } from "#components/dashboards/freshness-line.tsx";
import { coverageShown } from "#components/dashboards/tile-coverage.ts";
import { lookDataOptions } from "#components/looks/queries.ts";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ProgressLine } from "#components/ui/progress-line.tsx";
import { ChartSkeleton } from "#components/ui/skeleton.tsx";
import type { Look } from "#lib/looks/contract.ts";
import type { Answer } from "#lib/semantic/answer.ts";
import { rangeWords } from "#lib/semantic/calendar.ts";

const HEIGHT = { single_value: 104, other: 360 } as const;

/** The figures of a Look: as it is drawn, and every value below. */
export function LookAnswer({ look }: { readonly look: Look }) {
  const { data, dataUpdatedAt, error, isFetching, refetch } = useQuery(lookDataOptions(look.id, look.version));
  if (error !== null) {
    return <ErrorState error={error} onRetry={() => void refetch()} className="rounded-lg border bg-surface" />;
  }
  if (data === undefined) {
    return (
      <div className="h-96 rounded-lg border bg-surface p-4">
        <ChartSkeleton />
      </div>
    );
  }
  return (
    <div className="relative flex min-w-0 flex-col gap-4">
      <ProgressLine active={isFetching} />
      <Figures look={look} answer={data} at={dataUpdatedAt} />
      {look.vis.type !== "table" && data.rows.length > 0 && (
        <section aria-label="Every value" className="overflow-hidden rounded-lg border bg-surface">
          <AnswerTable answer={data} height={480} />
        </section>
      )}
    </div>
  );
}

type FiguresProps = { readonly look: Look; readonly answer: Answer; readonly at: number };

function Figures({ look, answer, at }: FiguresProps) {
  const [covering, setCovering] = useState(false);
  const table = look.vis.type === "table" && answer.rows.length > 0;
  const height = look.vis.type === "single_value" ? HEIGHT.single_value : HEIGHT.other;
  return (
    <section aria-label="Figures" className="rounded-lg border bg-surface">
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 px-4 pt-2">
        <p className="min-w-0 flex-1 text-sm text-text-2">{answer.range?.words}</p>
        <CoverageMark
          coverage={coverageShown(answer, look.vis)}
          onOpen={() => {
            setCovering(true);
          }}
        />
      </header>
      <div className={table ? "px-1 pb-2" : "px-4 pb-2"}>
        {table ? (
          <AnswerTable answer={answer} height={560} />
        ) : (
          <Chart answer={answer} vis={drawn(look)} height={height} />
        )}
      </div>
      <footer className="flex flex-col gap-1.5 border-t px-4 py-3">
        <CoverageSentence coverage={answer.coverage} className="text-text" />
        <FreshnessLine answers={[answer]} at={at} />
        {answer.annotations.map(({ id, from, to, text }) => (
          <Notice key={id} kind="info">
            {rangeWords({ from, to })}: {text}
          </Notice>
        ))}
        {answer.notices.map((notice) => (
          <Notice key={notice} kind="info">
            {notice}
          </Notice>
        ))}
      </footer>
      <CoverageDrawer
        answer={answer}
        question={look.question}
        open={covering}
        onOpenChange={setCovering}
        subject={look.title}
      />
    </section>
  );
}

/** A table without rows is drawn as a chart would be: it says why there are none. */
function drawn(look: Look): Look["vis"] {
  return look.vis.type === "table" ? { ...look.vis, type: "bar" } : look.vis;
}

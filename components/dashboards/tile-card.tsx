"use client";

import { memo, useMemo, useState } from "react";
import { AnswerTable } from "#components/charts/answer-table.tsx";
import { Chart } from "#components/charts/chart.tsx";
import { liftPeriod } from "#components/charts/prepare-table.ts";
import { CoverageDrawer } from "#components/coverage/coverage-drawer.tsx";
import { coverageSentence } from "#components/coverage/coverage-words.ts";
import { TileHead } from "#components/dashboards/tile-head.tsx";
import { TileMenu } from "#components/dashboards/tile-menu.tsx";
import { bodyHeight } from "#components/dashboards/tile-size.ts";
import { cn } from "#components/ui/cn.ts";
import { ErrorState } from "#components/ui/error-state.tsx";
import { ChartSkeleton, RowsSkeleton, Skeleton } from "#components/ui/skeleton.tsx";
import type { DashboardData, Tile } from "#lib/dashboards/contract.ts";
import { CallError } from "#lib/http/call.ts";
import type { Vis } from "#lib/looks/contract.ts";
import type { Answer } from "#lib/semantic/answer.ts";

export type TileResult = DashboardData["tiles"][number];

type TileCardProps = {
  readonly tile: Tile;
  /** Null while the first figures load. */
  readonly result: TileResult | null;
  /** True when its coverage is not the one the page says. */
  readonly differs: boolean;
  readonly onRetry: () => void;
  /** Takes it off the dashboard; null where the reader may not. */
  readonly onRemove: ((tile: Tile) => void) | null;
};

/**
 * One Look on a dashboard: head with coverage and menu, the drawing, and what must be said below it.
 * Drawn anew only when its own figures change: a dashboard re-renders with every step of a filter.
 */
export const TileCard = memo(function TileCard({ tile, result, differs, onRetry, onRemove }: TileCardProps) {
  const [asTable, setAsTable] = useState(false);
  const [covering, setCovering] = useState(false);
  const { look } = tile;
  const { answer, question } = result ?? { answer: null, question: null };
  const tabled = useMemo(() => tabledOf(answer, look.vis), [answer, look.vis]);
  const foot = footWords(answer, look.vis, differs);
  const openCoverage = () => {
    setCovering(true);
  };
  return (
    <article aria-label={look.title} className="flex h-full min-w-0 flex-col rounded-lg border bg-surface">
      <TileHead look={look} answer={answer} period={tabled.period} onCoverage={openCoverage}>
        <TileMenu
          look={look}
          question={question}
          asTable={asTable}
          onAsTable={look.vis.type === "table" ? null : setAsTable}
          onCoverage={answer === null ? null : openCoverage}
          onRemove={onRemove === null ? null : onRemove.bind(null, tile)}
        />
      </TileHead>
      <div className={cn("min-h-0 flex-1 pb-4", edges(answer, look.vis, asTable))}>
        <Body
          result={result}
          tabled={tabled.answer}
          vis={look.vis}
          asTable={asTable}
          height={bodyHeight(tile.h, foot !== "")}
          onRetry={onRetry}
        />
      </div>
      <Foot words={foot} />
      {answer !== null && (
        <CoverageDrawer
          answer={answer}
          question={question}
          open={covering}
          onOpenChange={setCovering}
          subject={subjectOf(look.title, answer)}
        />
      )}
    </article>
  );
});

function Foot({ words }: { readonly words: string }) {
  if (words === "") return null;
  return (
    <p className="-mt-2 truncate px-4 pb-3 text-text-2 text-xs leading-3" title={words}>
      {words}
    </p>
  );
}

function subjectOf(title: string, { range }: Answer): string {
  return range === null ? title : `${title} · ${range.words}`;
}

/** A table brings the padding of its cells. */
function edges(answer: Answer | null, vis: Vis, asTable: boolean): string {
  return answer !== null && (asTable || vis.type === "table") ? "px-1" : "px-4";
}

type Tabled = { readonly answer: Answer | null; readonly period: string | null };

/** What a tile that is a table lists; a period that all its rows share stands in the head instead. */
function tabledOf(answer: Answer | null, vis: Vis): Tabled {
  return answer === null || vis.type !== "table" ? { answer: null, period: null } : liftPeriod(answer);
}

/** What is not in the drawing: filters that do not reach the tile, other notices, coverage where it differs. */
function footWords(answer: Answer | null, vis: Vis, differs: boolean): string {
  if (answer === null) return "";
  // The reasons are one click away, in the drawer.
  const whom = coverageSentence({ ...answer.coverage, excluded: [] });
  const coverage = differs && vis.type !== "single_value" ? [whom] : [];
  return [...answer.notices, ...coverage].join(" ");
}

/** Below this height a fault is said without its title, or the way out would not fit. */
const ROOMY = 140;

type BodyProps = {
  readonly result: TileResult | null;
  /** Of a tile that is a table: the answer as it lists it. */
  readonly tabled: Answer | null;
  readonly vis: Vis;
  readonly asTable: boolean;
  readonly height: number;
  readonly onRetry: () => void;
};

function Body({ result, tabled, vis, asTable, height, onRetry }: BodyProps) {
  if (result === null) return <TileSkeleton vis={vis} height={height} />;
  if (result.error !== null) {
    return (
      <div className="overflow-auto" style={{ height }}>
        <ErrorState error={asCallError(result.error)} onRetry={onRetry} compact={height < ROOMY} className="py-2" />
      </div>
    );
  }
  if (result.answer === null) return null;
  if (asTable && result.answer.rows.length > 0) return <AnswerTable answer={result.answer} height={height} dense />;
  if (tabled !== null && tabled.rows.length > 0) return <AnswerTable answer={tabled} height={height} />;
  // Without rows the table has nothing to show either: the drawing says why.
  return <Chart answer={result.answer} vis={vis.type === "table" ? { ...vis, type: "bar" } : vis} height={height} />;
}

function TileSkeleton({ vis, height }: { readonly vis: Vis; readonly height: number }) {
  return (
    <div className="overflow-hidden" style={{ height }}>
      {vis.type === "single_value" && (
        <div role="status" aria-label="Loading the figure" className="flex h-full flex-col justify-end gap-2 pb-1">
          <Skeleton className="h-7 w-24" />
          <Skeleton className="h-3 w-32" />
        </div>
      )}
      {vis.type === "table" && <RowsSkeleton rows={10} />}
      {vis.type !== "single_value" && vis.type !== "table" && <ChartSkeleton />}
    </div>
  );
}

function asCallError({ code, message, path, suggestion }: NonNullable<TileResult["error"]>): CallError {
  const rest = { offset: null, details: null, requestId: "", status: 0, type: "about:blank" };
  return new CallError({ ...rest, title: code, detail: message, code, path, suggestion });
}

import type { ReactNode } from "react";
import { CoverageMark } from "#components/coverage/coverage-mark.tsx";
import { coverageShown } from "#components/dashboards/tile-coverage.ts";
import { cn } from "#components/ui/cn.ts";
import type { Tile } from "#lib/dashboards/contract.ts";
import type { Answer } from "#lib/semantic/answer.ts";

type TileHeadProps = {
  readonly look: Tile["look"];
  readonly answer: Answer | null;
  /** The one period that all of a table is of, e.g. "October 2026"; null where there is none. */
  readonly period: string | null;
  readonly onCoverage: () => void;
  /** The menu. */
  readonly children: ReactNode;
};

/** Title, coverage and menu in one line. Over a single figure they are quiet: the figure is what is read. */
export function TileHead({ look, answer, period, onCoverage, children }: TileHeadProps) {
  const single = look.vis.type === "single_value";
  return (
    <header className="flex h-11 shrink-0 items-center gap-1 pr-1.5 pl-4">
      <h3
        className={cn(
          "line-clamp-2 min-w-0 flex-1 text-balance font-medium leading-[1.25]",
          single ? "text-sm text-text-2" : "text-base",
        )}
        title={look.title}
      >
        {single || period !== null ? withoutPeriod(look.title) : look.title}
        {period !== null && <span className="ml-2 font-normal text-sm text-text-2">{period}</span>}
      </h3>
      {answer !== null && (
        <CoverageMark
          coverage={coverageShown(answer, look.vis)}
          onOpen={onCoverage}
          className={single ? "gap-1.5 px-1 [&>span:first-child]:w-7" : ""}
        />
      )}
      {children}
    </header>
  );
}

/** Where the period is said by its name, "(latest month)" need not be. */
function withoutPeriod(title: string): string {
  return title.replace(/ \([^()]*\)$/, "");
}

"use client";

import { coverageSentence, coverageShort } from "#components/coverage/coverage-words.ts";
import { cn } from "#components/ui/cn.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { Coverage } from "#lib/semantic/answer.ts";

type CoverageMarkProps = {
  readonly coverage: Coverage;
  /** Opens the drawer; without it the mark only shows. */
  readonly onOpen?: () => void;
  readonly className?: string;
};

/** Solid for covered, hatched for not; the count beside it. */
export function CoverageMark({ coverage, onOpen, className }: CoverageMarkProps) {
  const body = (
    <>
      <CoverageBar covered={coverage.covered} eligible={coverage.eligible} />
      <span aria-hidden className="text-text-2 text-xs tabular-nums">
        {coverageShort(coverage)}
      </span>
    </>
  );
  const classes = cn("inline-flex h-8 items-center gap-2 rounded-md px-1.5", className);
  if (onOpen === undefined) {
    return (
      <span role="img" aria-label={coverageSentence(coverage)} className={classes}>
        {body}
      </span>
    );
  }
  return (
    <Tooltip content={coverageSentence(coverage)}>
      <button
        type="button"
        onClick={onOpen}
        aria-haspopup="dialog"
        aria-label={`Coverage: ${coverageSentence(coverage)} ${coverageShort(coverage)}`}
        className={cn(classes, "transition-colors hover:bg-surface-2 pointer-coarse:min-h-11")}
      >
        {body}
      </button>
    </Tooltip>
  );
}

type CoverageBarProps = { readonly covered: number; readonly eligible: number; readonly className?: string };

/** The bar alone, 44 × 6 px. A part never looks like all or nothing. */
export function CoverageBar({ covered, eligible, className }: CoverageBarProps) {
  const share = eligible === 0 ? 0 : covered / eligible;
  const percent = share === 0 || share === 1 ? share * 100 : Math.min(95, Math.max(5, share * 100));
  return (
    <span aria-hidden className={cn("inline-flex h-1.5 w-11 shrink-0 gap-px overflow-hidden rounded-[2px]", className)}>
      <span className="h-full shrink-0 bg-text-2" style={{ width: `${String(percent)}%` }} />
      {share < 1 && <span className="hatch h-full min-w-0 flex-1 border border-hatch/70" />}
    </span>
  );
}

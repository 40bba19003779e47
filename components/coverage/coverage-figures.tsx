import { CoverageBar } from "#components/coverage/coverage-mark.tsx";
import { coverageShort } from "#components/coverage/coverage-words.ts";
import { cn } from "#components/ui/cn.ts";
import type { Coverage } from "#lib/semantic/answer.ts";

/** Figures that cover the same. */
export type FigureCoverage = {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
  readonly coverage: Coverage;
};

type CoverageFiguresProps = {
  readonly figures: readonly FigureCoverage[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
};

/** One line for each figure that covers somebody else; nothing where all cover the same. */
export function CoverageFigures({ figures, chosen, onChoose }: CoverageFiguresProps) {
  if (figures.length < 2) return null;
  return (
    <fieldset className="mb-5 divide-y overflow-hidden rounded-lg border">
      <legend className="sr-only">The figures do not cover the same: choose one</legend>
      {figures.map(({ labels, coverage }, index) => (
        <button
          key={labels.join()}
          type="button"
          aria-pressed={index === chosen}
          onClick={() => {
            onChoose(index);
          }}
          className={cn(
            "flex min-h-10 w-full items-center gap-3 px-3 py-1.5 text-left text-sm hover:bg-surface-2 pointer-coarse:min-h-11",
            index === chosen && "bg-surface-2 font-medium",
          )}
        >
          <span className="min-w-0 flex-1">{labels.join(", ")}</span>
          <CoverageBar covered={coverage.covered} eligible={coverage.eligible} />
          <span className="w-16 text-right text-text-2 text-xs tabular-nums">{coverageShort(coverage)}</span>
        </button>
      ))}
    </fieldset>
  );
}

"use client";

import { useState } from "react";
import { CoverageFigures, type FigureCoverage } from "#components/coverage/coverage-figures.tsx";
import { CoverageBar } from "#components/coverage/coverage-mark.tsx";
import { CoverageCompared, CoverageEvents, CoveragePeriods } from "#components/coverage/coverage-periods.tsx";
import { CoverageReasons } from "#components/coverage/coverage-reasons.tsx";
import { coverageSentence } from "#components/coverage/coverage-words.ts";
import { Drawer } from "#components/ui/drawer.tsx";
import type { Answer } from "#lib/semantic/answer.ts";
import type { Question } from "#lib/semantic/question.ts";

type CoverageDrawerProps = {
  readonly answer: Answer;
  /** What was asked: names behind the reasons are asked of it. Null leaves the names at those of the answer. */
  readonly question: Question | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** What the coverage is of, e.g. the title of the tile. */
  readonly subject?: string;
};

/** Who is in a number, who is not, why, and since when; for each figure of its own where they differ. */
export function CoverageDrawer({ answer, question, open, onOpenChange, subject }: CoverageDrawerProps) {
  const figures = figuresOf(answer);
  const [chosen, setChosen] = useState(0);
  const shown = figures[chosen] ?? figures[0];
  if (shown === undefined) return null;
  const { coverage, metrics } = shown;
  return (
    <Drawer open={open} onOpenChange={onOpenChange} title="Whom this covers" description={subject}>
      <CoverageFigures figures={figures} chosen={chosen} onChoose={setChosen} />
      <CoverageBar covered={coverage.covered} eligible={coverage.eligible} className="h-2 w-full" />
      <p className="mt-3 text-base">{coverageSentence(coverage)}</p>
      <CoverageCompared coverage={coverage} words={answer.compare?.words ?? null} />
      <CoverageReasons coverage={coverage} question={question} metric={metrics[0] ?? null} />
      <CoveragePeriods coverage={coverage} />
      <CoverageEvents annotations={answer.annotations} />
    </Drawer>
  );
}

/** The coverage of the answer stands for every figure that has none of its own. */
function figuresOf({ columns, coverage, columnCoverage }: Answer): readonly FigureCoverage[] {
  const measures = new Map(columns.filter(({ role }) => role === "value").map(({ id, label }) => [id, label]));
  const own = columnCoverage.map((one) => ({ ...one, labels: one.metrics.flatMap((id) => measures.get(id) ?? []) }));
  const apart = new Set(own.flatMap(({ metrics }) => metrics));
  const others = [...measures].filter(([id]) => !apart.has(id));
  const lead = { metrics: others.map(([id]) => id), labels: others.map(([, label]) => label), coverage };
  return [lead, ...own];
}

"use client";

import dynamic from "next/dynamic";
import { useId, useMemo, useState } from "react";
import { AnswerTable } from "#components/charts/answer-table.tsx";
import { blankWords } from "#components/charts/cell-text.ts";
import { ChartLegend } from "#components/charts/chart-legend.tsx";
import type { ChartModel } from "#components/charts/chart-model.ts";
import { prepareChart } from "#components/charts/prepare-chart.ts";
import { prepareSingle } from "#components/charts/prepare-single.ts";
import { SingleValue } from "#components/charts/single-value.tsx";
import { coverageSentence } from "#components/coverage/coverage-words.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ChartSkeleton } from "#components/ui/skeleton.tsx";
import type { Vis } from "#lib/looks/contract.ts";
import type { Answer } from "#lib/semantic/answer.ts";

const LineDrawing = dynamic(
  () => import("#components/charts/line-drawing.tsx").then(({ LineDrawing: drawing }) => drawing),
  { ssr: false, loading: () => <ChartSkeleton /> },
);
const BarDrawing = dynamic(
  () => import("#components/charts/bar-drawing.tsx").then(({ BarDrawing: drawing }) => drawing),
  { ssr: false, loading: () => <ChartSkeleton /> },
);

const LEGEND_HEIGHT = 28;
const TITLE_HEIGHT = 22;

type ChartProps = {
  readonly answer: Answer;
  readonly vis: Vis;
  /** Of the whole, legend and notes included. */
  readonly height: number;
  /** Called with the row of the answer behind the point that was pressed. */
  readonly onPoint?: (row: number) => void;
};

/** Draws an answer as its Look says. What cannot be drawn says why. */
export function Chart({ answer, vis, height, onPoint }: ChartProps) {
  if (vis.type === "table") {
    return (
      <div className="overflow-auto" style={{ height }}>
        <AnswerTable answer={answer} dense />
      </div>
    );
  }
  if (answer.rows.length === 0) return <NothingToDraw answer={answer} height={height} />;
  if (vis.type === "single_value") {
    const single = prepareSingle(answer);
    return single === null ? (
      <NothingToDraw answer={answer} height={height} />
    ) : (
      <SingleValue model={single} height={height} />
    );
  }
  return <Panels answer={answer} vis={vis} height={height} onPoint={onPoint ?? null} />;
}

type PanelsProps = {
  readonly answer: Answer;
  readonly vis: Vis;
  readonly height: number;
  readonly onPoint: ((row: number) => void) | null;
};

function Panels({ answer, vis, height, onPoint }: PanelsProps) {
  const models = useMemo(() => prepareChart(answer, vis, height), [answer, vis, height]);
  if (models === null) return <NothingToDraw answer={answer} height={height} />;
  const share = Math.floor(height / models.length);
  return (
    <div className="flex flex-col" style={{ height }}>
      {models.map((model) => (
        <Panel key={model.title} model={model} height={share} onPoint={onPoint} titled={models.length > 1} />
      ))}
    </div>
  );
}

type PanelProps = {
  readonly model: ChartModel;
  readonly height: number;
  readonly onPoint: ((row: number) => void) | null;
  readonly titled: boolean;
};

function Panel({ model, height, onPoint, titled }: PanelProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [hovered, setHovered] = useState<string | null>(null);
  const summaryId = useId();
  const legend = model.series.length > 1;
  const unknown = model.points.every(({ values }) => values.every((value) => value === null));
  if (unknown) return <Unknown model={model} height={height} />;
  const Drawing = model.kind === "line" || model.kind === "area" ? LineDrawing : BarDrawing;
  const taken =
    (legend ? LEGEND_HEIGHT : 0) + (titled ? TITLE_HEIGHT : 0) + (model.notes.length > 0 ? TITLE_HEIGHT : 0);
  return (
    <figure aria-describedby={summaryId} className="flex min-h-0 flex-1 flex-col">
      {titled && <p className="font-medium text-sm text-text-2">{model.title}</p>}
      {legend && (
        <ChartLegend
          series={model.series}
          hidden={hidden}
          onHidden={setHidden}
          onHover={setHovered}
          lines={model.kind === "line"}
        />
      )}
      <div className="relative min-h-0 flex-1">
        <Drawing
          model={model}
          height={Math.max(80, height - taken)}
          hidden={hidden}
          hovered={hovered}
          onPoint={onPoint}
        />
      </div>
      {model.notes.length > 0 && <p className="truncate text-text-2 text-xs">{model.notes.join(" ")}</p>}
      <figcaption id={summaryId} className="sr-only">
        {model.summary}
      </figcaption>
    </figure>
  );
}

/** Every value is missing: hatched, so that nobody reads a zero. */
function Unknown({ model, height }: { readonly model: ChartModel; readonly height: number }) {
  const code = model.points.flatMap(({ blanks }) => blanks).find((blank) => blank !== null) ?? null;
  return (
    <div className="hatch flex items-center justify-center rounded-md" style={{ height }}>
      <p className="max-w-sm rounded-md bg-surface px-4 py-3 text-center text-sm text-text-2">
        {blankWords(code).text}
      </p>
    </div>
  );
}

function NothingToDraw({ answer, height }: { readonly answer: Answer; readonly height: number }) {
  const { coverage } = answer;
  return (
    <div style={{ height }}>
      {coverage.eligible > 0 && coverage.covered === 0 ? (
        <EmptyState title="No figures that we may show" className="py-2">
          {coverageSentence(coverage)}
        </EmptyState>
      ) : (
        <EmptyState title="No rows for these filters" className="py-2">
          Loosen a filter or choose a longer range.
        </EmptyState>
      )}
    </div>
  );
}

"use client";

import { blankWords } from "#components/charts/cell-text.ts";
import type { ChartMark, ChartModel, ChartPoint } from "#components/charts/chart-model.ts";
import { GHOST_OPACITY } from "#components/charts/drawing.ts";
import { tooltipText } from "#components/charts/number-format.ts";
import { shortDayText } from "#components/charts/period.ts";
import { colourOf } from "#components/charts/series-colour.ts";
import { cn } from "#components/ui/cn.ts";

type ChartTooltipProps = {
  readonly model: ChartModel;
  readonly label: string | number | undefined;
  readonly hidden: ReadonlySet<string>;
};

/** One card for all series at one x, with the exact values. */
export function ChartTooltip({ model, label, hidden }: ChartTooltipProps) {
  const point = model.points.find(({ key }) => key === String(label));
  if (point === undefined) return null;
  return (
    <div className="min-w-40 max-w-72 rounded-lg border bg-surface px-3 py-2 text-text text-xs shadow-raised">
      <p className="mb-1 font-medium text-sm">{point.title}</p>
      <ul className="space-y-0.5">
        {model.series.map((series, index) =>
          hidden.has(series.key) ? null : (
            <li key={series.key} className="flex items-center gap-2">
              <span
                aria-hidden
                className="size-2.5 shrink-0 rounded-[2px]"
                style={{ background: colourOf(series.slot), opacity: series.ghost ? GHOST_OPACITY : 1 }}
              />
              <span className="min-w-0 flex-1 truncate text-text-2">{series.label}</span>
              <Value point={point} index={index} model={model} />
            </li>
          ),
        )}
      </ul>
      <Remarks point={point} marks={model.marks.filter(({ key }) => key === point.key)} />
    </div>
  );
}

type ValueProps = { readonly point: ChartPoint; readonly index: number; readonly model: ChartModel };

function Value({ point, index, model }: ValueProps) {
  const value = point.values[index] ?? null;
  const { shown, text } = blankWords(point.blanks[index] ?? null);
  return (
    <span
      className={cn("pl-3 text-right tabular-nums", value === null && shown === "" ? "text-text-3" : "font-semibold")}
    >
      {value !== null ? tooltipText(value, model.format) : shown !== "" ? shown : shortReason(text)}
    </span>
  );
}

function shortReason(text: string): string {
  return text.split(/[.,:]/)[0] ?? "";
}

function Remarks({ point, marks }: { readonly point: ChartPoint; readonly marks: readonly ChartMark[] }) {
  const { through, change } = point;
  if (through === null && change === null && marks.length === 0) return null;
  return (
    <div className="mt-1.5 border-t pt-1.5 text-text-2">
      {through !== null && <p>Not complete: data to {shortDayText(through)}</p>}
      {change !== null && (
        <p>
          Covered set changed: {change.entered} entered, {change.left} left
        </p>
      )}
      {marks.map(({ text, words }) => (
        <p key={text}>
          <span className="font-semibold">{text}</span> {words}
        </p>
      ))}
    </div>
  );
}

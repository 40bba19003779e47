"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { type SingleModel } from "#components/charts/prepare-single.ts";
import { cn } from "#components/ui/cn.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";

/** One figure, its period, its change and the way it came. */
export function SingleValue({ model, height }: { readonly model: SingleModel; readonly height: number }) {
  return (
    <div
      role="group"
      aria-label={model.summary}
      className="flex max-w-md items-end justify-between gap-4"
      style={{ height }}
    >
      <div className="flex min-w-0 flex-col justify-end self-stretch pb-0.5">
        <Figure model={model} />
        <p className="mt-1 truncate text-text-2 text-xs">{model.period}</p>
        {model.delta !== null && <DeltaLine delta={model.delta} />}
      </div>
      {model.spark.length > 2 && <Spark values={model.spark} open={model.open} />}
    </div>
  );
}

function Figure({ model }: { readonly model: SingleModel }) {
  if (model.text === null) {
    return (
      <p className="flex items-center gap-2">
        <span aria-hidden className="hatch h-7 w-14 rounded border border-hatch/50" />
        <span className="text-text-2 text-xs">{model.reason}</span>
      </p>
    );
  }
  const figure = <p className="font-semibold text-2xl tabular-nums tracking-[-0.02em]">{model.text}</p>;
  const more = model.reason ?? model.exact;
  if (more === model.text || more === "") return figure;
  return (
    <Tooltip content={more}>
      <button type="button" className="cursor-default! self-start rounded-sm text-left">
        {figure}
      </button>
    </Tooltip>
  );
}

const TONES = { good: "text-good", bad: "text-bad", neutral: "text-text-2" } as const;

function DeltaLine({ delta }: { readonly delta: NonNullable<SingleModel["delta"]> }) {
  const Arrow = delta.direction === "up" ? ArrowUp : delta.direction === "down" ? ArrowDown : null;
  return (
    <p className="mt-0.5 truncate text-text-2 text-xs" title={delta.reason ?? undefined}>
      <span className={cn("font-medium tabular-nums", TONES[delta.tone])}>
        {Arrow !== null && <Arrow aria-hidden className="mr-0.5 inline size-3 align-[-0.125em]" />}
        {delta.text}
      </span>{" "}
      {delta.reason === null || delta.text === "new" ? `vs ${delta.against}` : delta.reason}
    </p>
  );
}

const WIDTH = 120;
const HEIGHT = 36;

type SparkProps = { readonly values: readonly (number | null)[]; readonly open: boolean };

/** The shape of the series alone: no axis, so no reading of values from it. */
function Spark({ values, open }: SparkProps) {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const at = (value: number, index: number) =>
    `${((index / (values.length - 1)) * (WIDTH - 6) + 3).toFixed(1)} ${(HEIGHT - 4 - ((value - low) / span) * (HEIGHT - 8)).toFixed(1)}`;
  const closed = open ? values.length - 1 : values.length;
  const lead = open ? values.slice(-2) : [];
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      className="h-9 w-30 shrink overflow-visible"
      fill="none"
      stroke="var(--series-1)"
      strokeWidth={1.75}
      strokeLinejoin="round"
      strokeLinecap="round"
    >
      <path d={path(values.slice(0, closed), 0, at)} />
      <path d={path(lead, values.length - 2, at)} strokeDasharray="2 4" />
    </svg>
  );
}

/** Moves over gaps instead of bridging them. */
function path(values: readonly (number | null)[], from: number, at: (value: number, index: number) => string): string {
  return values
    .map((value, index) => {
      if (value === null) return "";
      const joined = index > 0 && (values[index - 1] ?? null) !== null;
      return `${joined ? "L" : "M"}${at(value, from + index)}`;
    })
    .join("");
}

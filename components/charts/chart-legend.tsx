"use client";

import type { MouseEvent } from "react";
import type { Series } from "#components/charts/chart-model.ts";
import { GHOST_OPACITY } from "#components/charts/drawing.ts";
import { colourOf } from "#components/charts/series-colour.ts";
import { cn } from "#components/ui/cn.ts";

type ChartLegendProps = {
  readonly series: readonly Series[];
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
  readonly onHover: (key: string | null) => void;
  readonly lines: boolean;
};

/** A press isolates a series, and again brings all back; with Ctrl or Cmd it only switches that one. */
export function ChartLegend({ series, hidden, onHidden, onHover, lines }: ChartLegendProps) {
  function press(key: string, event: MouseEvent) {
    if (event.metaKey || event.ctrlKey) {
      const next = new Set(hidden);
      if (!next.delete(key)) next.add(key);
      onHidden(next.size === series.length ? new Set() : next);
      return;
    }
    const others = series.filter((one) => one.key !== key).map((one) => one.key);
    const isolated = !hidden.has(key) && others.every((other) => hidden.has(other));
    onHidden(isolated ? new Set() : new Set(others));
  }
  return (
    <div role="group" aria-label="Series" className="flex flex-wrap gap-x-4 gap-y-0.5 pb-1">
      {series.map((one) => (
        <button
          key={one.key}
          type="button"
          aria-pressed={!hidden.has(one.key)}
          title={one.label}
          onClick={(event) => {
            press(one.key, event);
          }}
          onMouseEnter={() => {
            onHover(one.key);
          }}
          onMouseLeave={() => {
            onHover(null);
          }}
          className={cn(
            "inline-flex h-6 max-w-48 items-center gap-1.5 rounded-sm text-text-2 text-xs hover:text-text pointer-coarse:h-11",
            hidden.has(one.key) && "line-through opacity-60",
          )}
        >
          <span
            aria-hidden
            className={cn("shrink-0 rounded-[2px]", lines ? "h-0.75 w-3.5" : "size-2.5")}
            style={{ background: colourOf(one.slot), opacity: one.ghost ? GHOST_OPACITY : 1 }}
          />
          <span className="truncate">{one.label}</span>
        </button>
      ))}
    </div>
  );
}

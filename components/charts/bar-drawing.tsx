"use client";

import { useId } from "react";
import {
  Bar,
  BarChart,
  type BarShapeProps,
  BarStack,
  CartesianGrid,
  LabelList,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { ChartModel, ChartPoint } from "#components/charts/chart-model.ts";
import { ChartTooltip } from "#components/charts/chart-tooltip.tsx";
import {
  axisText,
  type DrawingProps,
  GHOST_OPACITY,
  MARGIN,
  opacityOf,
  pointText,
  TICK,
  tickGap,
} from "#components/charts/drawing.ts";
import { kpiText } from "#components/charts/number-format.ts";
import { colourOf } from "#components/charts/series-colour.ts";

/** Bars, upright over time or few values, lying for names; stacked or side by side. */
export function BarDrawing(props: DrawingProps) {
  const { model, height, onPoint } = props;
  const hatchId = useId();
  const labelled = model.horizontal && model.series.length === 1;
  return (
    <BarChart
      data={[...model.points]}
      layout={model.horizontal ? "vertical" : "horizontal"}
      responsive
      style={{ width: "100%", height, cursor: onPoint === null ? "default" : "pointer" }}
      margin={labelled ? { ...MARGIN, right: 56, top: 0 } : MARGIN}
      barCategoryGap="25%"
      barGap={2}
      onClick={({ activeLabel }) => {
        const row = model.points.find(({ key }) => key === String(activeLabel))?.row ?? null;
        if (row !== null) onPoint?.(row);
      }}
    >
      <defs>
        <pattern id={hatchId} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect width="4" height="1.25" fill="var(--hatch)" />
        </pattern>
      </defs>
      {!labelled && (
        <CartesianGrid
          vertical={model.horizontal}
          horizontal={!model.horizontal}
          stroke="var(--grid-line)"
          strokeDasharray="3 3"
        />
      )}
      {axes(model, labelled)}
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--surface-2)" }}
        wrapperStyle={{ zIndex: 30, outline: "none" }}
        content={({ active, label }) =>
          active ? <ChartTooltip model={model} label={label} hidden={props.hidden} /> : null
        }
      />
      <Bars {...props} labelled={labelled} hatchId={hatchId} />
      {model.target !== null && (
        <ReferenceLine
          {...(model.horizontal ? { x: model.target.value } : { y: model.target.value })}
          stroke="var(--text-2)"
          strokeDasharray="2 3"
          label={{ value: model.target.label, position: "insideTopLeft", fontSize: 11.5, fill: "var(--text-2)" }}
        />
      )}
    </BarChart>
  );
}

function axes(model: ChartModel, labelled: boolean) {
  const points = {
    dataKey: "key",
    type: "category",
    tick: TICK,
    tickLine: false,
    axisLine: { stroke: "var(--hairline)" },
    tickFormatter: (key: string) => pointText(model.points, key),
  } as const;
  const values = {
    type: "number",
    domain: [...model.axis.domain],
    ticks: [...model.axis.ticks],
    tick: TICK,
    tickLine: false,
    axisLine: false,
    tickFormatter: (tick: number) => axisText(model, tick),
  } as const;
  return model.horizontal ? (
    <>
      <XAxis {...values} hide={labelled} />
      <YAxis {...points} width="auto" interval={0} />
    </>
  ) : (
    <>
      <XAxis {...points} interval="preserveStartEnd" minTickGap={tickGap(model)} />
      <YAxis {...values} width="auto" />
    </>
  );
}

type BarsProps = DrawingProps & { readonly labelled: boolean; readonly hatchId: string };

function Bars({ model, hidden, hovered, labelled, hatchId }: BarsProps) {
  const together = model.kind === "stacked_bar" || model.series.length === 1;
  const bars = model.series.map((series, index) => (
    <Bar
      key={series.key}
      name={series.label}
      dataKey={(point: ChartPoint) => point.values[index] ?? null}
      hide={hidden.has(series.key)}
      fill={colourOf(series.slot)}
      fillOpacity={opacityOf(series.key, hovered) * (series.ghost ? GHOST_OPACITY : 1)}
      maxBarSize={together ? 40 : 24}
      radius={together ? 0 : 2}
      isAnimationActive={false}
      shape={(bar: BarShapeProps) => <BarShape bar={bar} model={model} />}
    >
      {labelled && (
        <LabelList
          position="right"
          fontSize={11.5}
          fill="var(--text-2)"
          formatter={(value) => (typeof value === "number" ? kpiText(value, model.format) : null)}
        />
      )}
    </Bar>
  ));
  if (!together) return bars;
  return (
    <BarStack stackId="whole" radius={2}>
      {bars}
      <Bar
        key="unknown"
        dataKey={(point: ChartPoint) => (point.values.every((value) => value === null) ? stub(model) : null)}
        maxBarSize={40}
        fill={`url(#${hatchId})`}
        isAnimationActive={false}
        tooltipType="none"
      />
    </BarStack>
  );
}

/** The hatched stub of a value we do not know: long enough to be seen, too short to be read as one. */
function stub({ axis }: ChartModel): number {
  return (axis.domain[1] - axis.domain[0]) * 0.06;
}

function BarShape({ bar, model }: { readonly bar: BarShapeProps; readonly model: ChartModel }) {
  const { x, y, width, height, fill, fillOpacity } = bar;
  const open = model.points[bar.index]?.through !== null;
  return (
    <rect
      x={x}
      y={y}
      width={Math.max(0, width)}
      height={Math.max(0, height)}
      rx={model.kind === "stacked_bar" ? 0 : 2}
      fill={fill}
      fillOpacity={open ? 0.25 : fillOpacity}
      {...(open ? { stroke: fill, strokeDasharray: "3 3" } : {})}
    />
  );
}

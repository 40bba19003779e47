"use client";

import {
  Area,
  AreaChart,
  CartesianGrid,
  Line,
  LineChart,
  ReferenceDot,
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
import { colourOf } from "#components/charts/series-colour.ts";

/** Lines, or areas that stack to a whole, over time. */
export function LineDrawing(props: DrawingProps) {
  const { model, height, onPoint } = props;
  const Frame = model.kind === "area" ? AreaChart : LineChart;
  return (
    <Frame
      data={[...model.points]}
      responsive
      style={{ width: "100%", height, cursor: onPoint === null ? "default" : "pointer" }}
      margin={MARGIN}
      onClick={({ activeLabel }) => {
        const row = model.points.find(({ key }) => key === String(activeLabel))?.row ?? null;
        if (row !== null) onPoint?.(row);
      }}
    >
      <CartesianGrid vertical={false} stroke="var(--grid-line)" />
      <XAxis
        dataKey="key"
        tickFormatter={(key: string) => pointText(model.points, key)}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: "var(--hairline)" }}
        interval="preserveStartEnd"
        minTickGap={tickGap(model)}
        padding={{ left: 16, right: 24 }}
      />
      <YAxis
        width="auto"
        domain={[...model.axis.domain]}
        ticks={[...model.axis.ticks]}
        tickFormatter={(tick: number) => axisText(model, tick)}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        allowDataOverflow
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: "var(--control)", strokeDasharray: "4 2" }}
        wrapperStyle={{ zIndex: 30, outline: "none" }}
        content={({ active, label }) =>
          active ? <ChartTooltip model={model} label={label} hidden={props.hidden} /> : null
        }
      />
      {model.series.map((series, index) =>
        model.kind === "area" ? areaOf(props, index) : linesOf(model, props, series.key, index),
      )}
      {model.points.map((point) => changeMark(model, point))}
      {referenceLines(model)}
    </Frame>
  );
}

/** Where a definition changed, and the target. */
function referenceLines({ marks, target }: ChartModel) {
  const lines = marks.map(({ key, text }) => (
    <ReferenceLine
      key={`${key} ${text}`}
      x={key}
      stroke="var(--text-3)"
      strokeDasharray="2 3"
      label={{ value: text, position: "insideTopRight", fontSize: 11.5, fill: "var(--text-2)" }}
    />
  ));
  if (target === null) return lines;
  return [
    ...lines,
    <ReferenceLine
      key="target"
      y={target.value}
      stroke="var(--text-2)"
      strokeDasharray="2 3"
      label={{ value: target.label, position: "insideTopLeft", fontSize: 11.5, fill: "var(--text-2)" }}
    />,
  ];
}

function linesOf(model: ChartModel, { hidden, hovered }: DrawingProps, key: string, index: number) {
  const series = model.series[index];
  if (series === undefined) return null;
  const colour = colourOf(series.slot);
  const shared = {
    type: "linear",
    stroke: colour,
    strokeWidth: 2,
    hide: hidden.has(key),
    strokeOpacity: opacityOf(key, hovered) * (series.ghost ? GHOST_OPACITY : 1),
    isAnimationActive: false,
    connectNulls: false,
    activeDot: { r: 4, stroke: "var(--surface)", strokeWidth: 2, fill: colour },
  } as const;
  return [
    <Line
      key={`${key}-solid`}
      {...shared}
      name={series.label}
      dataKey={(point: ChartPoint) => (series.ghost ? point.values[index] : point.solid[index]) ?? null}
      {...(series.ghost ? { strokeDasharray: "5 4" } : {})}
      dot={({ index: at, cx, cy }) =>
        model.points[at]?.alone[index] === true && cy !== undefined ? (
          <circle key={at} cx={cx} cy={cy} r={3} fill={colour} />
        ) : (
          <g key={at} />
        )
      }
    />,
    <Line
      key={`${key}-dashed`}
      {...shared}
      name={series.label}
      dataKey={(point: ChartPoint) => (series.ghost ? null : (point.dashed[index] ?? null))}
      strokeDasharray="3 4"
      dot={({ index: at, cx, cy }) =>
        !series.ghost && model.points[at]?.through !== null && cy !== undefined ? (
          <circle key={at} cx={cx} cy={cy} r={3} fill="var(--surface)" stroke={colour} strokeWidth={1.5} />
        ) : (
          <g key={at} />
        )
      }
    />,
  ];
}

function areaOf({ model, hidden, hovered }: DrawingProps, index: number) {
  const series = model.series[index];
  if (series === undefined) return null;
  const opacity = opacityOf(series.key, hovered);
  return (
    <Area
      key={series.key}
      type="linear"
      stackId="whole"
      name={series.label}
      dataKey={(point: ChartPoint) => point.values[index] ?? null}
      hide={hidden.has(series.key)}
      stroke={colourOf(series.slot)}
      strokeWidth={1.5}
      strokeOpacity={opacity}
      fill={colourOf(series.slot)}
      fillOpacity={(model.series.length === 1 ? 0.14 : 0.7) * opacity}
      isAnimationActive={false}
      connectNulls={false}
    />
  );
}

/** A notch on the baseline where the covered set changed: the line may have moved for that alone. */
function changeMark(model: ChartModel, point: ChartPoint) {
  if (point.change === null) return null;
  return (
    <ReferenceDot
      key={point.key}
      x={point.key}
      y={model.axis.domain[0]}
      ifOverflow="visible"
      r={3}
      shape={({ cx = 0, cy = 0 }) => (
        <line x1={cx} x2={cx} y1={cy - 3} y2={cy + 3} stroke="var(--text-3)" strokeWidth={1.5} />
      )}
    />
  );
}

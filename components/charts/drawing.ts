import type { ChartModel, ChartPoint } from "#components/charts/chart-model.ts";

/** What every kind of drawing is given. */
export type DrawingProps = {
  readonly model: ChartModel;
  readonly height: number;
  readonly hidden: ReadonlySet<string>;
  readonly hovered: string | null;
  readonly onPoint: ((row: number) => void) | null;
};

export const TICK = { fontSize: 11.5, fill: "var(--text-3)" } as const;
export const MARGIN = { top: 10, right: 12, bottom: 0, left: 0 } as const;

/** Dims the others while one series is pointed at. */
export function opacityOf(key: string, hovered: string | null): number {
  return hovered === null || hovered === key ? 1 : 0.25;
}

const FEW_POINTS = 14;

/** Room between two ticks: a year of months keeps every name that fits, days are thinned. */
export function tickGap({ points }: ChartModel): number {
  return points.length <= FEW_POINTS ? 8 : 16;
}

/** Compared days stand back behind those asked about. */
export const GHOST_OPACITY = 0.45;

/** The text of a tick on the axis of values. */
export function axisText({ axis }: ChartModel, tick: number): string {
  return axis.texts[axis.ticks.indexOf(tick)] ?? "";
}

/** The text of a tick on the axis of points, cut where it would crowd out the drawing. */
export function pointText(points: readonly ChartPoint[], key: string): string {
  const text = points.find((point) => point.key === key)?.tick ?? "";
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

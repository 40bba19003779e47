import { type NumberFormat, tickTexts } from "#components/charts/number-format.ts";

export type Axis = {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly texts: readonly string[];
  /** True when the axis does not start at zero: the page must say so. */
  readonly broken: boolean;
};

const STEPS = [1, 2, 2.5, 5, 10] as const;
const MOST_INTERVALS = 5;
/** Below this share of the largest value a line would be flat from zero. */
const NARROW = 0.2;

type AxisInput = {
  readonly values: readonly number[];
  readonly format: NumberFormat;
  /** Bars always start at zero; a line may not when its values hardly differ. */
  readonly fromZero: boolean;
};

/** Three to six round ticks that hold every value. */
export function prepareAxis({ values, format, fromZero }: AxisInput): Axis {
  const top = Math.max(...values, 0);
  const bottom = Math.min(...values);
  const low = values.length === 0 ? 0 : bottom;
  const broken = !fromZero && low > 0 && top - low < top * NARROW && top > low;
  const floor = broken ? low : Math.min(low, 0);
  const ticks = niceTicks(floor, top === floor ? floor + 1 : top, format === "integer");
  const domain = [ticks[0] ?? 0, ticks.at(-1) ?? 1] as const;
  return { domain, ticks, texts: tickTexts(ticks, format), broken: broken && domain[0] > 0 };
}

function niceTicks(low: number, high: number, whole: boolean): readonly number[] {
  const step = niceStep((high - low) / MOST_INTERVALS, whole);
  const start = Math.floor(low / step);
  const end = Math.ceil(high / step - 1e-9);
  return Array.from({ length: end - start + 1 }, (_, index) => round((start + index) * step));
}

function niceStep(rough: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = STEPS.map((step) => step * power).filter((step) => !whole || Number.isInteger(step));
  return steps.find((step) => step >= rough * 0.999) ?? Math.max(1, 10 * power);
}

/** Cuts the dust that multiplying by 0.1 leaves. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}

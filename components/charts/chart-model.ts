import type { NumberFormat } from "#components/charts/number-format.ts";
import type { Axis } from "#components/charts/prepare-axis.ts";
import type { Day } from "#lib/consent/model.ts";
import type { BlankCode } from "#lib/semantic/answer.ts";

export type Series = {
  /** The raw value or the id of the measure: what colour and legend hold on to. */
  readonly key: string;
  readonly label: string;
  /** 1–8, or 0 for what is not one value. */
  readonly slot: number;
  /** The compared days of another series: drawn in its colour, fainter and dashed. */
  readonly ghost: boolean;
};

/** One x: a period or a category. Arrays run along `series`. */
export type ChartPoint = {
  readonly key: string;
  readonly tick: string;
  readonly title: string;
  /** Row of the answer, where exactly one stands behind this point. */
  readonly row: number | null;
  readonly values: readonly (number | null)[];
  readonly blanks: readonly (BlankCode | null)[];
  /** Values for the solid stroke, and for the dashed one that leads into an incomplete period. */
  readonly solid: readonly (number | null)[];
  readonly dashed: readonly (number | null)[];
  /** True where a value stands alone between two gaps and would be invisible as a line. */
  readonly alone: readonly boolean[];
  /** The last day that an incomplete period holds data for. */
  readonly through: Day | null;
  /** How the covered set changed in this period; null where it did not. */
  readonly change: { readonly entered: number; readonly left: number } | null;
};

export type ChartMark = { readonly key: string; readonly text: string; readonly words: string };

export type ChartKind = "line" | "area" | "bar" | "stacked_bar";

/** Everything a drawing needs; drawing decides nothing. */
export type ChartModel = {
  readonly kind: ChartKind;
  readonly horizontal: boolean;
  readonly series: readonly Series[];
  readonly points: readonly ChartPoint[];
  readonly axis: Axis;
  readonly format: NumberFormat;
  /** Name of the measure, when one panel does not name it by its legend. */
  readonly title: string;
  readonly target: { readonly value: number; readonly label: string } | null;
  /** Periods in which the definition of a figure became another, or something happened: a short sign and the words. */
  readonly marks: readonly ChartMark[];
  /** What the reader must know beside the picture: values left out, an axis that does not start at zero. */
  readonly notes: readonly string[];
  /** One sentence for those who do not see the picture. */
  readonly summary: string;
};

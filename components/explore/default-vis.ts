import type { VIS_TYPES, Vis } from "#lib/looks/contract.ts";
import type { Answer, AnswerColumn } from "#lib/semantic/answer.ts";

export type VisType = (typeof VIS_TYPES)[number];

export const VIS_LABELS: Readonly<Record<VisType, string>> = {
  table: "Table",
  line: "Line",
  bar: "Bar",
  stacked_bar: "Stacked bar",
  area: "Area",
  single_value: "Single value",
};

const MOST_BARS = 25;
const MOST_SERIES = 8;

/** The drawing that suits an answer when nobody chose one. */
export function defaultVis(answer: Answer): Vis {
  return { type: defaultType(answer), horizontal: false, target: null };
}

function defaultType(answer: Answer): VisType {
  const { time, dimensions, measures } = shapeOf(answer);
  if (measures.length === 0) return "table";
  if (time !== null) return fewSeries(answer, dimensions) ? "line" : "table";
  if (dimensions.length === 0) return "single_value";
  if (dimensions.length > 1) return "table";
  return answer.rows.length <= MOST_BARS ? "bar" : "table";
}

/** Why this answer cannot be drawn so, in a sentence; null when it can. */
export function whyNotVis(type: VisType, answer: Answer): string | null {
  const { time, dimensions, measures } = shapeOf(answer);
  switch (type) {
    case "table":
      return null;
    case "single_value":
      if (measures.length === 0) return "A single value needs a metric.";
      return dimensions.length === 0 ? null : "A single value cannot show a dimension.";
    case "line":
    case "area":
      if (measures.length === 0) return "A line needs a metric.";
      return time === null ? "A line needs a date with a grain." : null;
    case "bar":
    case "stacked_bar":
      if (measures.length === 0) return "Bars need a metric.";
      return time === null && dimensions.length === 0 ? "Bars need a dimension or a date." : null;
  }
}

type Shape = {
  readonly time: AnswerColumn | null;
  readonly dimensions: readonly AnswerColumn[];
  readonly measures: readonly AnswerColumn[];
};

function shapeOf(answer: Answer): Shape {
  return {
    time: answer.columns.find((column) => column.kind === "time") ?? null,
    dimensions: answer.columns.filter((column) => column.kind === "dimension"),
    measures: answer.columns.filter((column) => column.kind === "measure"),
  };
}

function fewSeries(answer: Answer, dimensions: readonly AnswerColumn[]): boolean {
  if (dimensions.length === 0) return true;
  if (dimensions.length > 1) return false;
  const at = answer.columns.findIndex((column) => column.kind === "dimension");
  return new Set(answer.rows.map((row) => row[at])).size <= MOST_SERIES;
}

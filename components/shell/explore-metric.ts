import type { Field } from "#lib/explore/contract.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { encodeQuestion } from "#lib/semantic/question-url.ts";

/** The address of an Explore that shows a metric over the last twelve months, where it has a time. */
export function exploreMetric({ id, metric }: Pick<Field, "id" | "metric">): string {
  const field = metric?.dimensions.find((dimension) => dimension.endsWith(".day"));
  const grain = metric?.grains.find((one) => one === "month") ?? metric?.grains[0] ?? null;
  const time: Question["time"] = field === undefined ? null : { field, grain, range: "12 months" };
  return `/explore?q=${encodeQuestion({ ...EMPTY_QUESTION, fields: [{ id }], time })}`;
}

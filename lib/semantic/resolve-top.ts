import type { Dimension } from "#lib/semantic/model.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import type { Question } from "#lib/semantic/question.ts";
import { type AskedMetric, invalid, type ResolvedTop } from "#lib/semantic/resolved.ts";

/** Stands for every value that is not among the largest; no value that anybody sends looks like it. */
export const OTHER_VALUE = "\u001fother";
export const OTHER_LABEL = "Other";

/** The dimension by its values and Other, and by which figure they are ranked; null where all values are shown. */
export function resolveTop(
  { topN }: Question,
  dimensions: readonly Dimension[],
  asked: readonly AskedMetric[],
  base: ResolvedTop["base"],
): ResolvedTop | null {
  if (topN === null) return null;
  const of = dimensions.find(({ id }) => id === topN.field);
  if (of === undefined) {
    const ids = dimensions.map(({ id }) => id);
    const meant = nearest(topN.field, ids) ?? (ids.join(", ") || "Add a dimension");
    throw invalid(
      `The largest can be kept only of a dimension that is shown, and "${topN.field}" is not.`,
      "topN.field",
      meant,
    );
  }
  const by = asked.find(({ metric }) => metric.id === topN.by);
  if (by === undefined) {
    const shown = asked.map(({ metric }) => metric.id).join(", ");
    throw invalid(`The largest are found by a figure that is shown, and "${topN.by}" is not.`, "topN.by", shown);
  }
  const dimension: Dimension = {
    ...of,
    type: "string",
    values: [...(of.values ?? []), { value: OTHER_VALUE, label: OTHER_LABEL, aliases: [] }],
    from: { kind: "top", of },
  };
  return { of, dimension, by, n: topN.n, other: topN.other, base };
}

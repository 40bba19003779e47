import type { Day } from "#lib/consent/model.ts";

/** What an author writes. */
export type AnnotationTexts = {
  readonly from: Day;
  readonly to: Day;
  readonly text: string;
  readonly metric: string | null;
  readonly source: string | null;
};

/** What an answer is about. `sources` are those that its figures come from. */
export type Touched = {
  readonly from: Day;
  readonly to: Day;
  readonly metrics: readonly string[];
  readonly sources: readonly string[];
};

/** Whether a reader of the answer should know of it: it shares a day, and is about what the answer shows. */
export function touches(annotation: AnnotationTexts, { from, to, metrics, sources }: Touched): boolean {
  const { metric, source } = annotation;
  const isAbout = (metric === null || metrics.includes(metric)) && (source === null || sources.includes(source));
  return annotation.from < to && annotation.to > from && isAbout;
}

import type { ChartModel, ChartPoint } from "#components/charts/chart-model.ts";
import type { AnswerAnnotation, DefinitionChange } from "#lib/semantic/answer.ts";
import { dayWords, rangeWords } from "#lib/semantic/calendar.ts";

/** Where in the picture a definition changed: the period that holds the day. */
export function prepareMarks(changes: readonly DefinitionChange[], points: readonly ChartPoint[]): ChartModel["marks"] {
  return changes.flatMap((change) => {
    const at = points.filter(({ key }) => key <= change.day).at(-1);
    return at === undefined ? [] : [{ key: at.key, text: `v${change.to}`, words: changeWords(change) }];
  });
}

/** What people noted, by letters in the order of days: at the period that holds the first day, or at the first one. */
export function annotationMarks(
  annotations: readonly AnswerAnnotation[],
  points: readonly ChartPoint[],
): ChartModel["marks"] {
  return annotations.flatMap((annotation, index) => {
    const at = points.filter(({ key }) => key <= annotation.from).at(-1) ?? points[0];
    const text = String.fromCodePoint("A".charCodeAt(0) + (index % 26));
    return at === undefined ? [] : [{ key: at.key, text, words: annotationWords(annotation) }];
  });
}

function annotationWords({ from, to, text }: AnswerAnnotation): string {
  return `${rangeWords({ from, to })}: ${text}`;
}

/** The change as a sentence, with the definition that the figures on the page follow. */
export function changeWords({ label, day, to, changed, shown }: DefinitionChange): string {
  return `${label} is defined anew from ${dayWords(day)} (version ${to}): ${changed} All figures here follow version ${shown}.`;
}

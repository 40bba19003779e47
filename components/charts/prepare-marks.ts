import type { ChartModel, ChartPoint } from "#components/charts/chart-model.ts";
import type { DefinitionChange } from "#lib/semantic/answer.ts";
import { dayWords } from "#lib/semantic/calendar.ts";

/** Where in the picture a definition changed: the period that holds the day. */
export function prepareMarks(changes: readonly DefinitionChange[], points: readonly ChartPoint[]): ChartModel["marks"] {
  return changes.flatMap(({ day, to }) => {
    const at = points.filter(({ key }) => key <= day).at(-1);
    return at === undefined ? [] : [{ key: at.key, text: `v${to}` }];
  });
}

/** The change as a sentence, with the definition that the figures on the page follow. */
export function changeWords({ label, day, to, changed, shown }: DefinitionChange): string {
  return `${label} is defined anew from ${dayWords(day)} (version ${to}): ${changed} All figures here follow version ${shown}.`;
}

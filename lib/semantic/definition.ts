import type { DefinitionChange } from "#lib/semantic/answer.ts";
import type { DayRange } from "#lib/semantic/calendar.ts";
import type { Metric, Model } from "#lib/semantic/model.ts";
import type { Question } from "#lib/semantic/question.ts";
import { invalid } from "#lib/semantic/resolved.ts";

/** A metric in the version that the question was saved with. */
export function pinned(model: Model, { versions }: Question, now: Metric): Metric {
  const { id, label } = now;
  const version = versions[id];
  if (version === undefined) return now;
  const known = model.versions.get(id) ?? [];
  const metric = known.find((one) => one.version === version);
  if (metric !== undefined) return metric;
  const list = known.map((one) => one.version).join(", ");
  throw invalid(`${label} has no version ${version} of its definition; there is ${list}.`, `versions.${id}`, list);
}

/** The question held to the definitions that it is saved under; what is held already stays. */
export function withVersions(model: Model, question: Question): Question {
  const metrics = question.fields.flatMap(({ id }) => model.metrics.get(id) ?? []);
  const versions = metrics.map(({ id, version }) => [id, question.versions[id] ?? version] as const);
  return { ...question, versions: Object.fromEntries(versions) };
}

/** Where in the range the definition of a shown metric became another. */
export function definitionChanges(
  model: Model,
  metrics: readonly Metric[],
  { from, to }: DayRange,
): DefinitionChange[] {
  return metrics.flatMap(({ id, label, version: shown }) =>
    (model.versions.get(id) ?? []).flatMap(({ version, since, changed }) =>
      since === null || changed === null || since < from || since >= to || version === 1
        ? []
        : [{ metric: id, label, day: since, from: version - 1, to: version, changed, shown }],
    ),
  );
}

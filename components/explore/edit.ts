import {
  type Catalogue,
  grainNeeded,
  grainsOf,
  metricsOf,
  timeFieldOf,
  whyNot,
} from "#components/explore/catalogue.ts";
import { withoutUses } from "#components/explore/edit-shape.ts";
import { ACCOUNT_TYPES } from "#lib/consent/model.ts";
import type { Field } from "#lib/explore/contract.ts";
import type { Grain, Question } from "#lib/semantic/question.ts";

/** A changed question, and a sentence when more than the person asked for had to change with it. */
export type Edited = { readonly question: Question; readonly note: string | null };

const FIRST_RANGE = "12 months";

/** Puts a field in or takes it out. A refused field leaves the question as it is and says why. */
export function toggleField(question: Question, field: Field, catalogue: Catalogue): Edited {
  if (field.kind === "time") return toggleTime(question, field, catalogue);
  if ([...question.fields, ...question.pivots].some((entry) => entry.id === field.id))
    return { question: withoutUses(question, field.id), note: null };
  const refusal = whyNot(field, question, catalogue);
  if (refusal !== null) return { question, note: refusal };
  const fields = ordered([...question.fields, { id: field.id }], catalogue);
  return settleTime({ ...question, fields }, catalogue);
}

export function isInUse(question: Question, id: string): boolean {
  return (
    [...question.fields, ...question.pivots].some((entry) => entry.id === id) ||
    (question.time?.field === id && question.time.grain !== null)
  );
}

export function addFilter(question: Question, field: Field): Question {
  return { ...question, filters: [...question.filters, { field: field.id, text: "" }] };
}

export function setFilterText(question: Question, at: number, text: string): Question {
  const filters = question.filters.map((filter, index) => (index === at ? { ...filter, text } : filter));
  return { ...question, filters };
}

export function removeFilter(question: Question, at: number): Question {
  return { ...question, filters: question.filters.filter((_, index) => index !== at) };
}

/** Dates for a question that has none, as its first metric is usually read. */
export function giveDates(question: Question, catalogue: Catalogue): Question {
  return settleTime(question, catalogue).question;
}

/** Changes the grain; without one the question is about the whole range and has no time column. */
export function setGrain(question: Question, grain: Grain | null): Question {
  if (question.time === null) return question;
  const { field } = question.time;
  const changed = { ...question, time: { ...question.time, grain } };
  if (grain !== null) return changed;
  return withoutUses(changed, field);
}

export function setRange(question: Question, range: string, catalogue: Catalogue): Question {
  const [metric] = metricsOf(question, catalogue);
  const field = question.time?.field ?? (metric === undefined ? null : timeFieldOf(metric, catalogue));
  if (field === null || range.trim() === "") return question;
  return { ...question, time: { field, grain: question.time?.grain ?? null, range: range.trim() } };
}

/** Null counts what each metric counts by itself. */
export function setPopulation(question: Question, types: readonly string[] | null): Question {
  const known = types === null ? [] : ACCOUNT_TYPES.filter((type) => types.includes(type));
  return { ...question, population: known.length === 0 ? null : known };
}

export function setLimit(question: Question, limit: number): Question {
  if (!Number.isFinite(limit)) return question;
  return { ...question, limit: Math.min(5000, Math.max(1, Math.round(limit))) };
}

export function setTotals(question: Question, grand: boolean): Question {
  return { ...question, totals: { ...question.totals, grand } };
}

/** Counts only who is seen throughout, or everybody again. */
export function setLikeForLike(question: Question, held: boolean): Question {
  return { ...question, like_for_like: held };
}

/** A click on a header: numbers and dates begin with the greatest, names with A; the third click ends it. */
export function cycleSort(question: Question, id: string, catalogue: Catalogue): Question {
  const first = catalogue.get(id)?.kind !== "dimension";
  const current = question.sort.find((entry) => entry.field === id);
  if (current === undefined) return { ...question, sort: [{ field: id, desc: first }] };
  if (current.desc === first) return { ...question, sort: [{ field: id, desc: !first }] };
  return { ...question, sort: [] };
}

/** A click on a date field: a time column at the usual grain, or none. */
function toggleTime(question: Question, field: Field, catalogue: Catalogue): Edited {
  const refusal = whyNot(field, question, catalogue);
  if (refusal !== null) return { question, note: refusal };
  const range = question.time?.range ?? FIRST_RANGE;
  if (question.time?.field !== field.id || question.time.grain === null) {
    const grain = usualGrain(question, catalogue);
    return { question: { ...question, time: { field: field.id, grain, range } }, note: null };
  }
  if (grainNeeded(question, catalogue)) {
    const metric = metricsOf(question, catalogue).find((each) => each.metric?.needsGrain === true);
    return { question, note: `${metric?.label ?? "A chosen metric"} needs a grain, so the date stays.` };
  }
  return { question: setGrain(question, null), note: null };
}

/** Gives the question a date, range and grain that its metrics can have. */
function settleTime(question: Question, catalogue: Catalogue): Edited {
  const dates = metricsOf(question, catalogue).map((metric) => timeFieldOf(metric, catalogue));
  const field = dates.find((date) => date === question.time?.field) ?? dates[0] ?? null;
  if (field === null) return { question, note: null };
  const sort = question.sort.map((entry) => (entry.field === question.time?.field ? { ...entry, field } : entry));
  const range = question.time?.range ?? FIRST_RANGE;
  const { grain, note } = settleGrain(question, catalogue);
  return { question: { ...question, sort, time: { field, grain, range } }, note };
}

/** Keeps the grain that was asked for where the metrics have it; a first metric gets the usual one. */
function settleGrain(
  question: Question,
  catalogue: Catalogue,
): { readonly grain: Grain | null; readonly note: string | null } {
  const usual = usualGrain(question, catalogue);
  if (question.time === null) return { grain: usual, note: null };
  const { grain } = question.time;
  if (grain === null) return { grain: grainNeeded(question, catalogue) ? usual : null, note: null };
  if (grainsOf(question, catalogue).includes(grain)) return { grain, note: null };
  return { grain: usual, note: `The grain changed from ${grain} to ${usual}, which all chosen metrics have.` };
}

function usualGrain(question: Question, catalogue: Catalogue): Grain {
  const grains = grainsOf(question, catalogue);
  return grains.includes("month") ? "month" : (grains[0] ?? "month");
}

function ordered(fields: readonly { id: string }[], catalogue: Catalogue): { id: string }[] {
  const isMetric = (entry: { id: string }): boolean => catalogue.get(entry.id)?.kind === "metric";
  return [...fields.filter((entry) => !isMetric(entry)), ...fields.filter(isMetric)];
}

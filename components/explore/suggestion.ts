import type { Catalogue } from "#components/explore/catalogue.ts";
import { setFilterText, setGrain } from "#components/explore/edit.ts";
import { parseFilterText, printFilterText } from "#components/explore/filter-text.ts";
import type { Place } from "#components/explore/place.ts";
import { GRAINS, type Question } from "#lib/semantic/question.ts";

/** Puts a suggested name where the server met one that it does not know; null where it is no such place or name. */
export function applySuggestion(
  question: Question,
  place: Place,
  suggestion: string | null,
  catalogue: Catalogue,
): Question | null {
  const grain = GRAINS.find((known) => known === suggestion);
  if (place.part === "grain") return grain === undefined ? null : setGrain(question, grain);
  if (suggestion === null) return null;
  if (place.part === "filter" && place.of === "text") return suggestValue(question, place.at, suggestion);
  if (!catalogue.has(suggestion)) return null;
  if (place.part === "field") {
    const fields = question.fields.map((entry, at) => (at === place.at ? { id: suggestion } : entry));
    return { ...question, fields };
  }
  if (place.part !== "filter") return null;
  const filters = question.filters.map((entry, at) => (at === place.at ? { ...entry, field: suggestion } : entry));
  return { ...question, filters };
}

/** The suggested value in place of the only one there is; a longer filter is for its author to mend. */
function suggestValue(question: Question, at: number, suggestion: string): Question | null {
  const form = parseFilterText(question.filters[at]?.text ?? "");
  const single = (form.operator === "is" || form.operator === "is_not") && form.values.length === 1;
  const text = single && !suggestion.includes(", ") ? printFilterText({ ...form, values: [suggestion] }) : null;
  return text === null ? null : setFilterText(question, at, text);
}

import { expect, test } from "vitest";
import { addFilter, setFilterText } from "#components/explore/edit.ts";
import { placeOf } from "#components/explore/place.ts";
import { applySuggestion } from "#components/explore/suggestion.ts";
import { ACTIVE, CATALOGUE, HOSTING } from "#components/explore/testing/fields.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";

const ASKED: Question = {
  ...EMPTY_QUESTION,
  fields: [{ id: HOSTING.id }, { id: ACTIVE.id }],
  time: { field: "instance_day.day", grain: "month", range: "12 months" },
};

test("a suggested name lands where the unknown one was, and nowhere else", () => {
  const question = addFilter(ASKED, HOSTING);
  const apply = (path: string, suggestion: string | null): Question | null =>
    applySuggestion(question, placeOf(path), suggestion, CATALOGUE);
  expect(apply("question.fields.1.id", "events")?.fields[1]).toEqual({ id: "events" });
  expect(apply("question.filters.0.field", "account.name")?.filters[0]?.field).toBe("account.name");
  expect(apply("question.time.grain", "week")?.time?.grain).toBe("week");
  expect(apply("question.time.grain", "Write one of day, week")).toBeNull();
  expect(apply("question.fields.1.id", "Write for example mau")).toBeNull();
  expect(apply("question.fields.1.id", null)).toBeNull();
  expect(apply("question", "mau")).toBeNull();
});

test("a suggested value replaces the only value of a filter, with what it needs of ^", () => {
  const filtered = setFilterText(addFilter(EMPTY_QUESTION, HOSTING), 0, "-manged");
  const apply = (question: Question, suggestion: string): string | undefined =>
    applySuggestion(question, placeOf("filters.0.text"), suggestion, CATALOGUE)?.filters[0]?.text;
  expect(apply(filtered, "managed")).toBe("-managed");
  expect(apply(filtered, "a,b")).toBe("-a^,b");
  expect(apply(filtered, "self-hosted, managed, dotcom")).toBeUndefined();
  expect(apply(setFilterText(filtered, 0, "manged,dotcom"), "managed")).toBeUndefined();
  expect(apply(setFilterText(filtered, 0, "%manged%"), "managed")).toBeUndefined();
});

import type { Day } from "#lib/consent/model.ts";
import { AppError } from "#lib/errors.ts";
import type { Calendar } from "#lib/semantic/calendar.ts";
import type { ValueType } from "#lib/semantic/expr/ast.ts";
import { fieldNamed } from "#lib/semantic/field-name.ts";
import { readNumberFilter } from "#lib/semantic/filter-number.ts";
import { readBooleanFilter, readDateFilter } from "#lib/semantic/filter-other.ts";
import { type FilterReading, readStringFilter } from "#lib/semantic/filter-text.ts";
import type { CodedValue, Dimension, Model } from "#lib/semantic/model.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import { isTrivial, matches, type Predicate, type Test } from "#lib/semantic/predicate.ts";
import type { Question } from "#lib/semantic/question.ts";
import { calendarOf } from "#lib/semantic/resolve-time.ts";
import { invalid } from "#lib/semantic/resolved.ts";

export type ReadFilter = {
  readonly dimension: Dimension;
  readonly predicate: Predicate;
  readonly words: string;
  readonly index: number;
};

/** Reads the text of each filter on a dimension; one that lets every value pass is left out. */
export function resolveFilters(model: Model, question: Question, clock: Day): ReadFilter[] {
  return question.filters.flatMap(({ field, text }, index) => {
    const named = fieldNamed(model, field, question.time?.field ?? null, `filters.${index}.field`);
    if (named.kind !== "dimension") return [];
    const { dimension } = named;
    const reading = readFilter(dimension.type, text, clock, calendarOf(question));
    const path = `filters.${index}.text`;
    if (!reading.ok) {
      const { message, offset, suggestion } = reading;
      throw new AppError("invalid_input", `${dimension.label}: ${message}`, { path, offset, suggestion });
    }
    if (isTrivial(reading.predicate)) return [];
    const predicate =
      dimension.values === null ? reading.predicate : decode(reading, dimension, dimension.values, path);
    return [{ dimension, predicate, words: reading.words, index }];
  });
}

function readFilter(type: ValueType, text: string, clock: Day, calendar: Calendar): FilterReading {
  switch (type) {
    case "number":
      return readNumberFilter(text);
    case "boolean":
      return readBooleanFilter(text);
    case "date":
      return readDateFilter(text, clock, calendar);
    case "string":
      return readStringFilter(text);
  }
}

/** Replaces labels and aliases by the codes they stand for; an unknown value is refused, never "nothing found". */
function decode(
  reading: FilterReading & { ok: true },
  dimension: Dimension,
  values: readonly CodedValue[],
  path: string,
): Predicate {
  const replace = (tests: readonly Test[]) => tests.flatMap((test) => codesOf(test, dimension, values, path));
  return { any: replace(reading.predicate.any), none: replace(reading.predicate.none) };
}

function codesOf(test: Test, dimension: Dimension, values: readonly CodedValue[], path: string): Test[] {
  if (test.op !== "like") return [test];
  const single: Predicate = { any: [test], none: [] };
  const hits = values.filter(({ value, label, aliases }) =>
    [value, label, ...aliases].some((name) => matches(single, name)),
  );
  if (hits.length > 0) return hits.map(({ value }) => ({ op: "like", segments: [value] }));
  const labels = values.map(({ label }) => label);
  const written = test.segments.join("%");
  const meant = nearest(written, labels);
  throw invalid(
    `${dimension.label} has no value "${written}"${meant === null ? "." : `, did you mean "${meant}"?`}`,
    path,
    meant ?? labels.join(", "),
  );
}

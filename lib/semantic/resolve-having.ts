import { AppError } from "#lib/errors.ts";
import { fieldNamed } from "#lib/semantic/field-name.ts";
import { readNumberFilter } from "#lib/semantic/filter-number.ts";
import type { Model } from "#lib/semantic/model.ts";
import { isTrivial, type Predicate } from "#lib/semantic/predicate.ts";
import type { Question } from "#lib/semantic/question.ts";
import { type AskedMetric, invalid, type Reading } from "#lib/semantic/resolved.ts";

export type ReadHaving = { readonly slot: number; readonly predicate: Predicate; readonly reading: Reading };

type Text = { readonly field: string; readonly text: string; readonly path: string };

/** Filters on figures, written as such or among the others. A row is kept by what it shows, so the figure must be shown. */
export function resolveHaving(model: Model, question: Question, asked: readonly AskedMetric[]): ReadHaving[] {
  const own = question.having.map((one, index) => ({ ...one, path: `having.${index}` }));
  const among = question.filters.map((one, index) => ({ ...one, path: `filters.${index}` }));
  return [...among, ...own].flatMap((one) => readOne(model, question, asked, one) ?? []);
}

function readOne(
  model: Model,
  { time }: Question,
  asked: readonly AskedMetric[],
  { field, text, path }: Text,
): ReadHaving | null {
  const named = fieldNamed(model, field, time?.field ?? null, `${path}.field`);
  if (named.kind !== "metric") {
    if (path.startsWith("filters")) return null;
    throw invalid(`"${field}" is no figure: filter by it among the filters.`, `${path}.field`, "filters");
  }
  const { id, label, format } = named.metric;
  const slot = asked.findIndex(({ metric }) => metric.id === id);
  if (slot === -1)
    throw invalid(`Rows can be kept by ${label} only where it is shown.`, `${path}.field`, `Add ${label}`);
  const reading = readNumberFilter(format === "percent" ? withoutPercent(text) : text);
  if (!reading.ok) {
    const { message, offset, suggestion } = reading;
    throw new AppError("invalid_input", `${label}: ${message}`, { path: `${path}.text`, offset, suggestion });
  }
  if (isTrivial(reading.predicate)) return null;
  return { slot, predicate: reading.predicate, reading: { field: id, label, words: reading.words } };
}

/** `>30%` is `>0.3`, in as many characters, so that places in the text stay what they are. */
function withoutPercent(text: string): string {
  return text.replaceAll(/(\d+(?:\.\d+)?)%/g, (written, digits: string) =>
    String(Number((Number(digits) / 100).toPrecision(12))).padEnd(written.length),
  );
}

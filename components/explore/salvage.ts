import { z } from "zod";
import { withoutUses } from "#components/explore/edit-shape.ts";
import { nearest } from "#components/explore/nearest.ts";
import type { Field } from "#lib/explore/contract.ts";
import { EMPTY_QUESTION, FieldId, GRAINS, Question } from "#lib/semantic/question.ts";

/** A piece of an address that could not be used: what was asked, and what was probably meant. */
export type Fault = { readonly what: string; readonly message: string; readonly suggestion: string | null };
export type Salvaged = { readonly question: Question; readonly faults: readonly Fault[] };

type Raw = Readonly<Record<string, unknown>>;
const RawObject = z.record(z.string(), z.unknown());

const NOT_READABLE: Fault = {
  what: "This link",
  message: "The link is damaged and could not be read, so Explore starts empty. Ask for the link again.",
  suggestion: null,
};

/** Takes every part of a question that can be used and says which parts cannot. Never throws. */
export function salvageQuestion(raw: unknown): Salvaged {
  const whole = Question.safeParse(raw);
  if (whole.success) return { question: whole.data, faults: [] };
  const object = RawObject.safeParse(raw);
  if (!object.success) return { question: EMPTY_QUESTION, faults: [NOT_READABLE] };
  const faults: Fault[] = [];
  const kept = {
    ...EMPTY_QUESTION,
    ...salvageLists(object.data, faults),
    ...salvageTime(object.data, faults),
    ...salvageRest(object.data, faults),
  };
  return { question: Question.parse(kept), faults: [...faults, ...unknownKeys(object.data)] };
}

/** Drops what the catalogue does not know, naming the nearest thing that it does. */
export function dropUnknownFields(question: Question, catalogue: readonly Field[]): Salvaged {
  const known = new Set([...catalogue.map(({ id }) => id), ...question.custom.map(({ id }) => id)]);
  const faults: Fault[] = [];
  const knows = (id: string, role: string): boolean => {
    if (known.has(id)) return true;
    const meant = nearest(id, [...known]);
    faults.push({
      what: `${role} ${id}`,
      message: `There is no ${role.toLowerCase()} called ${id}.`,
      suggestion: meant,
    });
    return false;
  };
  const fields = question.fields.filter((field) => knows(field.id, "Field"));
  const pivots = question.pivots.filter((pivot) => knows(pivot.id, "Pivot"));
  // A name that is no id is one that an older report gave; what it means is known where it is answered.
  const filters = question.filters.filter(({ field }) => !FieldId.safeParse(field).success || knows(field, "Filter"));
  const time = question.time !== null && knows(question.time.field, "Date field") ? question.time : null;
  if (faults.length === 0) return { question, faults };
  const shown = [...fields, ...pivots].map(({ id }) => id);
  const columns = new Set([...shown, ...(time === null ? [] : [time.field])]);
  const gone = [...question.fields, ...question.pivots].filter(({ id }) => !columns.has(id));
  const left = gone.reduce((kept, { id }) => withoutUses(kept, id), question);
  const sort = left.sort.filter((entry) => columns.has(entry.field));
  return { question: { ...left, fields, pivots, filters, time, sort }, faults };
}

type Lists = Pick<Question, "fields" | "pivots" | "filters" | "having" | "sort" | "calcs" | "custom">;

function salvageLists(raw: Raw, faults: Fault[]): Lists {
  const shape = Question.shape;
  return {
    fields: items(raw["fields"], shape.fields.element, "Field", faults),
    pivots: items(raw["pivots"], shape.pivots.element, "Pivot", faults).slice(0, 2),
    having: items(raw["having"], shape.having.element, "Filter on a figure", faults),
    calcs: items(raw["calcs"], shape.calcs.element, "Table calculation", faults),
    custom: items(raw["custom"], shape.custom.element, "Custom field", faults),
    filters: items(raw["filters"], shape.filters.element, "Filter", faults),
    sort: items(raw["sort"], shape.sort.element, "Sort", faults),
  };
}

function items<S extends z.ZodType>(raw: unknown, element: S, role: string, faults: Fault[]): z.output<S>[] {
  const list = z.array(z.unknown()).safeParse(raw);
  if (!list.success) return [];
  return list.data.flatMap((item) => {
    const parsed = element.safeParse(item);
    if (parsed.success) return [parsed.data];
    faults.push({
      what: `${role} ${short(item)}`,
      message: `${role}: ${firstMessage(parsed.error)}.`,
      suggestion: null,
    });
    return [];
  });
}

function salvageTime(raw: Raw, faults: Fault[]): Pick<Question, "time"> {
  const given = RawObject.safeParse(raw["time"]);
  if (!given.success) return { time: null };
  const whole = Question.shape.time.safeParse(given.data);
  if (whole.success) return { time: whole.data };
  const withoutGrain = Question.shape.time.safeParse({ ...given.data, grain: null });
  if (withoutGrain.success) {
    const asked = String(given.data["grain"]);
    const message = `There is no grain called ${asked}. Choose one of ${GRAINS.join(", ")}.`;
    faults.push({ what: `Grain ${asked}`, message, suggestion: nearest(asked, GRAINS) });
    return { time: withoutGrain.data };
  }
  faults.push({ what: "Time", message: `Time: ${firstMessage(withoutGrain.error)}.`, suggestion: null });
  return { time: null };
}

const REST_LABELS = {
  population: "Population",
  week_start: "Start of the week",
  fiscal: "Fiscal year",
  limit: "Row limit",
  totals: "Totals",
  compare: "Comparison",
  topN: "Largest values",
  like_for_like: "Like for like",
  versions: "Versions",
  no_rollup: "Rollups",
} as const;
const REST = Question.pick({
  population: true,
  week_start: true,
  fiscal: true,
  limit: true,
  totals: true,
  compare: true,
  topN: true,
  like_for_like: true,
  versions: true,
  no_rollup: true,
});

function salvageRest(raw: Raw, faults: Fault[]): z.infer<typeof REST> {
  const usual = z.record(z.string(), z.unknown()).parse(EMPTY_QUESTION);
  let kept: Raw = Object.fromEntries(Object.keys(REST_LABELS).map((key) => [key, usual[key]]));
  for (const [key, label] of Object.entries(REST_LABELS)) {
    if (raw[key] === undefined) continue;
    const parsed = REST.safeParse({ ...kept, [key]: raw[key] });
    if (parsed.success) kept = { ...kept, [key]: raw[key] };
    else faults.push({ what: label, message: `${label}: ${firstMessage(parsed.error)}.`, suggestion: null });
  }
  return REST.parse(kept);
}

function unknownKeys(raw: Raw): Fault[] {
  const known = Object.keys(Question.shape);
  return Object.keys(raw)
    .filter((key) => !known.includes(key))
    .map((key) => ({ what: key, message: `A question has no part called ${key}.`, suggestion: nearest(key, known) }));
}

function firstMessage(error: z.ZodError): string {
  return error.issues[0]?.message ?? "not understood";
}

function short(item: unknown): string {
  const object = RawObject.safeParse(item);
  const name = object.success ? (object.data["id"] ?? object.data["field"]) : item;
  return typeof name === "string" ? name.slice(0, 60) : "that is not readable";
}

import { z } from "zod";
import { nearest } from "#components/explore/nearest.ts";
import type { Field } from "#lib/explore/contract.ts";
import { EMPTY_QUESTION, GRAINS, Question } from "#lib/semantic/question.ts";

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
  const known = new Map(catalogue.map((field) => [field.id, field]));
  const faults: Fault[] = [];
  const knows = (id: string, role: string): boolean => {
    if (known.has(id)) return true;
    const meant = nearest(id, [...known.keys()]);
    faults.push({
      what: `${role} ${id}`,
      message: `There is no ${role.toLowerCase()} called ${id}.`,
      suggestion: meant,
    });
    return false;
  };
  const fields = question.fields.filter((field) => knows(field.id, "Field"));
  const filters = question.filters.filter((filter) => knows(filter.field, "Filter"));
  const time = question.time !== null && knows(question.time.field, "Date field") ? question.time : null;
  if (faults.length === 0) return { question, faults };
  const columns = new Set([...fields.map((field) => field.id), ...(time === null ? [] : [time.field])]);
  const sort = question.sort.filter((entry) => columns.has(entry.field));
  return { question: { ...question, fields, filters, time, sort }, faults };
}

function salvageLists(raw: Raw, faults: Fault[]): Pick<Question, "fields" | "filters" | "sort"> {
  const shape = Question.shape;
  return {
    fields: items(raw["fields"], shape.fields.element, "Field", faults),
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

const REST = Question.pick({ population: true, limit: true, totals: true, no_rollup: true }).partial();
const REST_LABELS = { population: "Population", limit: "Row limit", totals: "Totals", no_rollup: "Rollups" } as const;

function salvageRest(raw: Raw, faults: Fault[]): Partial<Question> {
  let kept: Raw = {};
  for (const [key, label] of Object.entries(REST_LABELS)) {
    if (raw[key] === undefined) continue;
    const parsed = REST.safeParse({ [key]: raw[key] });
    if (parsed.success) kept = { ...kept, [key]: raw[key] };
    else faults.push({ what: label, message: `${label}: ${firstMessage(parsed.error)}.`, suggestion: null });
  }
  const rest = REST.parse(kept);
  return {
    ...(rest.population === undefined ? {} : { population: rest.population }),
    ...(rest.limit === undefined ? {} : { limit: rest.limit }),
    ...(rest.totals === undefined ? {} : { totals: rest.totals }),
    ...(rest.no_rollup === undefined ? {} : { no_rollup: rest.no_rollup }),
  };
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

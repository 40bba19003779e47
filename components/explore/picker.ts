import { type Catalogue, whyNot } from "#components/explore/catalogue.ts";
import { isInUse } from "#components/explore/edit.ts";
import type { Field } from "#lib/explore/contract.ts";
import type { Question } from "#lib/semantic/question.ts";

export const PICKER_TABS = ["all", "in_use"] as const;
export type PickerTab = (typeof PICKER_TABS)[number];

export type PickerField = {
  readonly field: Field;
  readonly inUse: boolean;
  /** Its values are columns. */
  readonly pivoted: boolean;
  readonly filtered: boolean;
  /** Why it cannot be added to the question, or null. */
  readonly refusal: string | null;
};
export type PickerGroup = { readonly label: string; readonly fields: readonly PickerField[] };

const KIND_ORDER = { metric: 0, time: 1, dimension: 2 } as const;

/** The letter that stands beside the colour of a field. */
export const KIND_LETTERS = { metric: "M", time: "T", dimension: "D" } as const;
export const KIND_LABELS = { metric: "Metric", time: "Date", dimension: "Dimension" } as const;

/** The field picker's groups for a question: searched, in the model's order, metrics first. */
export function pickerGroups(question: Question, catalogue: Catalogue, tab: PickerTab, search: string): PickerGroup[] {
  const groups = new Map<string, PickerField[]>();
  for (const field of [...catalogue.values()].sort(byKind)) {
    const entry = pickerField(field, question, catalogue);
    const wanted = tab === "all" || entry.inUse || entry.filtered;
    if (wanted && matches(field, search)) groups.set(field.group, [...(groups.get(field.group) ?? []), entry]);
  }
  return [...groups].map(([label, fields]) => ({ label, fields }));
}

/** True when every word of the search stands in the label, description, group, id or a synonym. */
export function matches(field: Field, search: string): boolean {
  const text = [field.label, field.description, field.group, field.id, ...field.synonyms].join("\n").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function pickerField(field: Field, question: Question, catalogue: Catalogue): PickerField {
  const inUse = isInUse(question, field.id);
  const filtered = question.filters.some((filter) => filter.field === field.id);
  const pivoted = question.pivots.some((pivot) => pivot.id === field.id);
  return { field, inUse, pivoted, filtered, refusal: inUse ? null : whyNot(field, question, catalogue) };
}

function byKind(one: Field, other: Field): number {
  return KIND_ORDER[one.kind] - KIND_ORDER[other.kind];
}

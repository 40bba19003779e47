import {
  type FilterForm,
  needsValues,
  type Operator,
  parseFilterText,
  printFilterText,
} from "#components/explore/filter-text.ts";

/**
 * A filter row whose form the text alone cannot carry: still without a value, or an operator chosen
 * for a text that would read as another. It holds only while the text is the one it was made for.
 */
export type FilterDraft = { readonly form: FilterForm; readonly text: string };

export function shownForm(text: string, draft: FilterDraft | null | undefined): FilterForm {
  return draft?.text === text ? draft.form : parseFilterText(text);
}

/** The text and draft after an edit. An unfinished form keeps the text that was in force. */
export function changeForm(
  text: string,
  form: FilterForm,
): { readonly text: string; readonly draft: FilterDraft | null } {
  const printed = printFilterText(form);
  if (printed === null) return { text, draft: { form, text } };
  const carried = JSON.stringify(parseFilterText(printed)) === JSON.stringify(form);
  return { text: printed, draft: carried ? null : { form, text: printed } };
}

/** True while a row has an operator but nothing to compare with. */
export function isUnfinished(text: string, draft: FilterDraft | null | undefined): boolean {
  return printFilterText(shownForm(text, draft)) === null;
}

/** The drafts with one of them put in place. */
export function placeDraft(
  drafts: readonly (FilterDraft | null)[],
  at: number,
  draft: FilterDraft | null,
): (FilterDraft | null)[] {
  const length = Math.max(drafts.length, at + 1);
  return Array.from({ length }, (_, index) => (index === at ? draft : (drafts[index] ?? null)));
}

/** The same row with another operator; values go along where both take values, and as text to `advanced`. */
export function withOperator(form: FilterForm, operator: Operator): FilterForm {
  if (!needsValues(operator)) return { operator, values: [] };
  if (operator === "advanced") {
    const text = printFilterText(form) ?? "";
    return { operator, values: text === "" ? [] : [text] };
  }
  return { operator, values: form.operator === "advanced" ? [] : form.values };
}

import { useState } from "react";
import { addFilter, removeFilter, setFilterText } from "#components/explore/edit.ts";
import { changeForm, type FilterDraft, isUnfinished, placeDraft, shownForm } from "#components/explore/filter-draft.ts";
import type { FilterForm } from "#components/explore/filter-text.ts";
import type { Field } from "#lib/explore/contract.ts";
import type { Question } from "#lib/semantic/question.ts";

export type FilterRows = {
  readonly forms: readonly FilterForm[];
  /** Rows that still lack a value. */
  readonly unfinished: readonly number[];
  readonly add: (field: Field) => void;
  readonly change: (at: number, form: FilterForm) => void;
  readonly remove: (at: number) => void;
};

/** The filters of a question as rows, with what their text alone cannot say. */
export function useFilterRows(question: Question, edit: (question: Question) => void): FilterRows {
  const [drafts, setDrafts] = useState<readonly (FilterDraft | null)[]>([]);
  return {
    forms: question.filters.map((filter, at) => shownForm(filter.text, drafts[at])),
    unfinished: question.filters.flatMap((filter, at) => (isUnfinished(filter.text, drafts[at]) ? [at] : [])),
    add(field) {
      const operator = field.type === "number" ? "advanced" : "is";
      const draft: FilterDraft = { form: { operator, values: [] }, text: "" };
      setDrafts(placeDraft(drafts, question.filters.length, draft));
      edit(addFilter(question, field));
    },
    change(at, form) {
      const { text, draft } = changeForm(question.filters[at]?.text ?? "", form);
      setDrafts(placeDraft(drafts, at, draft));
      edit(setFilterText(question, at, text));
    },
    remove(at) {
      setDrafts(drafts.filter((_, index) => index !== at));
      edit(removeFilter(question, at));
    },
  };
}

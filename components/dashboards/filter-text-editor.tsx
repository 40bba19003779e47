"use client";

import { useState } from "react";
import { FilterValues } from "#components/dashboards/filter-values.tsx";
import {
  type FilterForm,
  needsValues,
  OPERATOR_LABELS,
  type Operator,
  parseFilterText,
  printFilterText,
} from "#components/explore/filter-text.ts";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { DashboardFilter } from "#lib/dashboards/contract.ts";

const OFFERED = ["any", "is", "is_not", "contains", "starts", "ends", "blank", "not_blank", "advanced"] as const;

type EditorProps = {
  readonly filter: DashboardFilter;
  readonly text: string;
  readonly onChange: (text: string) => void;
};

/** A filter on words: operator and values. What is whole applies at once. */
export function FilterTextEditor({ filter, text, onChange }: EditorProps) {
  const [form, setForm] = useState<FilterForm>(() => opened(text));
  function change(next: FilterForm) {
    setForm(next);
    const printed = printFilterText(next);
    // Without values a row says nothing yet, and taking the last value away means any value.
    if (printed !== null) onChange(printed);
    else if (next.operator === form.operator && form.values.length > 0) onChange("");
  }
  const picks = filter.suggest && (form.operator === "is" || form.operator === "is_not");
  return (
    <div className="flex flex-col gap-3">
      <Select<Operator>
        size="sm"
        aria-label={`${filter.name}: how to match`}
        className="w-full"
        value={form.operator}
        options={offered(form.operator).map((operator) => ({ value: operator, label: OPERATOR_LABELS[operator] }))}
        onChange={(operator) => {
          change({ operator, values: needsValues(operator) ? form.values : [] });
        }}
      />
      {picks && (
        <FilterValues
          field={filter.field}
          label={filter.name}
          values={form.values}
          onChange={(values) => {
            change({ ...form, values });
          }}
        />
      )}
      {!picks && needsValues(form.operator) && (
        <TypedValue
          name={filter.name}
          value={form.values.join(form.operator === "advanced" ? "" : ", ")}
          onApply={(value) => {
            change({ ...form, values: [value] });
          }}
        />
      )}
    </div>
  );
}

/** A filter without a value opens where most people begin: at picking one. */
function opened(text: string): FilterForm {
  const form = parseFilterText(text);
  return form.operator === "any" ? { operator: "is", values: [] } : form;
}

function offered(current: Operator): readonly Operator[] {
  return OFFERED.some((operator) => operator === current) ? OFFERED : [...OFFERED, current];
}

type TypedValueProps = {
  readonly name: string;
  readonly value: string;
  readonly onApply: (value: string) => void;
};

function TypedValue({ name, value, onApply }: TypedValueProps) {
  const [draft, setDraft] = useState(value);
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onApply(draft.trim());
      }}
    >
      <Input
        aria-label={`${name}: value`}
        value={draft}
        onChange={(event) => {
          setDraft(event.target.value);
        }}
        className="h-8"
      />
      <Button type="submit" size="sm" variant="primary" disabled={draft.trim() === "" || draft === value}>
        Apply
      </Button>
    </form>
  );
}

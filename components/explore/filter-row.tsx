import { X } from "lucide-react";
import { useId } from "react";
import { AdvancedInput } from "#components/explore/advanced-input.tsx";
import { withOperator } from "#components/explore/filter-draft.ts";
import { type FilterForm, needsValues, OPERATOR_LABELS, OPERATORS } from "#components/explore/filter-text.ts";
import { SuggestInput } from "#components/explore/suggest-input.tsx";
import { TokenInput } from "#components/explore/token-input.tsx";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Select } from "#components/ui/select.tsx";

const OPTIONS = OPERATORS.map((value) => ({ value, label: OPERATOR_LABELS[value] }));
const NUMBER_OPTIONS = OPTIONS.filter(({ value }) => ["any", "null", "not_null", "advanced"].includes(value));

type FilterRowProps = {
  readonly field: string;
  readonly label: string;
  readonly suggest: boolean;
  /** Numbers are filtered by text such as `>10` or `[1,5)`. */
  readonly numeric: boolean;
  readonly form: FilterForm;
  /** The row's meaning in plain words. */
  readonly words: string | null;
  readonly problem: string | null;
  readonly onChange: (form: FilterForm) => void;
  readonly onRemove: () => void;
};

/** One filter: what, how, which values, and what that means. */
export function FilterRow(props: FilterRowProps) {
  const { label, form, words, problem, onChange, onRemove } = props;
  const note = useId();
  return (
    <li className="grid grid-cols-[1fr_auto] items-start gap-x-2 gap-y-1 py-1.5 md:grid-cols-[10rem_1fr_auto]">
      <span className="flex min-h-8 items-center font-medium text-sm max-md:order-1">{label}</span>
      <div className="flex flex-wrap items-center gap-2 max-md:order-3 max-md:col-span-2">
        <Select
          size="sm"
          className="w-44"
          aria-label={`${label}: operator`}
          aria-describedby={note}
          value={form.operator}
          options={props.numeric ? NUMBER_OPTIONS : OPTIONS}
          onChange={(operator) => {
            onChange(withOperator(form, operator));
          }}
        />
        <Values {...props} note={note} />
      </div>
      <IconButton label={`Remove the filter on ${label}`} onClick={onRemove} className="max-md:order-2">
        <X aria-hidden />
      </IconButton>
      <p
        id={note}
        className={cn(
          "text-xs empty:hidden max-md:order-4 md:col-start-2",
          problem === null ? "text-text-2" : "text-bad",
        )}
      >
        {problem ?? words}
      </p>
    </li>
  );
}

function Values({
  field,
  label,
  suggest,
  numeric,
  form,
  problem,
  onChange,
  note,
}: FilterRowProps & { readonly note: string }) {
  if (!needsValues(form.operator)) return null;
  const setValues = (values: readonly string[]): void => {
    onChange({ operator: form.operator, values });
  };
  const invalid = problem !== null;
  if (form.operator === "advanced") {
    return (
      <AdvancedInput
        className="h-8 min-w-40 flex-1 font-mono text-sm"
        label={`${label}: filter text`}
        placeholder={numeric ? ">10, [1,5) or NOT 7" : "FOO%,-BAR"}
        text={form.values[0] ?? ""}
        invalid={invalid}
        describedBy={note}
        onChange={(text) => {
          setValues([text]);
        }}
      />
    );
  }
  const exact = form.operator === "is" || form.operator === "is_not";
  if (exact && suggest)
    return <SuggestInput field={field} label={`${label}: values`} values={form.values} onChange={setValues} />;
  return (
    <TokenInput
      label={`${label}: values`}
      values={form.values}
      onChange={setValues}
      invalid={invalid}
      describedBy={note}
    />
  );
}

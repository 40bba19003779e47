import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { suggestOptions } from "#components/explore/queries.ts";
import { useDebounced } from "#components/explore/use-debounced.ts";
import { Combobox, type ComboboxOption } from "#components/ui/combobox.tsx";

type SuggestInputProps = {
  readonly field: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly label: string;
};

/** Values that the reader may see, suggested while they type; what they typed can be taken as it is. */
export function SuggestInput({ field, values, onChange, label }: SuggestInputProps) {
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed, 180);
  const suggested = useQuery(suggestOptions(field, search));
  const found = suggested.data?.values ?? [];
  const emptyWords = suggested.isError ? "Suggestions are not available; type the value." : "No such value in sight.";
  return (
    <Combobox
      multiple
      className="h-8 w-64 flex-1"
      label={label}
      placeholder="Choose values"
      value={values}
      options={optionsOf(found, values, typed)}
      onChange={onChange}
      onSearch={setTyped}
      loading={suggested.isPending}
      empty={emptyWords}
    />
  );
}

function optionsOf(found: readonly string[], values: readonly string[], typed: string): ComboboxOption[] {
  const chosen = values.filter((value) => !found.includes(value) && matches(value, typed));
  const known = [...chosen, ...found];
  const own = typed.trim() !== "" && !known.some((value) => value.toLowerCase() === typed.trim().toLowerCase());
  return [
    ...known.map((value) => ({ value, label: value })),
    ...(own ? [{ value: typed.trim(), label: typed.trim(), hint: "as typed" }] : []),
  ];
}

function matches(value: string, typed: string): boolean {
  return value.toLowerCase().includes(typed.trim().toLowerCase());
}

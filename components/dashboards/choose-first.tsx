"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useDeferredValue, useState } from "react";
import type { Filters } from "#components/dashboards/use-filters.ts";
import { printFilterText } from "#components/explore/filter-text.ts";
import { suggestOptions } from "#components/explore/queries.ts";
import { Combobox } from "#components/ui/combobox.tsx";
import type { Dashboard } from "#lib/dashboards/contract.ts";

type ChooseFirstProps = { readonly dashboard: Dashboard; readonly filters: Filters };

/** Some dashboards mean little until one filter is chosen: they ask for it. */
export function ChooseFirst({ dashboard, filters }: ChooseFirstProps) {
  const filter = dashboard.filters.find(({ prompt }) => prompt !== null);
  if (filter?.prompt == null || filters.texts.get(filter.name) !== "") return null;
  return (
    <div className="mb-1 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border bg-surface px-4 py-3">
      <Search aria-hidden className="size-4 text-text-3" />
      <p className="min-w-0 flex-1 text-base">{filter.prompt}</p>
      <Choice
        field={filter.field}
        label={filter.name}
        onChoose={(value) => {
          filters.set(filter.name, printFilterText({ operator: "is", values: [value] }) ?? "");
        }}
      />
    </div>
  );
}

type ChoiceProps = {
  readonly field: string;
  readonly label: string;
  readonly onChoose: (value: string) => void;
};

function Choice({ field, label, onChoose }: ChoiceProps) {
  const [text, setText] = useState("");
  const { data, isFetching } = useQuery(suggestOptions(field, useDeferredValue(text.trim())));
  return (
    <Combobox
      label={label}
      placeholder={`Choose: ${label}`}
      className="w-72"
      value={[]}
      options={(data?.values ?? []).map((value) => ({ value, label: value }))}
      onSearch={setText}
      loading={isFetching}
      onChange={([value]) => {
        if (value !== undefined) onChoose(value);
      }}
    />
  );
}

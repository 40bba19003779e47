import { ChevronRight, Search } from "lucide-react";
import { useState } from "react";
import { togglePivot } from "#components/explore/edit-shape.ts";
import { FieldRow } from "#components/explore/field-row.tsx";
import { PICKER_TABS, type PickerGroup, type PickerTab, pickerGroups } from "#components/explore/picker.ts";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Input } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";

const TAB_LABELS = { all: "All fields", in_use: "In use" } as const;
const TABS = PICKER_TABS.map((value) => ({ value, label: TAB_LABELS[value] }));

/** Search in the model, put fields in and out of the question, filter by them, read what they mean. */
export function FieldPicker({ explorer }: { readonly explorer: Explorer }) {
  const [tab, setTab] = useState<PickerTab>("all");
  const [search, setSearch] = useState("");
  const groups = pickerGroups(explorer.question, explorer.catalogue, tab, search);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-col gap-2 border-b p-3">
        <Input
          type="search"
          icon={<Search />}
          value={search}
          placeholder="Search fields"
          aria-label="Search fields"
          onChange={(event) => {
            setSearch(event.target.value);
          }}
        />
        <Segmented
          value={tab}
          onChange={setTab}
          options={TABS}
          label="Which fields"
          className="self-stretch *:flex-1"
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        {groups.map((group) => (
          <Group key={group.label} group={group} explorer={explorer} />
        ))}
        {groups.length === 0 && <p className="px-2 py-6 text-center text-sm text-text-2">{emptyWords(tab, search)}</p>}
      </div>
    </div>
  );
}

function Group({ group, explorer }: { readonly group: PickerGroup; readonly explorer: Explorer }) {
  const inUse = group.fields.filter((entry) => entry.inUse).length;
  return (
    <details open className="group/fold mb-1">
      <summary className="flex h-8 list-none items-center gap-1.5 rounded-md px-1.5 font-semibold text-text-2 text-xs hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open/fold:rotate-90" />
        {group.label}
        {inUse > 0 && <span className="ml-auto pr-1 text-accent tabular-nums">{inUse}</span>}
      </summary>
      <ul className="flex flex-col gap-px">
        {group.fields.map((entry) => (
          <FieldRow
            key={entry.field.id}
            entry={entry}
            onToggle={() => {
              explorer.toggle(entry.field);
            }}
            onFilter={() => {
              explorer.filters.add(entry.field);
            }}
            onPivot={() => {
              explorer.edit(togglePivot(explorer.question, entry.field.id));
            }}
          />
        ))}
      </ul>
    </details>
  );
}

function emptyWords(tab: PickerTab, search: string): string {
  if (search !== "") return `No field has “${search}” in its name, meaning or synonyms.`;
  return tab === "in_use" ? "Nothing is chosen yet." : "The model has no fields.";
}

import { useId } from "react";
import { setCompare } from "#components/explore/edit-shape.ts";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Select } from "#components/ui/select.tsx";

const NONE = "none";
const OPTIONS = [
  { value: NONE, label: "Nothing" },
  { value: "previous_period", label: "Previous period" },
  { value: "previous_year", label: "Previous year" },
];

/** The days that the figures stand against. */
export function CompareSelect({ explorer }: { readonly explorer: Explorer }) {
  const id = useId();
  const { question, run, stale } = explorer;
  if (question.time === null) return null;
  const words = stale ? null : (run.last?.answer.compare?.words ?? null);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-text-2 text-xs">
        Compare with
      </label>
      <Select
        id={id}
        size="sm"
        className="w-44"
        value={question.compare ?? NONE}
        options={OPTIONS}
        onChange={(name) => {
          explorer.edit(setCompare(question, name));
        }}
      />
      <p className="text-text-2 text-xs empty:hidden">{words}</p>
    </div>
  );
}

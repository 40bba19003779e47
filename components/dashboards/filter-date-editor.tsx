"use client";

import { Check } from "lucide-react";
import { useId, useState } from "react";
import { RANGE_PRESETS } from "#components/explore/time-range.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Input } from "#components/ui/input.tsx";
import type { DashboardFilter } from "#lib/dashboards/contract.ts";
import { readDates } from "#lib/dashboards/model.ts";

type EditorProps = {
  readonly filter: DashboardFilter;
  readonly text: string;
  /** The last complete day of data: what ranges are counted from. */
  readonly clock: string;
  readonly onChange: (text: string) => void;
};

const PRESETS = [{ text: "", label: "Each tile's own range" }, ...RANGE_PRESETS];

/** A filter on dates: text in Looker's words with its reading, and the usual ranges. */
export function FilterDateEditor({ filter, text, clock, onChange }: EditorProps) {
  const [draft, setDraft] = useState(text);
  const note = useId();
  const reading = draft.trim() === "" ? null : readDates(draft, clock);
  function pick(next: string) {
    setDraft(next);
    onChange(next);
  }
  return (
    <div className="flex flex-col gap-2">
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (reading === null || reading.ok) onChange(draft.trim());
        }}
      >
        <Input
          aria-label={`${filter.name}: range`}
          aria-describedby={note}
          aria-invalid={reading?.ok === false}
          placeholder="For example: 90 days"
          value={draft}
          onChange={(event) => {
            setDraft(event.target.value);
          }}
          className="h-8"
        />
        <Button type="submit" size="sm" variant="primary" disabled={draft.trim() === text || reading?.ok === false}>
          Apply
        </Button>
      </form>
      <p id={note} className={cn("text-xs", reading?.ok === false ? "text-bad" : "text-text-2")}>
        {readingWords(reading)}
      </p>
      <ul aria-label="Usual ranges" className="-mx-2 max-h-72 overflow-y-auto">
        {PRESETS.map((preset) => (
          <li key={preset.text}>
            <button
              type="button"
              aria-pressed={text === preset.text}
              onClick={() => {
                pick(preset.text);
              }}
              className="flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2 pointer-coarse:min-h-11"
            >
              <Check aria-hidden className={cn("size-4 text-accent", text !== preset.text && "invisible")} />
              {preset.label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function readingWords(reading: ReturnType<typeof readDates> | null): string {
  if (reading === null) return "Every tile keeps the range of its Look.";
  return reading.ok ? `Means ${reading.words}.` : `${reading.message} ${reading.suggestion}`;
}

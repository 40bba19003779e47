"use client";

import { CalendarDays, ChevronDown } from "lucide-react";
import { useState } from "react";
import { FilterDateEditor } from "#components/dashboards/filter-date-editor.tsx";
import { FilterTextEditor } from "#components/dashboards/filter-text-editor.tsx";
import { shortWords } from "#components/dashboards/filter-words.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Popover } from "#components/ui/popover.tsx";
import type { DashboardFilter } from "#lib/dashboards/contract.ts";

type FilterPillProps = {
  readonly filter: DashboardFilter;
  readonly text: string;
  /** Set when the text could not be used. */
  readonly fault: boolean;
  readonly clock: string;
  readonly onChange: (text: string) => void;
  readonly className?: string;
};

/** One filter of the bar: what is in force, and the way to change it. */
export function FilterPill({ filter, text, fault, clock, onChange, className }: FilterPillProps) {
  const [open, setOpen] = useState(false);
  const set = text !== "";
  const Icon = filter.kind === "date" ? CalendarDays : ChevronDown;
  const trigger = (
    <button
      type="button"
      className={cn(
        "inline-flex h-8 max-w-72 items-center gap-1.5 rounded-md border px-2.5 text-sm transition-colors hover:bg-surface-2 pointer-coarse:h-11",
        pillColour(fault, set),
        className,
      )}
    >
      <span className={set ? "" : "text-text-2"}>{filter.name}</span>
      {set && <span className="truncate font-medium">{shortWords(filter, text)}</span>}
      <Icon aria-hidden className="ml-auto size-3.5 shrink-0 opacity-70" />
    </button>
  );
  return (
    <Popover trigger={trigger} label={filter.name} open={open} onOpenChange={setOpen}>
      <Editor
        filter={filter}
        text={text}
        clock={clock}
        onChange={onChange}
        onDone={() => {
          setOpen(false);
        }}
      />
    </Popover>
  );
}

function pillColour(fault: boolean, set: boolean): string {
  if (fault) return "border-warn/60 bg-warn-soft text-warn";
  return set ? "border-accent/60 bg-accent-soft text-accent" : "border-control/50 bg-surface text-text";
}

type EditorProps = Omit<FilterPillProps, "fault" | "className"> & { readonly onDone: () => void };

function Editor({ filter, text, clock, onChange, onDone }: EditorProps) {
  const [round, setRound] = useState(0);
  return (
    <>
      <div className="mb-3 flex min-h-8 items-center justify-between gap-2">
        <h3 className="font-semibold text-sm">{filter.name}</h3>
        {text !== filter.default && (
          <Button
            variant="ghost"
            size="sm"
            className="-mr-2"
            onClick={() => {
              onChange(filter.default);
              setRound(round + 1);
            }}
          >
            Clear
          </Button>
        )}
      </div>
      {filter.kind === "date" ? (
        <FilterDateEditor
          key={round}
          filter={filter}
          text={text}
          clock={clock}
          onChange={(next) => {
            onChange(next);
            onDone();
          }}
        />
      ) : (
        <FilterTextEditor key={round} filter={filter} text={text} onChange={onChange} />
      )}
    </>
  );
}

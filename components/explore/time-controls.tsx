import { CalendarRange } from "lucide-react";
import { useId, useState } from "react";
import { AdvancedInput } from "#components/explore/advanced-input.tsx";
import { grainNeeded, grainsOf } from "#components/explore/catalogue.ts";
import { DaysForm } from "#components/explore/days-form.tsx";
import { giveDates, setGrain, setRange } from "#components/explore/edit.ts";
import { placeOf, problemWords } from "#components/explore/place.ts";
import { RANGE_PRESETS, rangeLabel } from "#components/explore/time-range.ts";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Popover } from "#components/ui/popover.tsx";
import { Select, type SelectOption } from "#components/ui/select.tsx";
import { GRAINS } from "#lib/semantic/question.ts";

const GRAIN_LABELS = { day: "Day", week: "Week", month: "Month", quarter: "Quarter", year: "Year" } as const;
const WHOLE = "whole";

/** The days of the question and how they are cut. */
export function TimeControls({ explorer }: { readonly explorer: Explorer }) {
  const { time } = explorer.question;
  if (time === null) return <NoDates explorer={explorer} />;
  const problem = problemOf(explorer, ["range"]);
  return (
    <>
      <div className="flex flex-col gap-1">
        <span className="text-text-2 text-xs">Time range</span>
        <RangePopover explorer={explorer} range={time.range} problem={problem} />
        <RangeNote explorer={explorer} problem={problem} />
      </div>
      <GrainSelect explorer={explorer} grain={time.grain} />
    </>
  );
}

/** Figures of the registry may stand without dates; everything else is given some. */
function NoDates({ explorer }: { readonly explorer: Explorer }) {
  if (!explorer.runnable) return <p className="self-center text-sm text-text-2">Choose a metric to set its dates.</p>;
  return (
    <div className="flex flex-col gap-1">
      <span className="text-text-2 text-xs">Time range</span>
      <Button
        size="sm"
        className="self-start"
        onClick={() => {
          explorer.edit(giveDates(explorer.question, explorer.catalogue));
        }}
      >
        <CalendarRange aria-hidden /> Choose dates
      </Button>
    </div>
  );
}

type RangeProps = { readonly explorer: Explorer; readonly range: string; readonly problem: string | null };

function RangePopover({ explorer, range, problem }: RangeProps) {
  const [open, setOpen] = useState(false);
  function choose(text: string): void {
    explorer.edit(setRange(explorer.question, text, explorer.catalogue));
    setOpen(false);
  }
  const trigger = (
    <Button
      size="sm"
      aria-label={`Time range: ${rangeLabel(range)}`}
      className={cn("self-start", problem !== null && "border-bad")}
    >
      <CalendarRange aria-hidden />
      {rangeLabel(range)}
    </Button>
  );
  return (
    <Popover label="Time range" trigger={trigger} open={open} onOpenChange={setOpen} className="w-104">
      <div className="grid grid-cols-2 gap-1">
        {RANGE_PRESETS.map((preset) => (
          <button
            key={preset.text}
            type="button"
            aria-pressed={preset.text === range}
            onClick={() => {
              choose(preset.text);
            }}
            className="h-8 whitespace-nowrap rounded-md px-2 text-left text-sm hover:bg-surface-2 aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent pointer-coarse:h-11"
          >
            {preset.label}
          </button>
        ))}
      </div>
      <DaysForm range={range} onChoose={choose} />
      <RangeText range={range} problem={problem} onChoose={choose} />
    </Popover>
  );
}

type RangeTextProps = Pick<RangeProps, "range" | "problem"> & { readonly onChoose: (text: string) => void };

function RangeText({ range, problem, onChoose }: RangeTextProps) {
  const note = useId();
  return (
    <div className="mt-3 border-t pt-3">
      <AdvancedInput
        className="h-8 font-mono text-sm"
        label="Time range as text"
        placeholder="2026-Q2, last 3 months…"
        text={range}
        invalid={problem !== null}
        describedBy={note}
        onChange={onChoose}
      />
      <p id={note} className={cn("mt-1 text-xs", problem === null ? "text-text-2" : "text-bad")}>
        {problem ?? "Or write it: 90 days, last complete week, after 2026-01-01, 2026-Q2."}
      </p>
    </div>
  );
}

function RangeNote({ explorer, problem }: Omit<RangeProps, "range">) {
  const { run, stale } = explorer;
  const words = stale ? null : (run.last?.answer.range?.words ?? null);
  return (
    <p className={cn("max-w-80 text-xs empty:hidden", problem === null ? "text-text-2" : "text-bad")}>
      {problem ?? words}
    </p>
  );
}

function GrainSelect({ explorer, grain }: { readonly explorer: Explorer; readonly grain: string | null }) {
  const id = useId();
  const { question, catalogue } = explorer;
  const possible = grainsOf(question, catalogue);
  const problem = problemOf(explorer, ["grain"]);
  const options: SelectOption[] = [
    ...GRAINS.map((value) => ({
      value,
      label: GRAIN_LABELS[value],
      disabled: !possible.includes(value),
    })),
    { value: WHOLE, label: "Whole range", disabled: grainNeeded(question, catalogue) },
  ];
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-text-2 text-xs">
        Grain
      </label>
      <Select
        id={id}
        size="sm"
        className="w-36"
        value={grain ?? WHOLE}
        options={options}
        aria-invalid={problem !== null}
        onChange={(next) => {
          explorer.edit(setGrain(question, GRAINS.find((known) => known === next) ?? null));
        }}
      />
      {problem !== null && <p className="max-w-60 text-bad text-xs">{problem}</p>}
    </div>
  );
}

function problemOf({ problem }: Explorer, parts: readonly string[]): string | null {
  if (problem === null || !parts.includes(placeOf(problem.path).part)) return null;
  return problemWords(problem);
}

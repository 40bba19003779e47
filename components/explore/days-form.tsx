import { useState } from "react";
import { daysOfRange, rangeOfDays } from "#components/explore/time-range.ts";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";

type DaysFormProps = { readonly range: string; readonly onChoose: (range: string) => void };

/** A first and a last day, both included. */
export function DaysForm({ range, onChoose }: DaysFormProps) {
  const given = daysOfRange(range);
  const [first, setFirst] = useState(given?.first ?? "");
  const [last, setLast] = useState(given?.last ?? "");
  const text = rangeOfDays(first, last);
  return (
    <form
      className="mt-3 grid grid-cols-[1fr_1fr_auto] items-end gap-2 border-t pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== null) onChoose(text);
      }}
    >
      <DayInput label="First day" value={first} onChange={setFirst} />
      <DayInput label="Last day" value={last} onChange={setLast} />
      <Button type="submit" size="sm" disabled={text === null}>
        Set
      </Button>
    </form>
  );
}

type DayInputProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

function DayInput({ label, value, onChange }: DayInputProps) {
  return (
    <label className="flex flex-col gap-1 text-text-2 text-xs">
      {label}
      <Input
        type="date"
        className="h-8 px-2 text-sm"
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </label>
  );
}

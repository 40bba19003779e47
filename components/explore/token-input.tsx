import { useState } from "react";
import { Chip } from "#components/ui/chip.tsx";
import { Input } from "#components/ui/input.tsx";

type TokenInputProps = {
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly label: string;
  readonly invalid: boolean;
  readonly describedBy: string;
};

/** Several values typed one after the other; Enter or leaving the field takes the one being typed. */
export function TokenInput({ values, onChange, label, invalid, describedBy }: TokenInputProps) {
  const [typed, setTyped] = useState("");
  function take(): void {
    if (typed.trim() === "") return;
    onChange([...values.filter((value) => value !== typed), typed]);
    setTyped("");
  }
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
      {values.map((value) => (
        <Chip
          key={value}
          removeLabel={`Remove ${value}`}
          onRemove={() => {
            onChange(values.filter((other) => other !== value));
          }}
        >
          <span className="truncate">{value}</span>
        </Chip>
      ))}
      <Input
        className="h-8 w-40 flex-1 text-sm"
        value={typed}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        placeholder={values.length === 0 ? "Type a value" : "or…"}
        onBlur={take}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.metaKey && !event.ctrlKey) take();
          if (event.key === "Backspace" && typed === "") onChange(values.slice(0, -1));
        }}
      />
    </div>
  );
}

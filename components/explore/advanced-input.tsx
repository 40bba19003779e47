import { useState } from "react";
import { Input } from "#components/ui/input.tsx";

type AdvancedInputProps = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly label: string;
  readonly placeholder: string;
  readonly invalid: boolean;
  readonly describedBy: string;
  readonly className?: string;
};

/** Raw text that counts once it is finished: on Enter, or when the field is left. */
export function AdvancedInput({ text, onChange, label, invalid, describedBy, ...rest }: AdvancedInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  function finish(): void {
    if (typed !== null && typed !== text) onChange(typed);
    setTyped(null);
  }
  return (
    <Input
      {...rest}
      value={typed ?? text}
      spellCheck={false}
      autoComplete="off"
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      onBlur={finish}
      onChange={(event) => {
        setTyped(event.target.value);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish();
        if (event.key === "Escape") setTyped(null);
      }}
    />
  );
}

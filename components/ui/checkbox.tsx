"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "#components/ui/cn.ts";

type CheckboxProps = {
  readonly checked: boolean | "indeterminate";
  readonly onChange: (checked: boolean) => void;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
  readonly className?: string;
};

export function Checkbox({ checked, onChange, label, hint, disabled = false, className }: CheckboxProps) {
  const id = useId();
  return (
    <span className={cn("flex min-h-8 items-start gap-2.5 py-1 pointer-coarse:min-h-11", className)}>
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => {
          onChange(next === true);
        }}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-surface text-on-accent transition-colors disabled:opacity-50 data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent"
      >
        <Radix.Indicator>
          {checked === "indeterminate" ? (
            <Minus aria-hidden className="size-3" strokeWidth={3} />
          ) : (
            <Check aria-hidden className="size-3" strokeWidth={3} />
          )}
        </Radix.Indicator>
      </Radix.Root>
      <label htmlFor={id} className="cursor-pointer text-base">
        {label}
        {hint !== undefined && <span className="block text-text-2 text-sm">{hint}</span>}
      </label>
    </span>
  );
}

"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { cn } from "#components/ui/cn.ts";
import { CONTROL } from "#components/ui/input.tsx";

export type SelectOption<V extends string = string> = {
  readonly value: V;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
};

type SelectProps<V extends string> = {
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly options: readonly SelectOption<V>[];
  readonly placeholder?: string;
  readonly id?: string;
  readonly size?: "sm" | "md";
  readonly disabled?: boolean;
  readonly className?: string;
  readonly "aria-label"?: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: boolean;
};

/** One of a few values. Values must not be the empty string. */
export function Select<V extends string>(props: SelectProps<V>) {
  const {
    value,
    onChange,
    options,
    placeholder = "Choose…",
    size = "md",
    disabled = false,
    className,
    ...aria
  } = props;
  function pick(next: string) {
    const option = options.find((candidate) => candidate.value === next);
    if (option !== undefined) onChange(option.value);
  }
  return (
    <Radix.Root value={value ?? ""} onValueChange={pick} disabled={disabled}>
      <Radix.Trigger
        className={cn(
          CONTROL,
          "inline-flex w-auto items-center justify-between gap-2 text-left text-sm data-placeholder:text-text-3",
          size === "sm" && "h-8 px-2.5",
          className,
        )}
        {...aria}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder}>
            {options.find((option) => option.value === value)?.label ?? placeholder}
          </Radix.Value>
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-text-3" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="fade-in-0 z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-96 animate-in overflow-hidden rounded-lg border bg-surface shadow-raised duration-120"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Option key={option.value} option={option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Option({ option }: { readonly option: SelectOption }) {
  return (
    <Radix.Item
      value={option.value}
      disabled={option.disabled === true}
      className="relative flex min-h-8 select-none items-start rounded-md py-1.5 pr-3 pl-8 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-surface-2 pointer-coarse:min-h-11"
    >
      <Radix.ItemIndicator className="absolute top-2 left-2">
        <Check aria-hidden className="size-4 text-accent" />
      </Radix.ItemIndicator>
      <span>
        <Radix.ItemText>{option.label}</Radix.ItemText>
        {option.hint !== undefined && <span className="block text-text-3 text-xs">{option.hint}</span>}
      </span>
    </Radix.Item>
  );
}

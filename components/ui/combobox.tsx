"use client";

import { Command } from "cmdk";
import { Check, ChevronsUpDown } from "lucide-react";
import { Popover as Radix } from "radix-ui";
import { useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { CONTROL } from "#components/ui/input.tsx";

export type ComboboxOption = { readonly value: string; readonly label: string; readonly hint?: string };

type ComboboxProps = {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly options: readonly ComboboxOption[];
  readonly multiple?: boolean;
  readonly placeholder?: string;
  readonly id?: string;
  readonly label: string;
  /** Set when the server searches: options are then shown as given. */
  readonly onSearch?: (text: string) => void;
  readonly loading?: boolean;
  /** Said when nothing matches. */
  readonly empty?: string;
  readonly className?: string;
};

const LIST =
  "fade-in-0 z-50 w-(--radix-popover-trigger-width) min-w-64 max-w-[calc(100vw-1rem)] animate-in overflow-hidden rounded-lg border bg-surface shadow-raised duration-120";

/** Search in a list and pick one or several. */
export function Combobox(props: ComboboxProps) {
  const { value, onChange, options, multiple = false, placeholder = "Any value", label, className } = props;
  const [open, setOpen] = useState(false);
  const shown = value.map((one) => options.find((option) => option.value === one)?.label ?? one).join(", ");
  function toggle(picked: string) {
    if (!multiple) {
      onChange([picked]);
      setOpen(false);
      return;
    }
    onChange(value.includes(picked) ? value.filter((one) => one !== picked) : [...value, picked]);
  }
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger
        {...(props.id === undefined ? {} : { id: props.id })}
        aria-label={shown === "" ? label : `${label}: ${shown}`}
        className={cn(CONTROL, "flex items-center justify-between gap-2 text-left text-sm", className)}
      >
        <span className={cn("truncate", shown === "" && "text-text-3")}>{shown === "" ? placeholder : shown}</span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-text-3" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content aria-label={label} align="start" sideOffset={4} collisionPadding={8} className={LIST}>
          <Options {...props} onToggle={toggle} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Options(props: ComboboxProps & { readonly onToggle: (value: string) => void }) {
  const { options, value, label, onSearch, loading = false, empty = "Nothing matches", onToggle } = props;
  return (
    <Command shouldFilter={onSearch === undefined} label={label}>
      <Command.Input
        placeholder="Search…"
        className="h-10 w-full border-b bg-transparent px-3 text-base outline-none placeholder:text-text-3"
        {...(onSearch === undefined ? {} : { onValueChange: onSearch })}
      />
      <Command.List className="max-h-72 overflow-y-auto p-1">
        <Command.Empty className="px-3 py-6 text-center text-sm text-text-2">
          {loading ? "Searching…" : empty}
        </Command.Empty>
        {options.map((option) => (
          <Command.Item
            key={option.value}
            value={option.value}
            keywords={[option.label]}
            onSelect={() => {
              onToggle(option.value);
            }}
            className="flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2 py-1 text-sm data-[selected=true]:bg-surface-2 pointer-coarse:min-h-11"
          >
            <Check
              aria-hidden
              className={cn("size-4 shrink-0 text-accent", !value.includes(option.value) && "invisible")}
            />
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.hint !== undefined && <span className="text-text-3 text-xs">{option.hint}</span>}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}

"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

type Segment<V extends string> = {
  readonly value: V;
  readonly label: ReactNode;
  /** Needed when the label is an icon. */
  readonly name?: string;
};

type SegmentedProps<V extends string> = {
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly options: readonly Segment<V>[];
  readonly label: string;
  readonly className?: string;
};

/** One of two to six choices, all in sight. */
export function Segmented<V extends string>({ value, onChange, options, label, className }: SegmentedProps<V>) {
  function pick(next: string) {
    const option = options.find((candidate) => candidate.value === next);
    if (option !== undefined) onChange(option.value);
  }
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={pick}
      aria-label={label}
      className={cn(
        "inline-flex h-8 items-center gap-0.5 rounded-md bg-surface-3 p-0.5 pointer-coarse:h-11",
        className,
      )}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          {...(option.name === undefined ? {} : { "aria-label": option.name, title: option.name })}
          className="inline-flex h-full min-w-8 items-center justify-center gap-1.5 whitespace-nowrap rounded-[5px] px-2.5 font-medium text-sm text-text-2 transition-colors hover:text-text data-[state=on]:bg-surface data-[state=on]:text-text data-[state=on]:shadow-[0_1px_2px_rgb(16_24_40/0.12)] [&_svg]:size-4"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

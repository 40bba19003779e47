"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

type Tab<V extends string> = { readonly value: V; readonly label: ReactNode; readonly content: ReactNode };

type TabsProps<V extends string> = {
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly tabs: readonly Tab<V>[];
  readonly label: string;
  /** Beside the tab list, at its end. */
  readonly actions?: ReactNode;
  readonly className?: string;
};

export function Tabs<V extends string>({ value, onChange, tabs, label, actions, className }: TabsProps<V>) {
  function pick(next: string) {
    const tab = tabs.find((candidate) => candidate.value === next);
    if (tab !== undefined) onChange(tab.value);
  }
  return (
    <Radix.Root value={value} onValueChange={pick} className={cn("flex flex-col", className)}>
      <div className="flex items-center justify-between gap-3 border-b">
        <Radix.List aria-label={label} className="flex gap-4 overflow-x-auto">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className="-mb-px h-10 whitespace-nowrap border-transparent border-b-2 px-0.5 font-medium text-sm text-text-2 transition-colors hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
            >
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {actions}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="min-h-0 flex-1 focus-visible:outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

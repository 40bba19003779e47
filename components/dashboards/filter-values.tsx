"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Check } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { suggestOptions } from "#components/explore/queries.ts";
import { cn } from "#components/ui/cn.ts";

type FilterValuesProps = {
  readonly field: string;
  readonly label: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
};

/** Values to tick, suggested through the consent gate while one types. */
export function FilterValues({ field, label, values, onChange }: FilterValuesProps) {
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim());
  const { data, error, isPending } = useQuery(suggestOptions(field, asked));
  const others = (data?.values ?? []).filter((value) => asked !== "" || !values.includes(value));
  const shown = asked === "" ? [...values, ...others] : others;
  function toggle(value: string) {
    onChange(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  }
  return (
    <Command shouldFilter={false} label={label} className="-mx-4">
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="Search values…"
        className="h-9 w-full border-y bg-transparent px-4 text-sm outline-none placeholder:text-text-3"
      />
      <Command.List className="max-h-64 overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-5 text-center text-sm text-text-2">
          {emptyWords(isPending, error)}
        </Command.Empty>
        {shown.map((value) => (
          <Command.Item
            key={value}
            value={value}
            onSelect={() => {
              toggle(value);
            }}
            className="flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2.5 py-1 text-sm data-[selected=true]:bg-surface-2 pointer-coarse:min-h-11"
          >
            <Check aria-hidden className={cn("size-4 shrink-0 text-accent", !values.includes(value) && "invisible")} />
            <span className="min-w-0 flex-1 truncate">{value}</span>
            {values.includes(value) && <span className="sr-only">chosen</span>}
          </Command.Item>
        ))}
        {data?.more === true && <p className="px-2.5 py-1.5 text-text-3 text-xs">There are more: type to narrow.</p>}
      </Command.List>
    </Command>
  );
}

function emptyWords(pending: boolean, error: Error | null): string {
  if (pending) return "Searching…";
  return error === null ? "Nothing matches among the values that may be seen." : error.message;
}

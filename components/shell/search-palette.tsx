"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { useState } from "react";
import { SearchResults } from "#components/shell/search-results.tsx";
import { useSearch } from "#components/shell/use-search.ts";
import type { Permission } from "#lib/access/permission.ts";

type SearchPaletteProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly permissions: readonly Permission[];
};

/** Goes anywhere by name: pages, dashboards, Looks, customers, metrics. */
export function SearchPalette({ open, onOpenChange, permissions }: SearchPaletteProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fade-in-0 fixed inset-0 z-40 animate-in bg-overlay duration-120" />
        <Radix.Content
          aria-describedby={undefined}
          className="fade-in-0 zoom-in-98 fixed top-[12vh] left-1/2 z-50 w-[min(calc(100vw-1.5rem),38rem)] -translate-x-1/2 animate-in overflow-hidden rounded-xl border bg-surface shadow-raised duration-120"
        >
          <Radix.Title className="sr-only">Search Candor</Radix.Title>
          <Palette
            permissions={permissions}
            onDone={() => {
              onOpenChange(false);
            }}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type PaletteProps = { readonly permissions: readonly Permission[]; readonly onDone: () => void };

function Palette({ permissions, onDone }: PaletteProps) {
  const router = useRouter();
  const [text, setText] = useState("");
  const { groups, asked, searching, selected, setSelected } = useSearch(text, permissions);
  function go(href: string) {
    onDone();
    router.push(href);
  }
  return (
    <Command shouldFilter={false} label="Search Candor" loop value={selected} onValueChange={setSelected}>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="Search customers, dashboards, Looks, metrics…"
        className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none placeholder:text-text-3"
      />
      <Command.List className="max-h-[min(60vh,26rem)] overflow-y-auto p-2">
        <SearchResults groups={groups} asked={asked} searching={searching} onGo={go} />
      </Command.List>
    </Command>
  );
}

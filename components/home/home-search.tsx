"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { SearchResults } from "#components/shell/search-results.tsx";
import { useSearch } from "#components/shell/use-search.ts";
import type { Permission } from "#lib/access/permission.ts";

/** The search of the palette, in the page and ready to be typed into. */
export function HomeSearch({ permissions }: { readonly permissions: readonly Permission[] }) {
  const router = useRouter();
  const [text, setText] = useState("");
  const { groups, asked, searching, selected, setSelected } = useSearch(text, permissions);
  return (
    <Command
      shouldFilter={false}
      label="Search Candor"
      loop
      value={selected}
      onValueChange={setSelected}
      className="relative max-w-3xl"
      onKeyDown={(event) => {
        if (event.key === "Escape") setText("");
      }}
    >
      <Search aria-hidden className="pointer-events-none absolute top-3 left-3.5 size-5 text-text-3" />
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder="Search customers, dashboards, Looks…"
        className="h-11 w-full rounded-lg border border-control bg-surface pr-4 pl-11 text-lg placeholder:text-text-3 hover:border-text-3 focus-visible:outline-offset-0"
      />
      <Command.List
        hidden={text === ""}
        className="absolute inset-x-0 top-12 z-20 max-h-[26rem] overflow-y-auto rounded-lg border bg-surface p-2 shadow-raised"
      >
        {text !== "" && (
          <SearchResults
            groups={groups}
            asked={asked}
            searching={searching}
            onGo={(href) => {
              router.push(href);
            }}
          />
        )}
      </Command.List>
    </Command>
  );
}

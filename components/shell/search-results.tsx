"use client";

import { Command } from "cmdk";
import type { Found, FoundGroup } from "#components/shell/use-search.ts";

type SearchResultsProps = {
  readonly groups: readonly FoundGroup[];
  /** The text that was looked for. */
  readonly asked: string;
  readonly searching: boolean;
  readonly onGo: (href: string) => void;
};

export function SearchResults({ groups, asked, searching, onGo }: SearchResultsProps) {
  return (
    <>
      <Command.Empty className="px-3 py-8 text-center text-sm text-text-2">
        {searching ? "Searching…" : `Nothing is called “${asked}”.`}
      </Command.Empty>
      {groups.map(({ heading, found }) => (
        <Command.Group
          key={heading}
          heading={heading}
          className="pb-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-text-3 [&_[cmdk-group-heading]]:text-xs"
        >
          {found.map((one) => (
            <Item key={one.href} found={one} onGo={onGo} />
          ))}
        </Command.Group>
      ))}
    </>
  );
}

type ItemProps = { readonly found: Found; readonly onGo: (href: string) => void };

function Item({ found: { href, label, hint, icon: Icon }, onGo }: ItemProps) {
  return (
    <Command.Item
      value={href}
      onSelect={() => {
        onGo(href);
      }}
      className="flex min-h-9 cursor-pointer select-none items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-surface-3/80 pointer-coarse:min-h-11"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-text-3" />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      <span className="text-text-3 text-xs">{hint}</span>
    </Command.Item>
  );
}

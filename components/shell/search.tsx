"use client";

import { Search as SearchIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { SearchPalette } from "#components/shell/search-palette.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import type { Permission } from "#lib/access/permission.ts";

/** The field that opens the palette, from anywhere by Ctrl or Cmd and K. */
export function Search({ permissions }: { readonly permissions: readonly Permission[] }) {
  const [open, setOpen] = useState(false);
  // Home has the field itself in the page.
  const inPage = usePathname() === "/";
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((now) => !now);
    }
    document.addEventListener("keydown", press);
    return () => {
      document.removeEventListener("keydown", press);
    };
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => {
          setOpen(true);
        }}
        hidden={inPage}
        className="flex h-8 min-w-0 items-center gap-2 rounded-md border border-control/50 bg-canvas px-2.5 text-left text-sm text-text-2 transition-colors hover:border-control sm:w-72 pointer-coarse:h-11 [&[hidden]]:hidden"
      >
        <SearchIcon aria-hidden className="size-4 shrink-0 text-text-3" />
        <span className="flex-1 truncate">Search</span>
        <span aria-hidden className="flex gap-1 max-sm:hidden">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <SearchPalette open={open} onOpenChange={setOpen} permissions={permissions} />
    </>
  );
}

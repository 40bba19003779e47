"use client";

import { KeyRound, LogOut, Monitor, Moon, Sun } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import type { ShellPerson } from "#components/shell/person.ts";
import { remember } from "#components/shell/remember.ts";
import { THEME_COOKIE, type Theme } from "#components/shell/theme.ts";
import { signOut } from "#components/sign-in/auth-form.ts";
import {
  DropdownMenu,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
} from "#components/ui/dropdown-menu.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { ROLE_LABELS } from "#lib/access/model.ts";

const THEME_OPTIONS = [
  { value: "light", label: <Sun aria-hidden />, name: "Light" },
  { value: "dark", label: <Moon aria-hidden />, name: "Dark" },
  { value: "system", label: <Monitor aria-hidden />, name: "As the system" },
] as const;

export function PersonMenu({ person, theme }: { readonly person: ShellPerson; readonly theme: Theme }) {
  return (
    <DropdownMenu
      trigger={
        <button
          type="button"
          aria-label={`${person.name}, ${ROLE_LABELS[person.role]}: your menu`}
          className="flex h-8 items-center gap-2 rounded-md px-1 hover:bg-surface-3/70 pointer-coarse:h-11"
        >
          <span
            aria-hidden
            data-initials={initials(person.name)}
            className="flex size-7 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent text-xs before:content-[attr(data-initials)]"
          />
          <span aria-hidden className="text-sm max-xl:hidden">
            {person.name}
          </span>
        </button>
      }
    >
      <div className="px-2.5 pt-2 pb-1.5">
        <p className="font-medium text-sm">{person.name}</p>
        <p className="text-text-2 text-xs">{person.email}</p>
        <p className="mt-1 text-text-2 text-xs">{ROLE_LABELS[person.role]}</p>
      </div>
      <DropdownMenuSeparator />
      <DropdownMenuLabel>Theme</DropdownMenuLabel>
      <ThemeSwitch initial={theme} />
      <DropdownMenuSeparator />
      <DropdownMenuItem asChild>
        <Link href="/request-access">
          <KeyRound aria-hidden />
          Request access
        </Link>
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<LogOut aria-hidden />}
        onSelect={() => {
          void signOut();
        }}
      >
        Sign out
      </DropdownMenuItem>
    </DropdownMenu>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
}

function ThemeSwitch({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(() => shown(initial));
  const group = useRef<HTMLDivElement>(null);
  function choose(next: Theme) {
    setTheme(next);
    remember(THEME_COOKIE, next);
    if (next === "system") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.dataset["theme"] = next;
  }
  return (
    <div ref={group} className="px-2 pb-2">
      <Segmented
        label="Theme"
        value={theme}
        onChange={choose}
        options={THEME_OPTIONS}
        className="w-full [&>*]:flex-1"
      />
    </div>
  );
}

/** The menu is drawn anew each time it opens: the page knows better than what it was first given. */
function shown(initial: Theme): Theme {
  if (typeof document === "undefined") return initial;
  const { theme } = document.documentElement.dataset;
  return theme === "light" || theme === "dark" ? theme : "system";
}

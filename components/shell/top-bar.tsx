"use client";

import { useQuery } from "@tanstack/react-query";
import { Menu } from "lucide-react";
import { LogoMark } from "#components/shell/logo.tsx";
import type { ShellPerson } from "#components/shell/person.ts";
import { PersonMenu } from "#components/shell/person-menu.tsx";
import { estateOptions } from "#components/shell/queries.ts";
import { Search } from "#components/shell/search.tsx";
import type { Theme } from "#components/shell/theme.ts";
import { Badge } from "#components/ui/badge.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";

type TopBarProps = {
  readonly person: ShellPerson;
  readonly theme: Theme;
  readonly sampleData: boolean;
  readonly onMenu: () => void;
};

export function TopBar({ person, theme, sampleData, onMenu }: TopBarProps) {
  return (
    <header className="sticky top-0 z-30 flex h-12 shrink-0 items-center gap-2 border-b bg-surface/95 px-3 backdrop-blur-sm md:gap-3 md:px-4">
      <span className="flex items-center gap-1 md:hidden">
        <IconButton label="Open the navigation" onClick={onMenu}>
          <Menu aria-hidden />
        </IconButton>
        <LogoMark className="max-[400px]:hidden" />
      </span>
      <Search permissions={person.permissions} />
      <span className="ml-auto flex items-center gap-2 md:gap-3">
        <Clocks />
        {sampleData && (
          <Tooltip content="Invented companies and figures, generated on this machine.">
            <button type="button" className="cursor-default! rounded">
              <Badge kind="accent">
                Sample<span className="max-sm:hidden"> data</span>
              </Badge>
            </button>
          </Tooltip>
        )}
        <PersonMenu person={person} theme={theme} />
      </span>
    </header>
  );
}

/** Until when data has arrived, and on which day consent is read. */
function Clocks() {
  const { data } = useQuery(estateOptions());
  if (data === undefined) return null;
  const { data: through, consent } = data.clocks;
  const unknown = data.isLoaded === false ? "No data loaded yet" : "Last data day not known";
  return (
    <Tooltip content="Data: the last complete day that has been loaded. Consent: the day on which it is read. Both are UTC days.">
      <button
        type="button"
        className="flex cursor-default! items-center gap-3 rounded-md px-1 text-text-2 text-xs tabular-nums max-lg:hidden"
      >
        <span>{through === null ? unknown : `Data to ${through}`}</span>
        <span>Consent of {consent}</span>
      </button>
    </Tooltip>
  );
}

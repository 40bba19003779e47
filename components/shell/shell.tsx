"use client";

import { PanelLeft } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { LogoMark } from "#components/shell/logo.tsx";
import { Nav } from "#components/shell/nav.tsx";
import type { ShellPerson } from "#components/shell/person.ts";
import { remember } from "#components/shell/remember.ts";
import { NAV_COOKIE, type Theme } from "#components/shell/theme.ts";
import { TopBar } from "#components/shell/top-bar.tsx";
import { cn } from "#components/ui/cn.ts";
import { Drawer } from "#components/ui/drawer.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";

type ShellProps = {
  readonly person: ShellPerson;
  readonly theme: Theme;
  readonly narrow: boolean;
  readonly sampleData: boolean;
  readonly children: ReactNode;
};

/** The frame around every signed-in page. */
export function Shell({ person, theme, narrow: remembered, sampleData, children }: ShellProps) {
  const [narrow, setNarrow] = useState(remembered);
  const [sheet, setSheet] = useState(false);
  function toggle() {
    setNarrow(!narrow);
    remember(NAV_COOKIE, narrow ? "full" : "narrow");
  }
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2 focus:shadow-raised"
      >
        Skip to content
      </a>
      <aside
        className={cn(
          "sticky top-0 flex h-dvh w-14 shrink-0 flex-col border-r bg-surface max-md:hidden",
          !narrow && "lg:w-58",
        )}
      >
        <Brand narrow={narrow} />
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Nav permissions={person.permissions} width={narrow ? "narrow" : "auto"} />
        </div>
        <div className="p-2 max-lg:hidden">
          <IconButton label={narrow ? "Widen the navigation" : "Narrow the navigation"} onClick={toggle}>
            <PanelLeft aria-hidden />
          </IconButton>
        </div>
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar
          person={person}
          theme={theme}
          sampleData={sampleData}
          onMenu={() => {
            setSheet(true);
          }}
        />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 focus-visible:outline-none">
          {children}
        </main>
      </div>
      <Drawer side="left" open={sheet} onOpenChange={setSheet} title="Candor" className="w-72 md:hidden">
        <div className="-mx-4">
          <Nav
            permissions={person.permissions}
            width="full"
            onGo={() => {
              setSheet(false);
            }}
          />
        </div>
      </Drawer>
    </div>
  );
}

function Brand({ narrow }: { readonly narrow: boolean }) {
  return (
    <Link
      href="/"
      aria-label="Candor, home"
      className="flex h-12 shrink-0 items-center gap-2.5 px-4.5 focus-visible:-outline-offset-2"
    >
      <LogoMark />
      <span aria-hidden className={cn("font-semibold text-lg tracking-[-0.02em] max-lg:hidden", narrow && "hidden")}>
        Candor
      </span>
    </Link>
  );
}

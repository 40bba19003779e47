"use client";

import { BookOpen, ChartColumn, Compass, Ellipsis, ExternalLink, Table2, Trash2, Users } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { exploreHref } from "#components/explore/url.ts";
import { DefinitionDialog } from "#components/looks/definition-dialog.tsx";
import { DropdownMenu, DropdownMenuItem, DropdownMenuSeparator } from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Look } from "#lib/looks/contract.ts";
import type { Question } from "#lib/semantic/question.ts";

type TileMenuProps = {
  readonly look: Look;
  /** What the tile asked under the filters in force; null while unknown. */
  readonly question: Question | null;
  readonly asTable: boolean;
  /** Null where the Look is a table anyway. */
  readonly onAsTable: ((asTable: boolean) => void) | null;
  readonly onCoverage: (() => void) | null;
  readonly onRemove: (() => void) | null;
};

export function TileMenu({ look, question, asTable, onAsTable, onCoverage, onRemove }: TileMenuProps) {
  const [defining, setDefining] = useState(false);
  const trigger = (
    <IconButton label={`Actions for ${look.title}`}>
      <Ellipsis aria-hidden />
    </IconButton>
  );
  return (
    <>
      <DropdownMenu trigger={trigger}>
        {onAsTable !== null && (
          <DropdownMenuItem
            icon={asTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
            onSelect={() => {
              onAsTable(!asTable);
            }}
          >
            {asTable ? "View as chart" : "View as table"}
          </DropdownMenuItem>
        )}
        {look.abilities.explore && (
          <DropdownMenuItem asChild>
            <Link href={exploreHref(question ?? look.question, look.vis, look.id)}>
              <Compass aria-hidden />
              Explore from here
            </Link>
          </DropdownMenuItem>
        )}
        <DropdownMenuItem asChild>
          <Link href={`/looks/${look.id}`}>
            <ExternalLink aria-hidden />
            View original Look
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem
          icon={<BookOpen aria-hidden />}
          onSelect={() => {
            setDefining(true);
          }}
        >
          Definition
        </DropdownMenuItem>
        {onCoverage !== null && (
          <DropdownMenuItem icon={<Users aria-hidden />} onSelect={onCoverage}>
            Whom this covers
          </DropdownMenuItem>
        )}
        {onRemove !== null && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem icon={<Trash2 aria-hidden />} danger onSelect={onRemove}>
              Remove from this dashboard
            </DropdownMenuItem>
          </>
        )}
      </DropdownMenu>
      <DefinitionDialog look={look} open={defining} onOpenChange={setDefining} />
    </>
  );
}

import { PanelLeft } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { CoverageDrawer } from "#components/coverage/coverage-drawer.tsx";
import { CoverageMark } from "#components/coverage/coverage-mark.tsx";
import { CoverageSentence } from "#components/coverage/coverage-sentence.tsx";
import { RunControls } from "#components/explore/run-controls.tsx";
import { SaveMenu } from "#components/explore/save-menu.tsx";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";

type ExploreHeaderProps = { readonly explorer: Explorer; readonly onFields: () => void };

/** What is being explored, whom its numbers cover, and Run. */
export function ExploreHeader({ explorer, onFields }: ExploreHeaderProps) {
  const { look, edited } = explorer;
  return (
    <header className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 items-center gap-2">
          <IconButton label="Fields" className="lg:hidden" onClick={onFields}>
            <PanelLeft aria-hidden />
          </IconButton>
          <h1 className="min-w-0 font-semibold text-xl tracking-[-0.01em] sm:truncate">{look?.title ?? "Explore"}</h1>
          {look !== null && (
            <Link href={`/looks/${look.id}`} className="shrink-0 text-accent text-sm hover:underline">
              Look
            </Link>
          )}
          {edited && <Badge kind="warn">Edited, not saved</Badge>}
        </div>
        <div className="flex items-center gap-2">
          <RunControls explorer={explorer} />
          <SaveMenu explorer={explorer} />
        </div>
      </div>
      <CoverageLine explorer={explorer} />
    </header>
  );
}

function CoverageLine({ explorer }: { readonly explorer: Explorer }) {
  const [open, setOpen] = useState(false);
  const { run, stale } = explorer;
  const { last } = run;
  if (last === null) {
    return (
      <p className="min-h-8 content-center text-sm text-text-2">
        Put fields together, run, and see whom the number covers.
      </p>
    );
  }
  return (
    <div className={cn("flex min-h-8 items-start gap-x-2 max-sm:flex-col", stale && "opacity-60")}>
      <CoverageMark
        coverage={last.answer.coverage}
        className="-ml-1.5"
        onOpen={() => {
          setOpen(true);
        }}
      />
      <CoverageSentence coverage={last.answer.coverage} className="min-w-0 sm:flex-1 sm:py-1.5" />
      <CoverageDrawer
        answer={last.answer}
        question={last.question}
        open={open}
        onOpenChange={setOpen}
        subject="The question on this page"
      />
    </div>
  );
}

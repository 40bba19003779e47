"use client";

import { useEffect, useState } from "react";
import { DataSection } from "#components/explore/data-section.tsx";
import { ExploreHeader } from "#components/explore/explore-header.tsx";
import { FieldPicker } from "#components/explore/field-picker.tsx";
import { FiltersSection } from "#components/explore/filters-section.tsx";
import { Notices } from "#components/explore/notices.tsx";
import { PickerPanel } from "#components/explore/picker-panel.tsx";
import { isUntouched, StartPanel } from "#components/explore/start-panel.tsx";
import { useExplorer } from "#components/explore/use-explorer.ts";
import { VisualizationSection } from "#components/explore/visualization-section.tsx";
import { Drawer } from "#components/ui/drawer.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Page } from "#components/ui/page-header.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";

/** Put a question together, run it, read the answer, keep it. */
export function Explore() {
  const explorer = useExplorer();
  const [sheet, setSheet] = useState(false);
  useRunShortcut(explorer.start);
  if (explorer.failure !== null) {
    return (
      <Page>
        <h1 className="sr-only">Explore</h1>
        <ErrorState error={explorer.failure} onRetry={explorer.retry} />
      </Page>
    );
  }
  if (explorer.loading) return <Loading />;
  const picker = <FieldPicker explorer={explorer} />;
  return (
    <div className="flex gap-4 px-4 py-4 md:px-6">
      <PickerPanel>{picker}</PickerPanel>
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <ExploreHeader
          explorer={explorer}
          onFields={() => {
            setSheet(true);
          }}
        />
        <Notices explorer={explorer} />
        {isUntouched(explorer) ? (
          <StartPanel explorer={explorer} />
        ) : (
          <>
            <FiltersSection explorer={explorer} />
            <VisualizationSection explorer={explorer} />
            <DataSection explorer={explorer} />
          </>
        )}
      </div>
      <Drawer side="left" open={sheet} onOpenChange={setSheet} title="Fields" className="[&>div:nth-child(2)]:p-0">
        {picker}
      </Drawer>
    </div>
  );
}

function Loading() {
  return (
    <div className="flex gap-4 px-4 py-4 md:px-6">
      <div className="hidden w-72 shrink-0 lg:block">
        <RowsSkeleton rows={14} />
      </div>
      <div className="min-w-0 flex-1">
        <h1 className="mb-4 font-semibold text-xl">Explore</h1>
        <RowsSkeleton rows={10} />
      </div>
    </div>
  );
}

/** Cmd or Ctrl and Enter run the question from anywhere on the page. */
function useRunShortcut(start: () => void): void {
  useEffect(() => {
    function onKeyDown(event: globalThis.KeyboardEvent): void {
      if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      start();
    }
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
    };
  }, [start]);
}

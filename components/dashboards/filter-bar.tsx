"use client";

import { ListFilter, RotateCcw } from "lucide-react";
import { useState } from "react";
import { FilterPill } from "#components/dashboards/filter-pill.tsx";
import type { Filters } from "#components/dashboards/use-filters.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Drawer } from "#components/ui/drawer.tsx";
import type { DashboardFilter } from "#lib/dashboards/contract.ts";

type FilterBarProps = {
  readonly dashboard: readonly DashboardFilter[];
  readonly filters: Filters;
  /** Names of filters whose text could not be used. */
  readonly faults: ReadonlySet<string>;
  readonly clock: string;
};

/** The filters, kept in sight while one scrolls; on a small screen behind one button. */
export function FilterBar(props: FilterBarProps) {
  if (props.dashboard.length === 0) return null;
  return (
    <section
      aria-label="Filters"
      className="-mx-4 md:-mx-6 sticky top-12 z-20 border-y bg-canvas/95 px-4 py-2 backdrop-blur-sm md:px-6"
    >
      <div className="hidden flex-wrap items-center gap-2 md:flex">
        <Pills {...props} />
        <LikeForLike filters={props.filters} />
        <Unsaved filters={props.filters} />
      </div>
      <SmallBar {...props} />
    </section>
  );
}

function Pills({ dashboard, filters, faults, clock, wide = false }: FilterBarProps & { readonly wide?: boolean }) {
  return dashboard.map((filter) => (
    <FilterPill
      key={filter.name}
      filter={filter}
      text={filters.texts.get(filter.name) ?? ""}
      fault={faults.has(filter.name)}
      clock={clock}
      onChange={(text) => {
        filters.set(filter.name, text);
      }}
      className={wide ? "w-full max-w-none" : ""}
    />
  ));
}

function SmallBar(props: FilterBarProps) {
  const [open, setOpen] = useState(false);
  const set = [...props.filters.texts.values()].filter((text) => text !== "").length;
  return (
    <div className="flex items-center gap-2 md:hidden">
      <Button
        size="sm"
        onClick={() => {
          setOpen(true);
        }}
      >
        <ListFilter aria-hidden />
        {set === 0 ? "Filters" : `Filters (${set})`}
      </Button>
      <Unsaved filters={props.filters} />
      <Drawer open={open} onOpenChange={setOpen} title="Filters">
        <div className="flex flex-col gap-2">
          <Pills {...props} wide />
          <LikeForLike filters={props.filters} />
        </div>
      </Drawer>
    </div>
  );
}

/** Takes growth of consent out of growth of use. */
function LikeForLike({ filters }: { readonly filters: Filters }) {
  return (
    <Checkbox
      label={
        <span
          className="whitespace-nowrap text-sm"
          title="Only instances that are visible on every day and sent data in every period"
        >
          Like for like
        </span>
      }
      checked={filters.likeForLike}
      onChange={filters.setLikeForLike}
    />
  );
}

/** A filter never changes the dashboard itself, and says so. */
function Unsaved({ filters }: { readonly filters: Filters }) {
  if (!filters.changed) return null;
  return (
    <p className="ml-auto flex min-w-0 items-center gap-2 text-sm text-text-2">
      <span className="truncate">Your changes are not saved</span>
      <Button variant="ghost" size="sm" onClick={filters.reset}>
        <RotateCcw aria-hidden />
        Reset
      </Button>
    </p>
  );
}

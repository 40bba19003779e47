"use client";

import type { Filters } from "#components/dashboards/use-filters.ts";
import { printFilterText } from "#components/explore/filter-text.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { DashboardData } from "#lib/dashboards/contract.ts";

type FilterNoticesProps = {
  readonly notices: DashboardData["notices"];
  readonly filters: Filters;
};

/** What of the address could not be used, and what was probably meant. */
export function FilterNotices({ notices, filters }: FilterNoticesProps) {
  return notices.map(({ filter, message, suggestion }) => {
    const known = filters.texts.has(filter);
    const apply =
      suggestion === null || !known ? undefined : (
        <Button
          size="sm"
          onClick={() => {
            filters.set(filter, printFilterText({ operator: "is", values: [suggestion] }) ?? "");
          }}
        >
          Use {suggestion}
        </Button>
      );
    return (
      <Notice key={`${filter} ${message}`} kind="warn" action={apply}>
        {message}
      </Notice>
    );
  });
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { dashboardOptions, removeTile } from "#components/dashboards/queries.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Dashboard, Tile } from "#lib/dashboards/contract.ts";

type Tiles = {
  /** Null where the reader may not change the dashboard. */
  readonly remove: ((tile: Tile) => void) | null;
  /** What went wrong with the last change. */
  readonly notice: ReactNode;
};

/** Changes to the tiles of a dashboard of one's own. */
export function useTiles(dashboard: Dashboard): Tiles {
  const client = useQueryClient();
  const { queryKey } = dashboardOptions(dashboard.slug);
  const removal = useMutation({
    mutationFn: (tile: Tile) => removeTile(dashboard.slug, dashboard.version, tile.id),
    onSuccess: (changed, tile) => {
      client.setQueryData(queryKey, changed);
      void client.invalidateQueries({ queryKey: ["dashboards", "list"] });
      toast(`${tile.look.title} is no longer on this dashboard. The Look itself stays.`);
    },
  });
  const reload = () => {
    removal.reset();
    void client.invalidateQueries({ queryKey });
  };
  const notice = removal.error !== null && (
    <Notice
      kind="bad"
      className="mb-4"
      action={
        <Button size="sm" onClick={reload}>
          Reload
        </Button>
      }
    >
      {removal.error.message}
    </Notice>
  );
  return { remove: dashboard.abilities.edit ? removal.mutate : null, notice };
}

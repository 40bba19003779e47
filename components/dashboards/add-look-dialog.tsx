"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Search } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { toast } from "sonner";
import type { z } from "zod";
import { addTile, dashboardOptions } from "#components/dashboards/queries.ts";
import { CertifiedBadge } from "#components/looks/certified-badge.tsx";
import { looksOptions } from "#components/looks/queries.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import type { Dashboard } from "#lib/dashboards/contract.ts";
import type { LookSummary } from "#lib/looks/contract.ts";

type Found = z.infer<typeof LookSummary>;

/** Puts a Look on a dashboard of one's own. */
export function AddLookButton({ dashboard }: { readonly dashboard: Dashboard }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="primary"
        onClick={() => {
          setOpen(true);
        }}
      >
        <Plus aria-hidden />
        Add Look
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Add Look"
        description="The tile is the Look itself: when the Look is edited, it changes here too."
      >
        <AddLook dashboard={dashboard} />
      </Dialog>
    </>
  );
}

function AddLook({ dashboard }: { readonly dashboard: Dashboard }) {
  const [text, setText] = useState("");
  const { data, error, isPending, refetch } = useQuery(looksOptions(useDeferredValue(text.trim())));
  const client = useQueryClient();
  const { queryKey } = dashboardOptions(dashboard.slug);
  const addition = useMutation({
    mutationFn: (look: Found) => addTile(dashboard.slug, dashboard.version, look.id),
    onSuccess: (changed, look) => {
      client.setQueryData(queryKey, changed);
      void client.invalidateQueries({ queryKey: ["dashboards", "list"] });
      toast(`${look.title} is on ${changed.title} now.`);
    },
  });
  const standing = new Set(dashboard.tiles.map((tile) => tile.look.id));
  return (
    <div className="flex h-[26rem] max-h-[60dvh] flex-col gap-3">
      <Input
        aria-label="Search Looks"
        placeholder="Search Looks…"
        icon={<Search />}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      {addition.error !== null && <Notice kind="bad">{addition.error.message}</Notice>}
      <div className="-mx-2 min-h-0 flex-1 overflow-y-auto">
        {isPending && <RowsSkeleton rows={6} />}
        {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data?.items.length === 0 && <EmptyState title="No Look matches">Try another word.</EmptyState>}
        <ul>
          {data?.items.map((look) => (
            <FoundLook
              key={look.id}
              look={look}
              stands={standing.has(look.id)}
              busy={addition.isPending && addition.variables.id === look.id}
              onAdd={() => {
                addition.mutate(look);
              }}
            />
          ))}
        </ul>
      </div>
    </div>
  );
}

type FoundLookProps = {
  readonly look: Found;
  readonly stands: boolean;
  readonly busy: boolean;
  readonly onAdd: () => void;
};

function FoundLook({ look, stands, busy, onAdd }: FoundLookProps) {
  const words = stands ? "Add again" : "Add";
  return (
    <li className="flex items-center gap-3 rounded-md px-2 py-2 hover:bg-surface-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium text-sm">
          {look.title}
          <CertifiedBadge certified={look.certified} />
        </p>
        <p className="line-clamp-2 text-sm text-text-2">{look.description}</p>
      </div>
      <Button size="sm" busy={busy} onClick={onAdd} aria-label={`${words}: ${look.title}`}>
        {words}
      </Button>
    </li>
  );
}

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { z } from "zod";
import { Tile } from "#components/home/tile.tsx";
import { lookSearchOptions } from "#components/shell/queries.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import type { ListLooksOut } from "#lib/looks/contract.ts";

type Looks = z.infer<typeof ListLooksOut>["items"];

const MOST = 6;

/** A few Looks: those that people changed last, then those that came with the portal. */
export function HomeLooks() {
  const { data, error, isPending, refetch } = useQuery(lookSearchOptions());
  return (
    <Tile
      title="Looks"
      more={
        <Link href="/looks" className="text-accent text-sm hover:underline pointer-coarse:py-3">
          All Looks
        </Link>
      }
    >
      {isPending && <RowsSkeleton rows={MOST} className="border-t" />}
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} className="border-t" />}
      {data?.items.length === 0 && <EmptyState title="No Looks yet">Those that you may open appear here.</EmptyState>}
      {data !== undefined && data.items.length > 0 && <List looks={latestFirst(data.items).slice(0, MOST)} />}
    </Tile>
  );
}

function List({ looks }: { readonly looks: Looks }) {
  return (
    <ul className="divide-y border-t">
      {looks.map(({ id, title, description }) => (
        <li key={id}>
          <Link
            href={`/looks/${id}`}
            title={description === "" ? undefined : description}
            className="flex h-10 items-center px-4 text-sm transition-colors hover:bg-surface-2 focus-visible:-outline-offset-2 pointer-coarse:h-11"
          >
            <span className="truncate">{title}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function latestFirst(looks: Looks): Looks {
  return looks.toSorted((a, b) => (b.updatedAt ?? "").localeCompare(a.updatedAt ?? ""));
}

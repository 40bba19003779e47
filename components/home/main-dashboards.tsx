import type { UseQueryResult } from "@tanstack/react-query";
import { BadgeCheck } from "lucide-react";
import Link from "next/link";
import type { z } from "zod";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import type { ListDashboardsOut } from "#lib/dashboards/contract.ts";

const MOST = 6;

export function MainDashboards({ query }: { readonly query: UseQueryResult<z.infer<typeof ListDashboardsOut>> }) {
  if (query.isPending) return null;
  if (query.isError) {
    return (
      <ErrorState
        error={query.error}
        onRetry={() => {
          void query.refetch();
        }}
      />
    );
  }
  const items = [...query.data.items].sort((a, b) => Number(b.certified !== null) - Number(a.certified !== null));
  if (items.length === 0)
    return <EmptyState title="No dashboards yet">Those shared with everybody appear here.</EmptyState>;
  return (
    <ul className="divide-y border-t">
      {items.slice(0, MOST).map((dashboard) => (
        <li key={dashboard.slug}>
          <Link
            href={`/dashboards/${dashboard.slug}`}
            className="block px-4 py-3 transition-colors hover:bg-surface-2 focus-visible:-outline-offset-2"
          >
            <span className="flex items-center gap-2">
              <span className="font-medium text-base">{dashboard.title}</span>
              {dashboard.certified !== null && (
                <Badge kind="good" title={`Certified by ${dashboard.certified.by} on ${dashboard.certified.on}`}>
                  <BadgeCheck aria-hidden />
                  Certified
                </Badge>
              )}
              {dashboard.personal && <Badge>Only you</Badge>}
            </span>
            <span className="mt-0.5 line-clamp-2 block text-sm text-text-2">{dashboard.description}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

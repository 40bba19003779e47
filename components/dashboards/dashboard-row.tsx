import { LayoutDashboard } from "lucide-react";
import Link from "next/link";
import type { z } from "zod";
import { CertifiedBadge } from "#components/looks/certified-badge.tsx";
import type { DashboardSummary } from "#lib/dashboards/contract.ts";

export type Summary = z.infer<typeof DashboardSummary>;

export function DashboardRow({ dashboard }: { readonly dashboard: Summary }) {
  const { slug, title, description, owner, certified, tiles } = dashboard;
  return (
    <Link
      href={`/dashboards/${slug}`}
      className="group flex items-center gap-4 px-4 py-3 transition-colors hover:bg-surface-2 focus-visible:-outline-offset-2"
    >
      <span className="flex size-9 shrink-0 items-center justify-center rounded-md bg-surface-3 text-text-2">
        <LayoutDashboard aria-hidden className="size-4.5" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium text-base group-hover:text-accent">{title}</span>
          <CertifiedBadge certified={certified} />
        </span>
        <span className="line-clamp-2 text-sm text-text-2">{description}</span>
      </span>
      <span className="shrink-0 text-right text-sm text-text-2 max-sm:hidden">
        <span className="block">{owner}</span>
        <span className="block text-text-3 text-xs tabular-nums">{tiles === 1 ? "1 tile" : `${tiles} tiles`}</span>
      </span>
    </Link>
  );
}

"use client";

import { Lock } from "lucide-react";
import Link from "next/link";
import { AddLookButton } from "#components/dashboards/add-look-dialog.tsx";
import { CertifiedBadge } from "#components/looks/certified-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { Dashboard } from "#lib/dashboards/contract.ts";

export function DashboardHead({ dashboard }: { readonly dashboard: Dashboard }) {
  const { title, description, owner, certified, personal, abilities } = dashboard;
  return (
    <PageHeader
      eyebrow={
        <Link href="/dashboards" className="hover:text-text hover:underline">
          Dashboards
        </Link>
      }
      title={title}
      aside={
        <>
          <CertifiedBadge certified={certified} />
          {personal && (
            <Badge title="Nobody else sees this dashboard">
              <Lock aria-hidden />
              Personal
            </Badge>
          )}
        </>
      }
      description={
        <>
          {description !== "" && <span className="block">{description}</span>}
          <span className="block text-sm text-text-3">Owner: {owner}</span>
        </>
      }
      actions={abilities.edit && <AddLookButton dashboard={dashboard} />}
    />
  );
}

"use client";

import { Compass, LayoutDashboard } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { AddToDashboardDialog } from "#components/explore/add-to-dashboard-dialog.tsx";
import { exploreHref } from "#components/explore/url.ts";
import { CertifiedBadge } from "#components/looks/certified-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { Look } from "#lib/looks/contract.ts";

export function LookHead({ look }: { readonly look: Look }) {
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        eyebrow={
          <Link href="/looks" className="hover:text-text hover:underline">
            Looks
          </Link>
        }
        title={look.title}
        aside={<CertifiedBadge certified={look.certified} />}
        description={
          <>
            {look.description !== "" && <span className="block">{look.description}</span>}
            <span className="block text-sm text-text-3">Owner: {look.owner}</span>
          </>
        }
        actions={
          <>
            <Button
              onClick={() => {
                setAdding(true);
              }}
            >
              <LayoutDashboard aria-hidden />
              Add to a dashboard
            </Button>
            {look.abilities.explore && (
              <Button variant="primary" asChild>
                <Link href={exploreHref(look.question, look.vis, look.id)}>
                  <Compass aria-hidden />
                  {look.abilities.edit ? "Edit in Explore" : "Explore from here"}
                </Link>
              </Button>
            )}
          </>
        }
      />
      {adding && (
        <AddToDashboardDialog
          look={look}
          onClose={() => {
            setAdding(false);
          }}
        />
      )}
    </>
  );
}

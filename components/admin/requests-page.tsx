"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { type Answer, DecideDialog } from "#components/admin/decide-dialog.tsx";
import { requestsOptions } from "#components/admin/queries.ts";
import { RequestCard } from "#components/admin/request-card.tsx";
import { meOptions } from "#components/shell/queries.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Page, PageHeader } from "#components/ui/page-header.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import type { AccessRequest } from "#lib/access-requests/contract.ts";

const SHOWN = [
  { value: "open", label: "Waiting" },
  { value: "all", label: "All" },
] as const;

type Deciding = { readonly request: AccessRequest; readonly answer: Answer };

/** The queue of people who ask for more. */
export function RequestsPage() {
  const [shown, setShown] = useQueryState("show", parseAsStringLiteral(["open", "all"] as const).withDefault("open"));
  const { data, error, isPending, refetch } = useQuery(requestsOptions(shown));
  const me = useQuery(meOptions());
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  return (
    <Page>
      <PageHeader
        title="Requests"
        description="People who ask for more than their role allows. Approving gives the role at once."
        actions={
          <Segmented label="Shown requests" value={shown} onChange={(next) => void setShown(next)} options={SHOWN} />
        }
      />
      {isPending && <RowsSkeleton rows={4} className="tile" />}
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <div className="tile">
          <EmptyState title={shown === "open" ? "Nobody is waiting" : "Nobody has asked yet"}>
            A request arrives here when somebody meets a page they may not open and asks for it.
          </EmptyState>
        </div>
      )}
      <ul className="flex flex-col gap-3">
        {data?.items.map((request) => (
          <li key={request.id}>
            <RequestCard
              request={request}
              isOwn={request.person.id === me.data?.id}
              onDecide={(answer) => {
                setDeciding({ request, answer });
              }}
            />
          </li>
        ))}
      </ul>
      {deciding !== null && (
        <DecideDialog
          {...deciding}
          onClose={() => {
            setDeciding(null);
          }}
        />
      )}
    </Page>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { ownRequestsOptions } from "#components/admin/queries.ts";
import { Decided } from "#components/admin/request-card.tsx";
import { RequestState } from "#components/admin/request-state.tsx";
import { whenText } from "#components/admin/when.ts";
import { ROLE_LABELS } from "#lib/access/model.ts";

/** What one has asked for before, and the answers. */
export function OwnRequests() {
  const { data } = useQuery(ownRequestsOptions());
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section aria-labelledby="own-requests">
      <h2 id="own-requests" className="mb-2 font-semibold text-sm text-text-2">
        Your requests
      </h2>
      <ul className="tile divide-y">
        {data.items.map((request) => (
          <li key={request.id} className="px-4 py-3">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
              <span className="font-medium">{ROLE_LABELS[request.role]}</span>
              <RequestState state={request.state} />
              <time dateTime={request.createdAt} className="text-text-2 text-xs">
                {whenText(request.createdAt)}
              </time>
            </p>
            <p className="mt-1 whitespace-pre-line break-words text-sm text-text-2">{request.reason}</p>
            <Decided request={request} />
          </li>
        ))}
      </ul>
    </section>
  );
}

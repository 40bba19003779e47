"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { PeopleTable } from "#components/admin/people-table.tsx";
import { peopleOptions } from "#components/admin/queries.ts";
import { RoleDialog } from "#components/admin/role-dialog.tsx";
import { useSearchText } from "#components/looks/use-search-text.ts";
import { meOptions } from "#components/shell/queries.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Input } from "#components/ui/input.tsx";
import { Page, PageHeader } from "#components/ui/page-header.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import type { Role } from "#lib/access/permission.ts";
import type { Person } from "#lib/people/contract.ts";

type Change = { readonly person: Person; readonly role: Role };

/** Everybody with their role and why, and the way to change it. */
export function PeoplePage() {
  const { text, asked, setText } = useSearchText();
  const [change, setChange] = useState<Change | null>(null);
  return (
    <Page>
      <PageHeader
        title="People"
        description="Whoever signs in with an allowed account is a Viewer. A change of role holds from the person's next request."
      />
      <Input
        aria-label="Search people"
        placeholder="Search by name, address or title…"
        icon={<Search />}
        className="mb-4 max-w-md"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <People
        asked={asked}
        onPick={(person, role) => {
          setChange({ person, role });
        }}
      />
      {change !== null && (
        <RoleDialog
          key={change.person.id}
          person={change.person}
          role={change.role}
          onClose={() => {
            setChange(null);
          }}
        />
      )}
    </Page>
  );
}

type PeopleProps = { readonly asked: string; readonly onPick: (person: Person, role: Role) => void };

function People({ asked, onPick }: PeopleProps) {
  const { data, error, isPending, refetch } = useQuery(peopleOptions(asked));
  const me = useQuery(meOptions());
  const items = data?.items ?? [];
  return (
    <section aria-label="People" className="tile overflow-hidden">
      {isPending && <RowsSkeleton rows={5} />}
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && items.length === 0 && (
        <EmptyState title="Nobody matches">Only people who have signed in once stand here.</EmptyState>
      )}
      {items.length > 0 && <PeopleTable people={items} ownId={me.data?.id ?? null} onPick={onPick} />}
    </section>
  );
}

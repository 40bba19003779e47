"use client";

import { useState } from "react";
import { RoleBadge } from "#components/admin/role-badge.tsx";
import { RoleSelect } from "#components/admin/role-select.tsx";
import { agoText, whenText } from "#components/admin/when.ts";
import { type Column, DataTable } from "#components/ui/data-table.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { Role } from "#lib/access/permission.ts";
import type { Person } from "#lib/people/contract.ts";

type PeopleTableProps = {
  readonly people: readonly Person[];
  readonly ownId: string | null;
  readonly onPick: (person: Person, role: Role) => void;
};

export function PeopleTable({ people, ownId, onPick }: PeopleTableProps) {
  const [now] = useState(() => new Date());
  const columns: readonly Column<Person>[] = [
    { id: "name", header: "Name", cell: (person) => <Name person={person} isOwn={person.id === ownId} /> },
    {
      id: "role",
      header: "Role",
      cell: (person) => <RoleCell person={person} isOwn={person.id === ownId} onPick={onPick} />,
    },
    { id: "why", header: "Why", from: "md", cell: ({ why }) => <span className="text-text-2">{why}</span> },
    { id: "groups", header: "Groups", from: "lg", cell: ({ groups }) => groups.join(", ") },
    {
      id: "seen",
      header: "Last seen",
      from: "sm",
      className: "whitespace-nowrap",
      cell: ({ lastSeen }) => (
        <time {...(lastSeen === null ? {} : { dateTime: lastSeen, title: whenText(lastSeen) })} className="text-text-2">
          {agoText(lastSeen, now)}
        </time>
      ),
    },
  ];
  return <DataTable caption="People and their roles" columns={columns} rows={people} rowKey={({ id }) => id} />;
}

function Name({ person, isOwn }: { readonly person: Person; readonly isOwn: boolean }) {
  return (
    <div className="min-w-0 py-1.5">
      <p className="font-medium">
        {person.name}
        {isOwn && <span className="ml-1.5 font-normal text-text-3">you</span>}
      </p>
      <p className="break-all text-text-2 text-xs">
        {person.email}
        {person.title !== null && <span className="max-sm:hidden"> · {person.title}</span>}
      </p>
    </div>
  );
}

type RoleCellProps = {
  readonly person: Person;
  readonly isOwn: boolean;
  readonly onPick: PeopleTableProps["onPick"];
};

/** Oneself and the last Admin keep their role; the cell says why. */
function RoleCell({ person, isOwn, onPick }: RoleCellProps) {
  const kept = isOwn ? "Nobody changes their own role: ask another Admin." : keptAsLast(person);
  if (kept !== null) {
    return (
      <Tooltip content={kept}>
        <button
          type="button"
          aria-label={`${person.name}: ${person.role}. ${kept}`}
          className="inline-flex cursor-help"
        >
          <RoleBadge role={person.role} />
        </button>
      </Tooltip>
    );
  }
  return (
    <RoleSelect
      size="sm"
      label={`Role of ${person.name}`}
      value={person.role}
      onChange={(role) => {
        if (role !== person.role) onPick(person, role);
      }}
    />
  );
}

function keptAsLast({ role, canDemote }: Person): string | null {
  return role === "admin" && !canDemote ? "The last Admin stays Admin: make somebody else Admin first." : null;
}

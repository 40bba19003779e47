"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import type { z } from "zod";
import { OwnRequests } from "#components/admin/own-requests.tsx";
import { RequestAccessForm } from "#components/admin/request-access-form.tsx";
import { meOptions } from "#components/shell/queries.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Page, PageHeader } from "#components/ui/page-header.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import { PERMISSION_TEXTS, ROLE_LABELS } from "#lib/access/model.ts";
import type { Permission, Role } from "#lib/access/permission.ts";
import type { MeOut } from "#lib/people/contract.ts";

type Me = z.infer<typeof MeOut>;

type RequestAccessPageProps = {
  /** What was refused; null when nothing was. */
  readonly permission: Permission | null;
  /** The role that would allow it. */
  readonly role: Role | null;
};

/** Which rule failed, whom to ask, and the asking itself. */
export function RequestAccessPage({ permission, role }: RequestAccessPageProps) {
  const { data, error, isPending, refetch } = useQuery(meOptions());
  return (
    <Page>
      <PageHeader
        title="Request access"
        description="An Admin reads your reason and decides; you see the answer here."
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex flex-col gap-5">
          {isPending && <RowsSkeleton rows={4} className="tile" />}
          {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
          {data !== undefined && <Asking me={data} permission={permission} role={role} />}
          <OwnRequests />
        </div>
        {data !== undefined && <WhomToAsk me={data} />}
      </div>
    </Page>
  );
}

function Asking({ me, permission, role }: RequestAccessPageProps & { readonly me: Me }): ReactNode {
  const refused = permission !== null && !me.permissions.includes(permission) ? permission : null;
  return (
    <>
      {refused !== null && <Refused me={me} permission={refused} role={role} />}
      {me.role === "admin" ? (
        <div className="tile">
          <EmptyState
            title="You are Admin already"
            action={
              <Button asChild>
                <Link href="/">Go to home</Link>
              </Button>
            }
          >
            No role holds more. What no role holds, such as user ids, is given one by one.
          </EmptyState>
        </div>
      ) : (
        <RequestAccessForm held={me.role} permission={refused} wanted={role} />
      )}
    </>
  );
}

type RefusedProps = { readonly me: Me; readonly permission: Permission; readonly role: Role | null };

function Refused({ me, permission, role }: RefusedProps) {
  return (
    <Notice kind="warn">
      <p className="font-medium">You are not allowed to {PERMISSION_TEXTS[permission]}.</p>
      <p className="mt-0.5 text-text-2">
        It takes the permission <code className="font-mono text-xs">{permission}</code>, which your role{" "}
        {ROLE_LABELS[me.role]} does not have{role === null ? "." : ` and ${ROLE_LABELS[role]} has.`}
      </p>
    </Notice>
  );
}

function WhomToAsk({ me }: { readonly me: Me }) {
  return (
    <aside aria-label="Whom to ask" className="tile p-4 text-sm">
      <h2 className="font-semibold">Whom to ask</h2>
      {me.admins.length === 0 ? (
        <p className="mt-1 text-text-2">There is no Admin yet. Whoever runs this portal names one.</p>
      ) : (
        <ul className="mt-2 flex flex-col gap-2">
          {me.admins.map(({ name, email }) => (
            <li key={email}>
              <p>{name}</p>
              <a href={`mailto:${email}`} className="break-all text-accent text-xs hover:underline">
                {email}
              </a>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-3 border-t pt-3 text-text-2">
        You are {ROLE_LABELS[me.role]}
        {me.groups.length > 0 && `, in ${me.groups.join(", ")}`}.
      </p>
    </aside>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { ConsentHistory } from "#components/customers/consent-history.tsx";
import { CustomerFacts } from "#components/customers/customer-facts.tsx";
import { CustomerOverview } from "#components/customers/customer-overview.tsx";
import { FieldAvailability } from "#components/customers/field-availability.tsx";
import { customerOptions } from "#components/customers/queries.ts";
import { TYPE_WORD } from "#components/customers/words.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Page, PageHeader } from "#components/ui/page-header.tsx";
import { RowsSkeleton, Skeleton } from "#components/ui/skeleton.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { CustomerDetail } from "#lib/customers/contract.ts";

const TABS = ["overview", "fields", "history"] as const;

export function CustomerPage({ id }: { readonly id: string }) {
  const query = useQuery(customerOptions(id));
  if (query.isPending) return <CustomerSkeleton />;
  if (query.isError) {
    return (
      <Page>
        <h1 className="sr-only">Customer</h1>
        <div className="tile">
          <ErrorState
            error={query.error}
            onRetry={() => {
              void query.refetch();
            }}
          />
        </div>
      </Page>
    );
  }
  return <Loaded detail={query.data} />;
}

function Loaded({ detail }: { readonly detail: CustomerDetail }) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("overview"));
  const { customer } = detail;
  return (
    <Page>
      <PageHeader
        eyebrow={
          <Link href="/customers" className="hover:underline">
            Customers
          </Link>
        }
        title={customer.name}
        aside={<Badge>{TYPE_WORD[customer.type]}</Badge>}
        actions={
          <Button asChild size="sm">
            <Link href={`/dashboards/customer-account-overview?${accountFilter(customer.name)}`}>
              Open account overview
            </Link>
          </Button>
        }
      />
      <CustomerFacts detail={detail} />
      <Tabs
        label="About this customer"
        value={tab}
        onChange={(next) => {
          void setTab(next);
        }}
        className="mt-6"
        tabs={[
          { value: "overview", label: "Overview", content: <CustomerOverview detail={detail} /> },
          { value: "fields", label: "What can I see?", content: <FieldAvailability detail={detail} /> },
          { value: "history", label: "Consent history", content: <ConsentHistory detail={detail} /> },
        ]}
      />
    </Page>
  );
}

/** The dashboard's filter in Looker's grammar, in which a comma or a per cent sign means something. */
function accountFilter(name: string): string {
  return new URLSearchParams({ "Account name": name.replaceAll(/[\^,%_-]/g, "^$&") }).toString();
}

function CustomerSkeleton() {
  return (
    <Page>
      <Skeleton className="h-4 w-24" />
      <Skeleton className="mt-2 h-7 w-64" />
      <Skeleton className="mt-6 h-16" />
      <div className="tile mt-8">
        <RowsSkeleton rows={8} />
      </div>
    </Page>
  );
}

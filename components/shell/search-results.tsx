"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Gauge, LayoutDashboard, type LucideIcon, Telescope, UsersRound } from "lucide-react";
import { type ReactNode, useDeferredValue } from "react";
import { metricHref } from "#components/explore/metric-href.ts";
import { ADMIN_PLACES, PLACES, placesFor } from "#components/shell/places.ts";
import {
  customerSearchOptions,
  dashboardSearchOptions,
  lookSearchOptions,
  metricSearchOptions,
} from "#components/shell/queries.ts";
import { matching } from "#components/shell/search-match.ts";
import type { Permission } from "#lib/access/permission.ts";

type SearchResultsProps = {
  readonly text: string;
  readonly permissions: readonly Permission[];
  readonly onGo: (href: string) => void;
};

type Found = { readonly href: string; readonly label: string; readonly hint: string };

export function SearchResults({ text, permissions, onGo }: SearchResultsProps) {
  const asked = useDeferredValue(text.trim());
  const customers = useQuery({ ...customerSearchOptions(asked), placeholderData: keepPreviousData });
  const dashboards = useQuery(dashboardSearchOptions());
  const looks = useQuery(lookSearchOptions());
  const fields = useQuery({ ...metricSearchOptions(), enabled: permissions.includes("explore.run") });
  const places = placesFor([...PLACES, ...ADMIN_PLACES], permissions);
  const metrics = (fields.data?.items ?? []).filter(({ kind }) => kind === "metric");
  const found = {
    places: matching(places, asked, ({ label }) => [label]),
    customers: (customers.data?.items ?? []).map(({ id, name, segment }) => ({
      href: `/customers/${id}`,
      label: name,
      hint: segment ?? "",
    })),
    dashboards: matching(dashboards.data?.items ?? [], asked, ({ title }) => [title]).map(({ slug, title }) => ({
      href: `/dashboards/${slug}`,
      label: title,
      hint: "Dashboard",
    })),
    looks: matching(looks.data?.items ?? [], asked, ({ title }) => [title]).map(({ id, title }) => ({
      href: `/looks/${id}`,
      label: title,
      hint: "Look",
    })),
    metrics: matching(metrics, asked, ({ label, synonyms }) => [label, ...synonyms]).map((field) => ({
      href: metricHref(field, fields.data?.items ?? []),
      label: field.label,
      hint: "Explore this metric",
    })),
  };
  return (
    <>
      <Command.Empty className="px-3 py-8 text-center text-sm text-text-2">
        {customers.isFetching ? "Searching…" : `Nothing is called “${asked}”.`}
      </Command.Empty>
      <Group heading="Go to">
        {found.places.map(({ href, label, icon }) => (
          <Item key={href} icon={icon} found={{ href, label, hint: "" }} onGo={onGo} />
        ))}
      </Group>
      <Group heading="Customers">{items(found.customers, UsersRound, onGo)}</Group>
      <Group heading="Dashboards">{items(found.dashboards, LayoutDashboard, onGo)}</Group>
      <Group heading="Looks">{items(found.looks, Telescope, onGo)}</Group>
      <Group heading="Metrics">{items(found.metrics, Gauge, onGo)}</Group>
    </>
  );
}

const MOST = 6;

function items(found: readonly Found[], icon: LucideIcon, onGo: (href: string) => void) {
  return found.slice(0, MOST).map((one) => <Item key={one.href} icon={icon} found={one} onGo={onGo} />);
}

function Group({ heading, children }: { readonly heading: string; readonly children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="pb-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-text-3 [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

type ItemProps = { readonly icon: LucideIcon; readonly found: Found; readonly onGo: (href: string) => void };

function Item({ icon: Icon, found, onGo }: ItemProps) {
  return (
    <Command.Item
      value={found.href}
      onSelect={() => {
        onGo(found.href);
      }}
      className="flex min-h-9 cursor-pointer select-none items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-surface-3/80 pointer-coarse:min-h-11"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-text-3" />
      <span className="min-w-0 flex-1 truncate">{found.label}</span>
      <span className="text-text-3 text-xs">{found.hint}</span>
    </Command.Item>
  );
}

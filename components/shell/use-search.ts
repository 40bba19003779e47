"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Gauge, LayoutDashboard, type LucideIcon, Telescope, UsersRound } from "lucide-react";
import { useDeferredValue, useState } from "react";
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

export type Found = {
  readonly href: string;
  readonly label: string;
  readonly hint: string;
  readonly icon: LucideIcon;
};
export type FoundGroup = { readonly heading: string; readonly found: readonly Found[] };

const MOST = 6;

/** What the text finds, and which of it Enter would open: always something, as soon as there is anything. */
export function useSearch(text: string, permissions: readonly Permission[]) {
  const asked = useDeferredValue(text.trim());
  const [selected, setSelected] = useState("");
  const customers = useQuery({ ...customerSearchOptions(asked), placeholderData: keepPreviousData });
  const dashboards = useQuery(dashboardSearchOptions());
  const looks = useQuery(lookSearchOptions());
  const fields = useQuery({ ...metricSearchOptions(), enabled: permissions.includes("explore.run") });
  const places = placesFor([...PLACES, ...ADMIN_PLACES], permissions);
  const known = itemsOf(fields.data);
  const metrics = known.filter(({ kind }) => kind === "metric");
  const groups: readonly FoundGroup[] = [
    group("Go to", matching(places, asked, byLabel), ({ href, label, icon }) => ({ href, label, hint: "", icon })),
    group("Customers", itemsOf(customers.data), ({ id, name, segment }) => ({
      href: `/customers/${id}`,
      label: name,
      hint: segment ?? "",
      icon: UsersRound,
    })),
    group("Dashboards", matching(itemsOf(dashboards.data), asked, byTitle), ({ slug, title }) => ({
      href: `/dashboards/${slug}`,
      label: title,
      hint: "Dashboard",
      icon: LayoutDashboard,
    })),
    group("Looks", matching(itemsOf(looks.data), asked, byTitle), ({ id, title }) => ({
      href: `/looks/${id}`,
      label: title,
      hint: "Look",
      icon: Telescope,
    })),
    group(
      "Metrics",
      matching(metrics, asked, ({ label, synonyms }) => [label, ...synonyms]),
      (field) => ({
        href: metricHref(field, known),
        label: field.label,
        hint: "Explore this metric",
        icon: Gauge,
      }),
    ),
  ].filter(({ found }) => found.length > 0);
  const all = groups.flatMap(({ found }) => found.map(({ href }) => href));
  return {
    groups,
    asked,
    searching: customers.isFetching,
    selected: all.includes(selected) ? selected : (all[0] ?? ""),
    setSelected,
  };
}

/** The items of a list, none while it is on its way. */
function itemsOf<T>(list: { readonly items: readonly T[] } | undefined): readonly T[] {
  return list?.items ?? [];
}

function byLabel({ label }: { readonly label: string }): readonly string[] {
  return [label];
}

function byTitle({ title }: { readonly title: string }): readonly string[] {
  return [title];
}

function group<T>(heading: string, things: readonly T[], toFound: (thing: T) => Found): FoundGroup {
  return { heading, found: things.slice(0, MOST).map(toFound) };
}

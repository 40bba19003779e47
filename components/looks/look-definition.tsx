"use client";

import { useQuery } from "@tanstack/react-query";
import { fieldsOptions } from "#components/explore/queries.ts";
import { CertifiedBadge } from "#components/looks/certified-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import type { Level } from "#lib/consent/model.ts";
import type { Field } from "#lib/explore/contract.ts";
import type { Look } from "#lib/looks/contract.ts";

const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  registry: "From the registry",
  critical: "Needs critical pings",
  full: "Needs full pings",
  user_level: "Needs user-level data",
};

/** Name beside value where there is room, else above it. */
const FACTS = "mt-3 grid gap-x-4 text-sm @md:grid-cols-[7rem_1fr] @md:gap-y-2 [&>dd]:mb-2 @md:[&>dd]:mb-0";

/** What the metrics of a Look mean, how they are counted, and how to read them. */
export function LookDefinition({ look }: { readonly look: Look }) {
  const { data, error, isPending, refetch } = useQuery(fieldsOptions());
  if (isPending) return <RowsSkeleton rows={4} />;
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const used = look.question.fields.flatMap(({ id }) => data.items.find((field) => field.id === id) ?? []);
  return (
    <div className="@container flex flex-col gap-5">
      {used
        .filter((field) => field.kind === "metric")
        .map((field) => (
          <MetricDefinition key={field.id} field={field} />
        ))}
      <Dimensions fields={used.filter((field) => field.kind !== "metric")} />
    </div>
  );
}

function MetricDefinition({ field }: { readonly field: Field }) {
  const { metric } = field;
  if (metric === null) return null;
  return (
    <section>
      <h4 className="flex flex-wrap items-center gap-2 font-semibold text-base">
        {field.label}
        <CertifiedBadge certified={metric.certified} />
        <Badge>{LEVEL_WORDS[field.level]}</Badge>
      </h4>
      <p className="mt-1 text-base text-text-2">{field.description}</p>
      <dl className={FACTS}>
        <Fact name="Counted as" value={metric.formula} />
        <Fact name="How to read" value={metric.howToRead} />
        <Fact name="Counts" value={metric.population.label} />
        <Fact name="Owner" value={metric.owner} />
        <Fact name="Definition" value={`Version ${metric.version}`} />
      </dl>
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="text-text-2">{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function Dimensions({ fields }: { readonly fields: readonly Field[] }) {
  if (fields.length === 0) return null;
  return (
    <section>
      <h4 className="font-semibold text-base">Broken down by</h4>
      <dl className={FACTS}>
        {fields.map((field) => (
          <Fact key={field.id} name={field.label} value={field.description} />
        ))}
      </dl>
    </section>
  );
}

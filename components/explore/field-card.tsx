import { BadgeCheck } from "lucide-react";
import type { ReactNode } from "react";
import { KIND_LABELS } from "#components/explore/picker.ts";
import { Badge } from "#components/ui/badge.tsx";
import type { Field } from "#lib/explore/contract.ts";

export const LEVEL_LABELS = {
  registry: "Registry",
  critical: "Critical pings",
  full: "Full pings",
  user_level: "User level",
} as const;

type FieldCardProps = { readonly field: Field; readonly refusal: string | null };

/** What a field means, who answers for it, and what it needs. */
export function FieldCard({ field, refusal }: FieldCardProps) {
  const { metric } = field;
  return (
    <div className="space-y-3 text-sm">
      <div>
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-semibold text-base">{field.label}</span>
          {metric?.certified != null && (
            <Badge kind="good" title={`By ${metric.certified.by} on ${metric.certified.on}`}>
              <BadgeCheck aria-hidden /> Certified
            </Badge>
          )}
          {metric?.status === "proposed" && <Badge kind="warn">Proposed</Badge>}
        </p>
        <p className="text-text-3 text-xs">
          {KIND_LABELS[field.kind]} · {field.group} · needs {LEVEL_LABELS[field.level].toLowerCase()}
        </p>
      </div>
      {field.description !== "" && <p className="text-text-2">{field.description}</p>}
      {refusal !== null && <p className="rounded-md bg-warn-soft px-2.5 py-1.5 text-warn">{refusal}</p>}
      {metric !== null && <MetricFacts metric={metric} />}
      <p className="font-mono text-text-3 text-xs">{field.id}</p>
    </div>
  );
}

function MetricFacts({ metric }: { readonly metric: NonNullable<Field["metric"]> }) {
  return (
    <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-1.5 border-t pt-3">
      <Fact term="Formula">
        <span className="font-mono text-xs">{metric.formula}</span>
      </Fact>
      <Fact term="How to read">{metric.howToRead}</Fact>
      <Fact term="Counts">{metric.population.label}</Fact>
      <Fact term="Grains">{metric.grains.join(", ")}</Fact>
      <Fact term="From release">{metric.minVersion ?? ""}</Fact>
      <Fact term="Owner">
        {metric.owner}
        {metric.certified !== null && `, certified ${metric.certified.on}`}
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  if (children === "") return null;
  return (
    <>
      <dt className="text-text-3">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

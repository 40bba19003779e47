"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { CoverageBar } from "#components/coverage/coverage-mark.tsx";
import { coverageSentence, reasonWords } from "#components/coverage/coverage-words.ts";
import { Drawer } from "#components/ui/drawer.tsx";
import type { ReasonKind } from "#lib/consent/model.ts";
import type { Coverage } from "#lib/semantic/answer.ts";

type CoverageDrawerProps = {
  readonly coverage: Coverage;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** What the coverage is of, e.g. the title of the tile. */
  readonly subject?: string;
};

const GROUPS: readonly { readonly kind: ReasonKind; readonly title: string; readonly hint: string }[] = [
  { kind: "agreed", title: "Agreed", hint: "What they signed. Nothing to chase." },
  { kind: "fixable", title: "Fixable", hint: "Somebody can mend this." },
  { kind: "ours", title: "Ours", hint: "Our own record or rule." },
];

/** Who is in a number, who is not, why, and since when. */
export function CoverageDrawer({ coverage, open, onOpenChange, subject }: CoverageDrawerProps) {
  const unit = coverage.population.unit;
  return (
    <Drawer open={open} onOpenChange={onOpenChange} title="Whom this covers" description={subject}>
      <CoverageBar covered={coverage.covered} eligible={coverage.eligible} className="h-2 w-full" />
      <p className="mt-3 text-base">{coverageSentence(coverage)}</p>
      {GROUPS.map(({ kind, title, hint }) => {
        const members = coverage.excluded.filter((one) => one.kind === kind);
        if (members.length === 0) return null;
        return (
          <Section key={kind} title={title} hint={hint}>
            {members.map((one) => (
              <Reason key={`${one.reason}-${String(one.tier)}`} excluded={one} unit={unit} />
            ))}
          </Section>
        );
      })}
      <Periods coverage={coverage} />
      <Changes coverage={coverage} />
    </Drawer>
  );
}

function Section({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="mt-6">
      <h3 className="font-semibold text-sm">{title}</h3>
      <p className="text-sm text-text-2">{hint}</p>
      <div className="mt-2 divide-y rounded-lg border">{children}</div>
    </section>
  );
}

type ReasonProps = {
  readonly excluded: Coverage["excluded"][number];
  readonly unit: Coverage["population"]["unit"];
};

function Reason({ excluded, unit }: ReasonProps) {
  const words = reasonWords(excluded, unit);
  return (
    <div className="px-3 py-2.5">
      <p className="flex items-baseline justify-between gap-3">
        <span className="font-medium text-sm">{words.title}</span>
        <span className="font-semibold text-sm tabular-nums">{excluded.count.toLocaleString("en-GB")}</span>
      </p>
      <p className="mt-0.5 text-sm text-text-2">{words.text}</p>
      {excluded.names.length > 0 && (
        <ul className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-sm">
          {excluded.names.map((name) => (
            <li key={name.id}>
              <Name id={name.id} name={name.name} />
            </li>
          ))}
          {excluded.more > 0 && <li className="text-text-3">and {excluded.more.toLocaleString("en-GB")} more</li>}
        </ul>
      )}
    </div>
  );
}

function Name({ id, name }: { readonly id: string; readonly name: string }) {
  if (!id.startsWith("acc_")) return <span>{name}</span>;
  return (
    <Link href={`/customers/${id}`} className="text-accent hover:underline">
      {name}
    </Link>
  );
}

function Periods({ coverage }: { readonly coverage: Coverage }) {
  if (coverage.periods.length < 2) return null;
  return (
    <section className="mt-6">
      <h3 className="font-semibold text-sm">By period</h3>
      <table className="mt-2 w-full text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">Starts</th>
            <th scope="col">Share</th>
            <th scope="col">Covered</th>
          </tr>
        </thead>
        <tbody>
          {coverage.periods.map((period) => (
            <tr key={period.start}>
              <td className="w-28 py-1 text-text-2 tabular-nums">{period.start}</td>
              <td className="py-1">
                <CoverageBar covered={period.covered} eligible={period.eligible} className="w-full align-middle" />
              </td>
              <td className="w-28 py-1 text-right tabular-nums">
                {period.covered} of {period.eligible}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Changes({ coverage }: { readonly coverage: Coverage }) {
  if (coverage.changes.length === 0) return null;
  return (
    <section className="mt-6">
      <h3 className="font-semibold text-sm">When the covered set changed</h3>
      <ul className="mt-2 space-y-1 text-sm">
        {coverage.changes.map((change) => (
          <li key={change.day} className="flex gap-3">
            <span className="w-25 text-text-2 tabular-nums">{change.day}</span>
            <span>{changeWords(change)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function changeWords({ entered, left }: Coverage["changes"][number]): string {
  const parts = [entered > 0 ? `${String(entered)} entered` : "", left > 0 ? `${String(left)} left` : ""];
  return parts.filter((part) => part !== "").join(", ");
}

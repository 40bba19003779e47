import type { ReactNode } from "react";
import { TierMark } from "#components/coverage/tier-mark.tsx";
import { InstanceCard } from "#components/customers/instance-card.tsx";
import { BASIS_WORDS, spanWords } from "#components/customers/words.ts";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { CustomerDetail } from "#lib/customers/contract.ts";

export function CustomerOverview({ detail }: { readonly detail: CustomerDetail }) {
  return (
    <div className="grid gap-4 pt-4 lg:grid-cols-12">
      <section aria-labelledby="instances" className="min-w-0 lg:col-span-8">
        <h2 id="instances" className="mb-2 font-semibold text-sm">
          Instances
        </h2>
        {detail.instances.length === 0 ? (
          <div className="tile">
            <EmptyState title="No instance is linked" className="py-8">
              Nothing this account sends can be known as theirs until an instance is linked to it.
            </EmptyState>
          </div>
        ) : (
          <div className="flex flex-col gap-4">
            {detail.instances.map((instance) => (
              <InstanceCard key={instance.instanceNo} instance={instance} detail={detail} />
            ))}
          </div>
        )}
      </section>
      <div className="flex min-w-0 flex-col gap-4 lg:col-span-4">
        <Terms detail={detail} />
        <Licences detail={detail} />
        <People detail={detail} />
      </div>
    </div>
  );
}

type SideProps = { readonly title: string; readonly empty: string; readonly children: readonly ReactNode[] };

function Side({ title, empty, children }: SideProps) {
  return (
    <section>
      <h2 className="mb-2 font-semibold text-sm">{title}</h2>
      <ul className="tile divide-y text-sm">
        {children.length === 0 ? <li className="px-4 py-3 text-text-2">{empty}</li> : children}
      </ul>
    </section>
  );
}

type DetailProps = { readonly detail: CustomerDetail };

function Terms({ detail }: DetailProps) {
  return (
    <Side title="Consent terms" empty="Nothing is recorded, so nothing may be seen.">
      {detail.terms.map((term) => (
        <li key={term.id} className="px-4 py-3">
          <p className="flex flex-wrap items-center justify-between gap-2">
            <TierMark tier={term.level} />
            {term.carveOut && <Badge kind="warn">Carve-out</Badge>}
          </p>
          <p className="mt-1 text-text-2">
            {groundsOf(term)}
            {term.signedOn !== null && (
              <>
                , signed <span className="whitespace-nowrap">{term.signedOn}</span>
              </>
            )}
          </p>
          <p className="text-text-2 tabular-nums first-letter:uppercase">
            {spanWords(term.from, term.to)}
            {term.instanceNo !== null && `, ${instanceName(detail, term.instanceNo)} only`}
          </p>
          {term.crmValue !== null && <p className="text-text-2">CRM says {term.crmValue} to user-level data</p>}
        </li>
      ))}
    </Side>
  );
}

/** On what a term stands: "Sign-up for a trial: ORD-52117". */
function groundsOf({ basis, document }: CustomerDetail["terms"][number]): string {
  const known = [basis === null ? null : BASIS_WORDS[basis], document].filter((part) => part !== null);
  return known.length === 0 ? "No basis on record" : known.join(": ");
}

const STATES = { active: "Active", future: "Future", expired: "Expired" } as const;

function Licences({ detail }: DetailProps) {
  const lapsed = detail.licences.every(({ state }) => state === "expired");
  return (
    <Side title="Licences" empty="No licence is on record.">
      {detail.licences.map((licence) => (
        <li key={licence.id} className="px-4 py-3">
          <p className="flex flex-wrap items-center justify-between gap-2">
            <span className="inline-block font-medium first-letter:uppercase">{licence.plan}</span>
            <Badge kind={licence.state === "active" ? "good" : lapsed ? "warn" : "neutral"}>
              {STATES[licence.state]}
            </Badge>
          </p>
          <p className="mt-0.5 text-text-2 tabular-nums">
            {licence.seats.toLocaleString("en-GB")} seats,{" "}
            <span className="whitespace-nowrap">{spanWords(licence.from, licence.to)}</span>
          </p>
          {licence.instanceNo !== null && detail.instances.length > 1 && (
            <p className="truncate text-text-2">For {instanceName(detail, licence.instanceNo)}</p>
          )}
          {licence.tags.length > 0 && (
            <p className="mt-1 flex flex-wrap gap-1">
              {licence.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </p>
          )}
        </li>
      ))}
    </Side>
  );
}

function People({ detail }: DetailProps) {
  return (
    <Side title="People" empty="Nobody is on record.">
      {detail.people.map((person) => (
        <li key={`${person.name}-${person.role}`} className="px-4 py-2.5">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="font-medium">{person.name}</span>
            <span className="inline-block text-text-2 text-xs first-letter:uppercase">{person.role}</span>
          </p>
          {person.title !== "" && <p className="text-text-2">{person.title}</p>}
          {person.email !== null && (
            <p className="truncate text-text-2" title={person.email}>
              {person.email}
            </p>
          )}
        </li>
      ))}
    </Side>
  );
}

export function instanceName(detail: CustomerDetail, instanceNo: number): string {
  return detail.instances.find((one) => one.instanceNo === instanceNo)?.name ?? `instance ${String(instanceNo)}`;
}

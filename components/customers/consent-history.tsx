import { TierMark } from "#components/coverage/tier-mark.tsx";
import { instanceName } from "#components/customers/customer-overview.tsx";
import { kindWords, spanWords } from "#components/customers/words.ts";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { CustomerDetail } from "#lib/customers/contract.ts";

/** Every change of consent, newest first: what, from when, who, why. Nothing in it is ever rewritten. */
export function ConsentHistory({ detail }: { readonly detail: CustomerDetail }) {
  const changes = [...detail.changes].sort((a, b) => (a.at < b.at ? 1 : -1));
  if (changes.length === 0) {
    return (
      <EmptyState title="No change is on record" className="h-auto">
        What is agreed, narrowed or withdrawn will stand here with its reason.
      </EmptyState>
    );
  }
  return (
    <ol className="relative mt-5 ml-2 max-w-3xl border-l pl-6">
      {changes.map((change) => (
        <li key={change.id} className="relative pb-6">
          <span
            aria-hidden
            className="absolute top-1.5 -left-[1.78rem] size-2 rounded-full bg-text-3 ring-4 ring-canvas"
          />
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-medium text-base">{kindWords(change.kind)}</span>
            {change.level !== null && <TierMark tier={change.level} className="text-sm" />}
            {change.history === "hide" && <Badge>Hides earlier days</Badge>}
          </p>
          <p className="mt-0.5 text-sm text-text-2 tabular-nums first-letter:uppercase">
            {spanWords(change.from, change.to)}
            {change.instanceNo !== null && `, ${instanceName(detail, change.instanceNo)}`}
          </p>
          {change.reason !== "" && <p className="mt-0.5 text-sm text-text-2">{change.reason}</p>}
          <p className="mt-0.5 text-text-3 text-xs">
            Recorded by {change.actor} on {change.at.slice(0, 10)} at {change.at.slice(11, 16)} UTC
          </p>
        </li>
      ))}
    </ol>
  );
}

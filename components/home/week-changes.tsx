import Link from "next/link";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { EstateOut } from "#lib/customers/contract.ts";

type WeekChangesProps = { readonly changes: EstateOut["changes"] };

const MOST = 10;

export function WeekChanges({ changes }: WeekChangesProps) {
  if (changes.length === 0) {
    return (
      <EmptyState title="Nothing changed" className="h-auto py-6">
        No consent was given, narrowed or withdrawn in the last seven days.
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y border-t">
      {changes.slice(0, MOST).map((change) => (
        <li key={`${change.at}-${change.customerId}-${change.text}`} className="px-4 py-2.5 text-sm">
          <p className="flex items-baseline justify-between gap-3">
            <Link href={`/customers/${change.customerId}?tab=history`} className="truncate font-medium hover:underline">
              {change.customer}
            </Link>
            <time dateTime={change.at} className="shrink-0 text-text-3 text-xs tabular-nums">
              {change.at.slice(0, 10)}
            </time>
          </p>
          <p className="text-text-2">{change.text}</p>
          <p className="text-text-3 text-xs">Recorded by {change.actor}</p>
        </li>
      ))}
    </ul>
  );
}

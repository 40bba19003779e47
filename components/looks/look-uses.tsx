import Link from "next/link";
import type { Look } from "#lib/looks/contract.ts";

/** The dashboards that change when this Look does. */
export function LookUses({ look }: { readonly look: Look }) {
  const { usedIn, alsoUsedIn } = look;
  return (
    <section className="rounded-lg border bg-surface p-4">
      <h2 className="font-semibold text-base">Where it stands</h2>
      {usedIn.length === 0 && alsoUsedIn === 0 && <p className="mt-1 text-sm text-text-2">On no dashboard yet.</p>}
      <ul className="mt-2 flex flex-col gap-1.5 text-sm">
        {usedIn.map((dashboard) => (
          <li key={dashboard.slug}>
            <Link href={`/dashboards/${dashboard.slug}`} className="text-accent hover:underline">
              {dashboard.title}
            </Link>
          </li>
        ))}
        {alsoUsedIn > 0 && <li className="text-text-2">{othersWords(alsoUsedIn)}</li>}
      </ul>
    </section>
  );
}

function othersWords(count: number): string {
  return count === 1 ? "and 1 personal dashboard of somebody else" : `and ${count} personal dashboards of others`;
}

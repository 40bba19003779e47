import { dayText } from "#components/charts/period.ts";
import { cn } from "#components/ui/cn.ts";
import type { Answer, Freshness } from "#lib/semantic/answer.ts";

/** Through which day the sources behind these answers reach, and the day whose consent rules. */
export function FreshnessLine({ answers }: { readonly answers: readonly Answer[] }) {
  const [first] = answers;
  if (first === undefined) return null;
  const sources = [...new Map(answers.flatMap(({ freshness }) => freshness).map((one) => [one.source, one])).values()];
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-text-2">
      {sources.map((source) => (
        <Source key={source.source} source={source} />
      ))}
      <span>Consent as of {dayText(first.clocks.consent)}</span>
      <span className="text-text-3">Days are UTC</span>
    </p>
  );
}

function Source({ source: { label, lastDay, status, note } }: { readonly source: Freshness }) {
  const late = status === "late" || status === "stale";
  const words = lastDay === null ? `${label}: nothing yet` : `${label} through ${dayText(lastDay)}`;
  return (
    <span className={cn(late && "font-medium text-warn")}>
      {words}
      {note !== null && ` (${note})`}
    </span>
  );
}

import { dayText } from "#components/charts/period.ts";
import { updatedWords } from "#components/dashboards/freshness-words.ts";
import { cn } from "#components/ui/cn.ts";
import type { Answer, Freshness } from "#lib/semantic/answer.ts";

type FreshnessLineProps = {
  readonly answers: readonly Answer[];
  /** When these answers arrived, in ms since 1970. */
  readonly at: number;
};

const KEPT = "What was worked out before is shown again while consent, data and definitions are the same.";

/** Through which day the sources reach, whose consent rules, and when this was asked: one quiet line. */
export function FreshnessLine({ answers, at }: FreshnessLineProps) {
  const [first] = answers;
  if (first === undefined) return null;
  const sources = [...new Map(answers.flatMap(({ freshness }) => freshness).map((one) => [one.source, one])).values()];
  return (
    <ul className="flex flex-wrap gap-y-0.5 text-text-2 text-xs tabular-nums [&>li:not(:last-child)]:after:mx-1.5 [&>li:not(:last-child)]:after:text-text-3 [&>li:not(:last-child)]:after:content-['·']">
      {sources.map((source) => (
        <Source key={source.source} source={source} />
      ))}
      <li>Consent as of {dayText(first.clocks.consent)}</li>
      <li title={answers.some(({ route }) => route.cached) ? KEPT : undefined}>{updatedWords(answers, at)}</li>
      <li>Days are UTC</li>
    </ul>
  );
}

function Source({ source: { label, lastDay, status, note } }: { readonly source: Freshness }) {
  const late = status === "late" || status === "stale";
  const words = lastDay === null ? `${label}: nothing yet` : `${label} through ${dayText(lastDay)}`;
  return (
    <li className={cn(late && "font-medium text-warn")}>
      {words}
      {note !== null && ` (${note})`}
    </li>
  );
}

import { CoverageBar } from "#components/coverage/coverage-mark.tsx";
import { coverageSentence } from "#components/coverage/coverage-words.ts";
import { cn } from "#components/ui/cn.ts";
import type { Answer, Coverage } from "#lib/semantic/answer.ts";
import { rangeWords } from "#lib/semantic/calendar.ts";

/** The same for what the figure is compared with: a change may be one of coverage alone. */
export function CoverageCompared({ coverage, words }: { readonly coverage: Coverage; readonly words: string | null }) {
  const { compare } = coverage;
  if (compare === null || words === null) return null;
  return (
    <div className="mt-4 rounded-lg bg-surface-2 px-3 py-2.5">
      <p className="flex items-center gap-3 text-sm">
        <span className="min-w-0 flex-1 font-medium">Compared with {words}</span>
        <CoverageBar covered={compare.covered} eligible={compare.eligible} />
        <span className="text-text-2 text-xs tabular-nums">
          {compare.covered}/{compare.eligible}
        </span>
      </p>
      <p className="mt-1 text-sm text-text-2">{coverageSentence({ ...compare, compare: null, excluded: [] })}</p>
    </div>
  );
}

/** Covered and eligible by period, with who entered and left; what is large enough to move a line stands out. */
export function CoveragePeriods({ coverage }: { readonly coverage: Coverage }) {
  if (coverage.periods.length < 2) return null;
  const changes = new Map(coverage.changes.map((change) => [change.day, change]));
  return (
    <section className="mt-6">
      <h3 className="font-semibold text-sm">By period</h3>
      <table className="mt-2 w-full text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">Starts</th>
            <th scope="col">Share</th>
            <th scope="col">Change</th>
            <th scope="col">Covered</th>
          </tr>
        </thead>
        <tbody>
          {coverage.periods.map((period) => (
            <tr key={period.start}>
              <td className="w-25 py-1 text-text-2 tabular-nums">{period.start}</td>
              <td className="py-1">
                <CoverageBar covered={period.covered} eligible={period.eligible} className="w-full align-middle" />
              </td>
              <td className="w-20 py-1 pl-3 text-right text-xs tabular-nums">
                <Change change={changes.get(period.start) ?? null} />
              </td>
              <td className="w-24 py-1 text-right tabular-nums">
                {period.covered} of {period.eligible}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Change({ change }: { readonly change: Coverage["changes"][number] | null }) {
  if (change === null) return null;
  const { entered, left, marked } = change;
  const parts = [entered > 0 ? `+${String(entered)}` : "", left > 0 ? `−${String(left)}` : ""];
  return (
    <span
      className={cn(marked ? "font-semibold" : "text-text-3")}
      title={`${String(entered)} entered, ${String(left)} left`}
    >
      {parts.filter((part) => part !== "").join(" ")}
    </span>
  );
}

/** What happened on days of the range, as people noted it. */
export function CoverageEvents({ annotations }: Pick<Answer, "annotations">) {
  if (annotations.length === 0) return null;
  return (
    <section className="mt-6">
      <h3 className="font-semibold text-sm">What happened</h3>
      <ul className="mt-2 space-y-2 text-sm">
        {annotations.map(({ id, from, to, text, author }) => (
          <li key={id}>
            <p>{text}</p>
            <p className="text-text-2 text-xs">
              {rangeWords({ from, to })} · noted by {author}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { AnswerTable } from "#components/charts/answer-table.tsx";
import { AdvancedInput } from "#components/explore/advanced-input.tsx";
import { setLimit, setTotals } from "#components/explore/edit.ts";
import { placeOf } from "#components/explore/place.ts";
import { statusLine } from "#components/explore/run.ts";
import { SqlView } from "#components/explore/sql-view.tsx";
import type { DataTab } from "#components/explore/url.ts";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import { Tabs } from "#components/ui/tabs.tsx";

/** The rows and the SQL behind them. */
export function DataSection({ explorer }: { readonly explorer: Explorer }) {
  const answer = explorer.run.last?.answer ?? null;
  return (
    <section aria-label="Data" className="rounded-lg border bg-surface">
      <h2 className="sr-only">Data</h2>
      <Tabs<DataTab>
        className="[&>div:first-child]:px-3"
        label="Data"
        value={explorer.state.tab}
        onChange={(tab) => {
          explorer.show({ tab });
        }}
        actions={<DataOptions explorer={explorer} />}
        tabs={[
          { value: "results", label: "Results", content: <Results explorer={explorer} /> },
          { value: "sql", label: "SQL", content: <SqlView explorer={explorer} /> },
        ]}
      />
      {answer !== null && explorer.state.tab === "results" && (
        <p className="border-t px-3 py-2 text-text-2 text-xs tabular-nums" data-testid="status-line">
          {statusLine(answer)}
        </p>
      )}
    </section>
  );
}

function DataOptions({ explorer }: { readonly explorer: Explorer }) {
  const { question, problem } = explorer;
  const wrong = problem !== null && placeOf(problem.path).part === "limit";
  return (
    <div className="flex items-center gap-4">
      <Checkbox
        label={<span className="text-sm">Totals</span>}
        checked={question.totals.grand}
        onChange={(grand) => {
          explorer.edit(setTotals(question, grand));
        }}
      />
      <span className="flex items-center gap-2 text-sm text-text-2">
        <span className="max-sm:sr-only">Row limit</span>
        <AdvancedInput
          className="h-8 w-18 px-2 text-right text-sm tabular-nums"
          label="Row limit"
          placeholder="500"
          text={String(question.limit)}
          invalid={wrong}
          describedBy=""
          onChange={(text) => {
            explorer.edit(setLimit(question, Number(text)));
          }}
        />
      </span>
    </div>
  );
}

function Results({ explorer }: { readonly explorer: Explorer }) {
  const { run, question, stale } = explorer;
  const running = run.phase === "running";
  if (run.phase === "failed" && run.error !== null) {
    return <ErrorState error={run.error} onRetry={explorer.start} className="h-auto" />;
  }
  if (run.last === null) return running ? <RowsSkeleton rows={8} /> : <NotRun explorer={explorer} />;
  const { answer } = run.last;
  if (answer.rows.length === 0) return <NoRows explorer={explorer} />;
  const [sort = null] = question.sort;
  return (
    <div className={cn("transition-opacity", (running || stale) && "opacity-60")}>
      <AnswerTable
        answer={answer}
        dense
        kinds
        height={560}
        sort={sort}
        onSort={({ field }) => {
          explorer.sortBy(field);
        }}
      />
    </div>
  );
}

function NotRun({ explorer }: { readonly explorer: Explorer }) {
  if (explorer.run.phase === "cancelled")
    return <EmptyState title="Cancelled">Nothing was changed. Run it again when you like.</EmptyState>;
  if (explorer.runnable) return <EmptyState title="Ready to run">Press Run, or Ctrl and Enter.</EmptyState>;
  return (
    <EmptyState title="Choose what to look at">
      Pick a metric on the left, then a dimension to break it down by. Each one says what it means and what it needs.
    </EmptyState>
  );
}

function NoRows({ explorer }: { readonly explorer: Explorer }) {
  return (
    <EmptyState title="No rows for these filters">
      {explorer.question.filters.length > 0
        ? "Loosen a filter or choose a longer range."
        : "Nothing that we may show falls into this range. The coverage above says whom it leaves out."}
    </EmptyState>
  );
}

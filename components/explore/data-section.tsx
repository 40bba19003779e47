import { AnswerTable } from "#components/charts/answer-table.tsx";
import { AdvancedInput } from "#components/explore/advanced-input.tsx";
import { setLikeForLike, setLimit, setTotals } from "#components/explore/edit.ts";
import { KindMark } from "#components/explore/kind-mark.tsx";
import { placeOf } from "#components/explore/place.ts";
import { statusLine } from "#components/explore/run.ts";
import { ShapePopover } from "#components/explore/shape-popover.tsx";
import { SqlView } from "#components/explore/sql-view.tsx";
import type { DataTab } from "#components/explore/url.ts";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { Answer } from "#lib/semantic/answer.ts";

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
      <ShapePopover explorer={explorer} />
      <Checkbox
        label={<span className="text-sm">Totals</span>}
        checked={question.totals.grand}
        onChange={(grand) => {
          explorer.edit(setTotals(question, grand));
        }}
      />
      <Checkbox
        label={
          <span className="text-sm" title="Only instances that are visible on every day and sent data in every period">
            Like for like
          </span>
        }
        checked={question.like_for_like}
        onChange={(held) => {
          explorer.edit(setLikeForLike(question, held));
        }}
      />
      <span className="flex items-center gap-2 text-sm text-text-2">
        <span className="max-sm:sr-only">Row limit</span>
        <AdvancedInput
          className="h-8 w-18 px-2 text-right text-sm tabular-nums pointer-coarse:h-9"
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
  const { run, problem } = explorer;
  const refused = problem?.code === "invalid_input";
  if (run.phase === "failed" && run.error !== null && !refused) {
    return <ErrorState error={run.error} onRetry={explorer.start} className="h-auto" />;
  }
  if (run.last !== null) return <Rows explorer={explorer} answer={run.last.answer} />;
  return run.phase === "running" ? <RowsSkeleton rows={8} /> : <NotRun explorer={explorer} />;
}

function Rows({ explorer, answer }: { readonly explorer: Explorer; readonly answer: Answer }) {
  if (answer.rows.length === 0) return <NoRows explorer={explorer} />;
  const [sort = null] = explorer.question.sort;
  const faded = explorer.run.phase === "running" || explorer.stale;
  return (
    <div className={cn("transition-opacity", faded && "opacity-60")}>
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
  if (explorer.problem !== null) {
    return <EmptyState title="The question needs a change">{explorer.problem.detail}</EmptyState>;
  }
  if (explorer.run.phase === "cancelled")
    return <EmptyState title="Cancelled">Nothing was changed. Run it again when you like.</EmptyState>;
  if (explorer.runnable) return <EmptyState title="Ready to run">Press Run, or Ctrl and Enter.</EmptyState>;
  return <FirstMetrics explorer={explorer} />;
}

const SHORTCUTS = 6;

/** An empty Explore offers the metrics themselves as the first step. */
function FirstMetrics({ explorer }: { readonly explorer: Explorer }) {
  const metrics = [...explorer.catalogue.values()].filter((field) => field.kind === "metric").slice(0, SHORTCUTS);
  const actions = metrics.map((field) => (
    <Chip
      key={field.id}
      onClick={() => {
        explorer.toggle(field);
      }}
    >
      <KindMark kind="metric" /> {field.label}
    </Chip>
  ));
  return (
    <EmptyState title="Choose what to look at" action={actions}>
      Start with a metric, then break it down by a dimension from the list of fields.
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

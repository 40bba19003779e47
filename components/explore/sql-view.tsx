import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useMemo } from "react";
import { toast } from "sonner";
import { compileOptions, sqlOptions } from "#components/explore/queries.ts";
import { byteWords } from "#components/explore/run.ts";
import { sqlPieces } from "#components/explore/sql-text.ts";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { RowsSkeleton } from "#components/ui/skeleton.tsx";
import type { Question } from "#lib/semantic/question.ts";

const COLOURS = {
  keyword: "font-medium text-series-1",
  value: "text-series-2",
  note: "text-text-3 italic",
  text: "",
} as const;

/** What the question runs in the warehouse, consent and all; to be read, not edited. */
export function SqlView({ explorer }: { readonly explorer: Explorer }) {
  const { question, runnable, run, stale } = explorer;
  if (!runnable) return <EmptyState title="No SQL yet">Choose a metric first.</EmptyState>;
  if (run.last !== null && !stale) return <FormattedSql sql={run.last.answer.sql} />;
  return <CompiledSql question={question} />;
}

/** What the question on the page would run, before it does. */
function CompiledSql({ question }: { readonly question: Question }) {
  const compiled = useQuery(compileOptions(question));
  if (compiled.isPending) return <RowsSkeleton rows={6} />;
  if (compiled.isError) return <ErrorState error={compiled.error} onRetry={() => void compiled.refetch()} />;
  const { sql, bytes } = compiled.data;
  return (
    <>
      {bytes !== null && <p className="px-4 pt-3 text-text-2 text-xs">Would read up to {byteWords(bytes)}.</p>}
      <FormattedSql sql={sql} />
    </>
  );
}

function FormattedSql({ sql }: { readonly sql: string }) {
  const formatted = useQuery(sqlOptions(sql));
  return formatted.data === undefined ? <RowsSkeleton rows={6} /> : <SqlText sql={formatted.data} />;
}

function SqlText({ sql }: { readonly sql: string }) {
  const pieces = useMemo(() => sqlPieces(sql), [sql]);
  return (
    <div className="relative">
      <Button
        size="sm"
        className="absolute top-2 right-3"
        onClick={() => {
          void navigator.clipboard.writeText(sql).then(() => toast.success("SQL copied"));
        }}
      >
        <Copy aria-hidden /> Copy
      </Button>
      <pre
        // A region that scrolls must be reachable by keyboard.
        tabIndex={0}
        role="region"
        aria-label="SQL of this question"
        className="max-h-[36rem] overflow-auto p-4 pr-28 font-mono text-xs leading-relaxed"
      >
        <code>
          {pieces.map((piece, at) => (
            <span key={at} className={COLOURS[piece.kind]}>
              {piece.text}
            </span>
          ))}
        </code>
      </pre>
    </div>
  );
}

import Link from "next/link";
import { LEVEL_LABELS } from "#components/explore/field-card.tsx";
import { KindMark } from "#components/explore/kind-mark.tsx";
import type { Explorer } from "#components/explore/use-explorer.ts";

const MOST = 9;

/** True before anything was chosen: there is nothing to filter, to draw or to list yet. */
export function isUntouched({ question, run, faults, runnable }: Explorer): boolean {
  const empty = question.fields.length === 0 && question.filters.length === 0;
  return empty && !runnable && run.phase === "idle" && run.last === null && faults.length === 0;
}

/** An Explore begins with a metric: here they are, with what each one is. */
export function StartPanel({ explorer }: { readonly explorer: Explorer }) {
  const metrics = [...explorer.catalogue.values()].filter(({ kind }) => kind === "metric").slice(0, MOST);
  return (
    <section aria-labelledby="start" className="rounded-lg border bg-surface p-4 md:p-6">
      <h2 id="start" className="font-semibold text-lg">
        Choose what to look at
      </h2>
      <p className="mt-1 max-w-2xl text-sm text-text-2">
        Start with a metric, then break it down by a dimension from the list of fields. Or begin with{" "}
        <Link href="/looks" className="text-accent underline">
          a Look
        </Link>{" "}
        and explore from there.
      </p>
      <ul className="mt-4 grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
        {metrics.map((field) => (
          <li key={field.id}>
            <button
              type="button"
              onClick={() => {
                explorer.toggle(field);
              }}
              className="flex h-full w-full flex-col gap-1 rounded-md border border-control/50 px-3 py-2.5 text-left transition-colors hover:border-control hover:bg-surface-2"
            >
              <span className="flex w-full items-center gap-2">
                <KindMark kind="metric" />
                <span className="min-w-0 flex-1 truncate font-medium text-sm">{field.label}</span>
                {field.level !== "registry" && (
                  <span className="shrink-0 text-text-3 text-xs">{LEVEL_LABELS[field.level]}</span>
                )}
              </span>
              <span className="line-clamp-2 text-text-2 text-xs">{field.description}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { type Catalogue, catalogueOf } from "#components/explore/catalogue.ts";
import { cycleSort, toggleField } from "#components/explore/edit.ts";
import { fieldsOptions, lookOptions } from "#components/explore/queries.ts";
import { isStale, type Run, sameQuestion } from "#components/explore/run.ts";
import type { Fault } from "#components/explore/salvage.ts";
import { isRunnable, settle } from "#components/explore/settle.ts";
import type { ExploreState } from "#components/explore/url.ts";
import { useExploreUrl } from "#components/explore/use-explore-url.ts";
import { type FilterRows, useFilterRows } from "#components/explore/use-filter-rows.ts";
import { useRun } from "#components/explore/use-run.ts";
import type { Field } from "#lib/explore/contract.ts";
import { CallError } from "#lib/http/call.ts";
import type { Problem } from "#lib/http/problem.ts";
import type { Look } from "#lib/looks/contract.ts";
import type { Question } from "#lib/semantic/question.ts";

/** Everything that the parts of the page show and do. */
export type Explorer = {
  readonly state: ExploreState;
  readonly question: Question;
  readonly catalogue: Catalogue;
  readonly loading: boolean;
  /** The model or the Look could not be read. */
  readonly failure: Error | null;
  readonly retry: () => void;
  readonly faults: readonly Fault[];
  /** What changed beside what was asked for, or why nothing did. */
  readonly note: string | null;
  readonly look: Look | null;
  readonly edited: boolean;
  readonly run: Run;
  readonly stale: boolean;
  readonly runnable: boolean;
  /** What the server refused about the question on the page. */
  readonly problem: Problem | null;
  readonly filters: FilterRows;
  /** True after Run was pressed while a filter had no value. */
  readonly nagging: boolean;
  readonly edit: (question: Question) => void;
  readonly toggle: (field: Field) => void;
  readonly show: (part: Partial<Pick<ExploreState, "vis" | "tab">>) => void;
  /** Stands on a Look that was just saved from here. */
  readonly open: (look: Look) => void;
  /** A press on a header; what was up to date is asked again at once. */
  readonly sortBy: (id: string) => void;
  readonly start: () => void;
  readonly cancel: () => void;
};

export function useExplorer(): Explorer {
  const { address, go, ready, settled, ...model } = useSettled();
  const { run, start, cancel } = useRun();
  const [note, setNote] = useState<string | null>(null);
  const [nagging, setNagging] = useState(false);
  const ours = useRef<string | null>(null);
  const { state } = settled;
  const { question } = state;
  const runnable = ready && isRunnable(state, model.catalogue);
  const stale = isStale(run, question);

  // An address that this page did not write itself (a link, Back, Forward) is asked at once.
  useEffect(() => {
    if (!ready || ours.current === address) return;
    ours.current = address;
    if (runnable) start(question);
  }, [ready, address, runnable, question, start]);

  function edit(next: Question): void {
    setNote(null);
    if (sameQuestion(next, question)) return;
    ours.current = go({ ...state, question: next }, stale || run.last === null ? "replace" : "push");
  }
  const filters = useFilterRows(question, edit);

  return {
    ...model,
    ...{ state, question, note, run, stale, runnable, filters, edit, cancel },
    edited: settled.edited,
    problem: problemOf(run, question),
    nagging: nagging && filters.unfinished.length > 0,
    toggle: (field) => {
      const edited = toggleField(question, field, model.catalogue);
      edit(edited.question);
      setNote(edited.note);
    },
    show: (part) => {
      ours.current = go({ ...state, ...part }, "replace");
    },
    open: (look) => {
      ours.current = go({ ...state, question: look.question, vis: look.vis, look: look.id }, "replace");
    },
    sortBy: (id) => {
      const sorted = cycleSort(question, id, model.catalogue);
      edit(sorted);
      if (!stale && runnable) start(sorted);
    },
    start: () => {
      setNagging(filters.unfinished.length > 0);
      if (runnable && filters.unfinished.length === 0) start(question);
    },
  };
}

const LOST_LOOK = { what: "Look", suggestion: null } as const;

/** The address, over the Look that it names, read with the model. */
function useSettled() {
  const { address, read, go } = useExploreUrl();
  const id = read.state.look;
  const fields = useQuery(fieldsOptions());
  const look = useNamedLook(id);
  const catalogue = useMemo(() => catalogueOf(fields.data?.items ?? []), [fields.data]);
  const settled = useMemo(() => settle(read, look.shown, catalogue), [read, look.shown, catalogue]);
  const ready = fields.isSuccess && (read.asked || look.ready);
  const failure = fields.error ?? (read.asked ? null : look.error);
  const lost = read.asked && look.error !== null ? [{ ...LOST_LOOK, message: look.error.message }] : [];
  return {
    ...{ address, go, catalogue, settled, ready, failure, look: look.shown },
    faults: [...settled.faults, ...lost],
    loading: !ready && failure === null,
    retry: () => {
      if (fields.isError) void fields.refetch();
      look.retry();
    },
  };
}

/** The Look of the address; an address without one is ready at once. */
function useNamedLook(id: string | null) {
  const { data, error, isSuccess, refetch } = useQuery({ ...lookOptions(id ?? ""), enabled: id !== null });
  if (id === null) return { shown: null, ready: true, error: null, retry: () => undefined };
  return { shown: data ?? null, ready: isSuccess, error, retry: () => void (error !== null && refetch()) };
}

function problemOf(run: Run, question: Question): Problem | null {
  if (run.phase !== "failed" || !(run.error instanceof CallError)) return null;
  return run.asked !== null && sameQuestion(run.asked, question) ? run.error.problem : null;
}

import type { Answer } from "#lib/semantic/answer.ts";
import type { Question } from "#lib/semantic/question.ts";

type Done = { readonly question: Question; readonly answer: Answer };

/** What a run of the question has come to. The last good answer stays in sight through all of it. */
export type Run = {
  readonly phase: "idle" | "running" | "done" | "failed" | "cancelled";
  /** Number of this run; a late answer to an older one is dropped. */
  readonly turn: number;
  readonly asked: Question | null;
  readonly startedAt: number | null;
  readonly last: Done | null;
  readonly error: Error | null;
};

export type RunAction =
  | { readonly type: "start"; readonly turn: number; readonly question: Question; readonly at: number }
  | { readonly type: "answer"; readonly turn: number; readonly answer: Answer }
  | { readonly type: "fail"; readonly turn: number; readonly error: Error }
  | { readonly type: "cancel"; readonly turn: number };

export const NEVER_RUN: Run = { phase: "idle", turn: 0, asked: null, startedAt: null, last: null, error: null };

export function advanceRun(run: Run, action: RunAction): Run {
  switch (action.type) {
    case "start":
      return {
        ...run,
        phase: "running",
        turn: run.turn + 1,
        asked: action.question,
        startedAt: action.at,
        error: null,
      };
    case "answer":
      if (stale(run, action.turn) || run.asked === null) return run;
      return { ...run, phase: "done", startedAt: null, last: { question: run.asked, answer: action.answer } };
    case "fail":
      return stale(run, action.turn) ? run : { ...run, phase: "failed", startedAt: null, error: action.error };
    case "cancel":
      return stale(run, action.turn) ? run : { ...run, phase: "cancelled", startedAt: null };
  }
}

/** True when what is shown answers another question than the one now on the page. */
export function isStale(run: Run, question: Question): boolean {
  return run.last !== null && !sameQuestion(run.last.question, question);
}

export function sameQuestion(one: Question, other: Question): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export type Patience = "quiet" | "elapsed" | "cancel";

/** How loudly a running question shows that it takes long: nothing, the seconds, a way out. */
export function patience(elapsedMs: number): Patience {
  if (elapsedMs >= 5000) return "cancel";
  return elapsedMs >= 2000 ? "elapsed" : "quiet";
}

const UNITS = ["B", "KB", "MB", "GB", "TB"] as const;

/** "12 MB": bytes as they are billed, in steps of 1,000. */
export function byteWords(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  const digits = value >= 10 || step === 0 ? 0 : 1;
  return `${value.toLocaleString("en-GB", { maximumFractionDigits: digits })} ${UNITS[step] ?? "B"}`;
}

/** "BigQuery, 12 MB read" where reading is paid for; nothing where the engine is the portal's own. */
function engineWords({ engine, bytes }: Answer["route"]): string[] {
  if (engine === "duckdb") return [];
  return [bytes === null ? "BigQuery" : `BigQuery, ${byteWords(bytes)} read`];
}

/** "1,204 rows · 38 ms · instance_day · UTC"; an answer that was kept says so, with what it took when it was run. */
export function statusLine(answer: Answer): string {
  const count = answer.rows.length;
  const rows = `${count.toLocaleString("en-GB")} ${count === 1 ? "row" : "rows"}${answer.truncated ? " (limit reached)" : ""}`;
  const ms = answer.route.ms < 1 ? "<1 ms" : `${Math.round(answer.route.ms).toLocaleString("en-GB")} ms`;
  const took = answer.route.cached ? `from cache, ran ${ms}` : ms;
  return [rows, took, ...engineWords(answer.route), answer.route.table, "UTC"].join(" · ");
}

function stale(run: Run, turn: number): boolean {
  return run.phase !== "running" || run.turn !== turn;
}

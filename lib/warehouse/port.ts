import { z } from "zod";
import type { Day } from "#lib/consent/model.ts";
import { Answer, Freshness, NotCovered } from "#lib/semantic/answer.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";

/** Whose figures an answer shows; `hash` names the set. */
export const Covered = z.object({
  hash: z.string(),
  instanceNos: z.array(z.int()),
  accountIds: z.array(z.string()),
});

/** `names` only for a query that asks whom a metric does not cover. */
export const RunResult = z.object({ answer: Answer, covered: Covered, names: z.array(NotCovered).nullable() });
export type RunResult = z.infer<typeof RunResult>;

export const Clock = z.object({
  /** The last complete loaded UTC day; yesterday while nothing is loaded. */
  dataClock: z.iso.date(),
  /** False until the first data has been taken in. */
  isLoaded: z.boolean(),
  /** Another text after each refresh. */
  dataVersion: z.string(),
  freshness: z.array(Freshness),
});
export type Clock = z.infer<typeof Clock>;

/** What a run would read at most; null where reading costs nothing. */
export const Estimate = z.object({ bytes: z.number().nullable() });
export type Estimate = z.infer<typeof Estimate>;

export type RunOptions = {
  readonly deadlineMs: number;
  /** Aborting it interrupts the engine. */
  readonly signal: AbortSignal | null;
  /** For the log: who asks, from where. Never values. */
  readonly labels: Readonly<Record<string, string>>;
};

/**
 * Where questions are answered. `run` throws `conflict` when the query names an epoch that is no longer
 * current (read the key once more), `consent_unknown`, `warehouse_unavailable` and `deadline`.
 */
export type Warehouse = {
  run(query: CompiledQuery, options: RunOptions): Promise<RunResult>;
  estimate(query: CompiledQuery, options: RunOptions): Promise<Estimate>;
  clock(): Promise<Clock>;
};

/** The day before, in UTC. */
export function dayBefore(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

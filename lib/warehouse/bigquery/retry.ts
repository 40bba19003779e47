import { setTimeout as wait } from "node:timers/promises";
import { type BigQueryFault, faultOf } from "#lib/warehouse/bigquery/faults.ts";

export type RetryPlan = {
  /** The first wait; each further one is twice as long, up to `capMs`. */
  readonly baseMs: number;
  readonly capMs: number;
  readonly attempts: number;
  /** No wait ends later than this after the first attempt. */
  readonly budgetMs: number;
  /** Between 0 and 1: waits are spread over their upper half, so that many do not come back at once. */
  readonly random: () => number;
};

/** Google's own back-off: from 1 s, doubled, to 32 s; here within what a person waits. */
export const RETRIES: RetryPlan = {
  baseMs: 1_000,
  capMs: 32_000,
  attempts: 5,
  budgetMs: 15_000,
  random: Math.random,
};

/**
 * Runs `work`, and again while BigQuery says that it is for now. Throws a `BigQueryFault`; what no retry can mend at
 * once.
 */
export async function retried<T>(
  plan: RetryPlan,
  signal: AbortSignal,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  const started = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      signal.throwIfAborted();
      const fault = faultOf(error);
      const pause = pauseOf(plan, attempt);
      if (!mayRetry(plan, fault, attempt, performance.now() - started + pause)) throw fault;
      await wait(pause, undefined, { signal });
    }
  }
}

function mayRetry({ attempts, budgetMs }: RetryPlan, fault: BigQueryFault, attempt: number, upTo: number): boolean {
  return fault.isTransient && attempt < attempts && upTo <= budgetMs;
}

function pauseOf({ baseMs, capMs, random }: RetryPlan, attempt: number): number {
  const full = Math.min(capMs, baseMs * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random();
}

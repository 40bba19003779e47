import { AsyncLocalStorage } from "node:async_hooks";

const signals = new AsyncLocalStorage<AbortSignal>();

/** Runs the work of a request; whatever it calls can see when the asker has gone. */
export function withRequestSignal<T>(signal: AbortSignal, work: () => T): T {
  return signals.run(signal, work);
}

/** Aborted once nobody waits for the answer any more; null outside a request. */
export function requestSignal(): AbortSignal | null {
  return signals.getStore() ?? null;
}

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

export type OncePerRequest<T> = {
  /** What was read first in this request; outside a request it is read each time. */
  readonly get: () => Promise<T>;
  /** Reads it anew from the next `get` on. */
  readonly forget: () => void;
};

/** A value that all parts of one request share, so that they wait for it once and speak of the same moment. */
export function oncePerRequest<T>(read: () => Promise<T>): OncePerRequest<T> {
  const kept = new WeakMap<AbortSignal, Promise<T>>();
  return {
    get() {
      const signal = requestSignal();
      if (signal === null) return read();
      const known = kept.get(signal) ?? read();
      kept.set(signal, known);
      return known;
    },
    forget() {
      const signal = requestSignal();
      if (signal !== null) kept.delete(signal);
    },
  };
}

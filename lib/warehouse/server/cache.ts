import { createHash } from "node:crypto";

type Kept<V> = { readonly value: V; readonly bytes: number };
type Job<V> = { readonly work: Promise<V>; readonly stop: AbortController; waiting: number };

/** A key for everything that decides a result. */
export function keyOf(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}

/**
 * Results by everything that decides them, the least recently used let go first; whoever asks for what
 * is being worked out waits for that. What fails is not kept.
 */
export class Cache<V> {
  readonly #most: number;
  readonly #bytesOf: (value: V) => number;
  readonly #kept = new Map<string, Kept<V>>();
  readonly #running = new Map<string, Job<V>>();
  #bytes = 0;

  /** `most`: bytes in all; a result above an eighth of it is never kept. */
  constructor(most: number, bytesOf: (value: V) => number) {
    this.#most = most;
    this.#bytesOf = bytesOf;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The work is stopped when nobody waits for it any more. */
  async get(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<V>,
  ): Promise<{ readonly value: V; readonly isCached: boolean }> {
    signal.throwIfAborted();
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return { value: kept.value, isCached: true };
    }
    const job = this.#running.get(key) ?? this.#start(key, work);
    return { value: await this.#wait(key, job, signal), isCached: false };
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<V>): Job<V> {
    const stop = new AbortController();
    const running = work(stop.signal).then(
      (value) => {
        this.#end(key, job);
        if (!stop.signal.aborted) this.#keep(key, value);
        return value;
      },
      (error: unknown) => {
        this.#end(key, job);
        throw error;
      },
    );
    const job: Job<V> = { work: running, stop, waiting: 0 };
    this.#running.set(key, job);
    return job;
  }

  #end(key: string, job: Job<V>): void {
    if (this.#running.get(key) === job) this.#running.delete(key);
  }

  /** The last to go away stops the work and sees it end: what it works on may then be let go. */
  async #wait(key: string, job: Job<V>, signal: AbortSignal): Promise<V> {
    job.waiting += 1;
    const { promise: gone, reject } = Promise.withResolvers<never>();
    const leave = (): void => {
      reject(new Error("Given up while waiting"));
    };
    signal.addEventListener("abort", leave, { once: true });
    try {
      return await Promise.race([gone, job.work]);
    } finally {
      signal.removeEventListener("abort", leave);
      job.waiting -= 1;
      if (signal.aborted && job.waiting === 0) {
        this.#end(key, job);
        job.stop.abort();
        await job.work.catch(() => null);
      }
    }
  }

  #keep(key: string, value: V): void {
    const bytes = this.#bytesOf(value);
    if (bytes > this.#most / 8) return;
    this.#kept.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const [oldest, { bytes: freed }] of this.#kept) {
      if (this.#bytes <= this.#most) break;
      this.#kept.delete(oldest);
      this.#bytes -= freed;
    }
  }
}

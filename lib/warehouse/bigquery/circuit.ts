import { BigQueryFault } from "#lib/warehouse/bigquery/faults.ts";

const FAILURES = 5;
const OPEN_MS = 10_000;

/** After so many failures in a row nobody waits for the next: all fail at once for a while, then one may try. */
export class Circuit {
  readonly #now: () => number;
  #failures = 0;
  #openUntil = 0;
  #isTrying = false;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Runs `work` unless the way is known to be broken. Only faults that pass by themselves count. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.#failures >= FAILURES) this.#admit();
    try {
      const result = await work();
      this.#failures = 0;
      return result;
    } catch (error) {
      if (error instanceof BigQueryFault) this.#note(error);
      throw error;
    } finally {
      this.#isTrying = false;
    }
  }

  #admit(): void {
    if (this.#isTrying || this.#now() < this.#openUntil)
      throw new BigQueryFault("circuitOpen", "not asked: it has failed several times in a row");
    this.#isTrying = true;
  }

  #note(fault: BigQueryFault): void {
    if (!fault.isTransient) {
      this.#failures = 0;
      return;
    }
    this.#failures += 1;
    this.#openUntil = this.#now() + OPEN_MS;
  }
}

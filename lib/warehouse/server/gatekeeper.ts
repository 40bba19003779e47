import { AppError } from "#lib/errors.ts";

/** Lets so many in at once and so many wait; whoever gives up leaves the queue. */
export class Gatekeeper {
  readonly #atOnce: number;
  readonly #waiting: number;
  readonly #queue: (() => void)[] = [];
  #inside = 0;

  constructor(atOnce: number, waiting: number) {
    this.#atOnce = atOnce;
    this.#waiting = waiting;
  }

  /** Resolves when there is a place; the place is given back by calling what it resolves to. */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#inside < this.#atOnce) this.#inside += 1;
    else await this.#wait(signal);
    return () => {
      this.#leave();
    };
  }

  /** A place goes straight to the next in line, so that nobody slips in between. */
  #leave(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#inside -= 1;
    else next();
  }

  #wait(signal: AbortSignal): Promise<void> {
    if (this.#queue.length >= this.#waiting) {
      throw new AppError("warehouse_unavailable", "Too many questions are waiting. Try again in a few seconds.");
    }
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#queue.splice(this.#queue.indexOf(go), 1);
        reject(new Error("Given up while waiting"));
      };
      this.#queue.push(go);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }
}

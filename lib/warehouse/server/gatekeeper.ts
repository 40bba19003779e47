import { AppError } from "#lib/errors.ts";

export type Gatekeeper = { enter(signal: AbortSignal): Promise<() => void> };

/** Lets so many in at once and so many wait; whoever gives up leaves the queue. */
export function gatekeeper(atOnce: number, waiting: number): Gatekeeper {
  let inside = 0;
  const queue: (() => void)[] = [];

  function leave(): void {
    inside -= 1;
    queue.shift()?.();
  }

  return {
    async enter(signal) {
      if (inside >= atOnce) {
        if (queue.length >= waiting) {
          throw new AppError("warehouse_unavailable", "Too many questions are waiting. Try again in a few seconds.");
        }
        await new Promise<void>((resolve, reject) => {
          const giveUp = (): void => {
            queue.splice(queue.indexOf(go), 1);
            reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
          };
          const go = (): void => {
            signal.removeEventListener("abort", giveUp);
            resolve();
          };
          queue.push(go);
          signal.addEventListener("abort", giveUp, { once: true });
        });
      }
      inside += 1;
      return leave;
    },
  };
}

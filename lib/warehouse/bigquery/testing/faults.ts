import type bigquery from "@google-cloud/bigquery/build/src/types.d.ts";

export type Route = "query" | "insert" | "results" | "job" | "cancel" | "table" | "tables" | "upload";

/** What goes wrong the next time that a route is called, or so many times. */
export type Scripted = { readonly on: Route; readonly times?: number } & (
  | { readonly kind: "status"; readonly status: number; readonly reason: string }
  | { readonly kind: "reset" }
  | { readonly kind: "delay"; readonly ms: number }
  /** The job takes so long; `Infinity` is a job that never ends. */
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "fails"; readonly reason: string }
  /** The rows of the page are not there, though the page says how many there are. */
  | { readonly kind: "losePage" }
  | { readonly kind: "wrongTypes" }
  | { readonly kind: "garbage" }
);

/** The script of a double: each fault is used up in the order in which it was written. */
export class FaultScript {
  readonly #left: { readonly fault: Scripted; times: number }[] = [];

  add(fault: Scripted): void {
    this.#left.push({ fault, times: fault.times ?? 1 });
  }

  clear(): void {
    this.#left.length = 0;
  }

  take(route: Route): Scripted | null {
    const found = this.#left.find(({ fault, times }) => fault.on === route && times > 0);
    if (found === undefined) return null;
    found.times -= 1;
    return found.fault;
  }
}

/** The body of an error as the API writes it. */
export function errorBody(status: number, reason: string, message: string, location?: string): object {
  const detail: bigquery.IErrorProto = { reason, message, ...(location === undefined ? {} : { location }) };
  return { error: { code: status, message, errors: [{ ...detail, domain: "global" }], status: reason } };
}

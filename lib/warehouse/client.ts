import { z } from "zod";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { Clock, Estimate, RunResult, type Warehouse } from "#lib/warehouse/port.ts";
import { Failure } from "#lib/warehouse/wire.ts";

const CLOCK_DEADLINE_MS = 5_000;
/** The server keeps the deadline; this is for a server that does not answer at all. */
const GRACE_MS = 2_000;

function unavailable(cause: unknown): AppError {
  const error = new AppError(
    "warehouse_unavailable",
    "The warehouse does not answer. It is started again by itself; try again in a few seconds.",
  );
  error.cause = cause;
  return error;
}

function late(): AppError {
  return new AppError("deadline", "The question took too long. Choose a shorter range or fewer fields.");
}

function failureOf(status: number, raw: unknown): Error {
  const failure = Failure.safeParse(raw);
  if (!failure.success || status === 401)
    return unavailable(new Error(`The warehouse server answered ${String(status)}`));
  const { code, message, details } = failure.data;
  if (code === "internal") return new ServerFault("The warehouse server failed; its log says why");
  return new AppError(code, message, {}, details);
}

type Ask = {
  readonly path: string;
  readonly body: unknown;
  readonly deadlineMs: number;
  readonly signal: AbortSignal | null;
};

/** The server said what went wrong; anything else that is thrown means that it could not be reached. */
class ServerFault extends Error {}

function requestOf(token: string, body: unknown, signal: AbortSignal): RequestInit {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return body === null ? { headers, signal } : { method: "POST", headers, body: JSON.stringify(body), signal };
}

/** The warehouse server at an address. */
export function warehouseAt(url: string, token: string): Warehouse {
  async function ask<S extends z.ZodType>(output: S, { path, body, deadlineMs, signal }: Ask): Promise<z.output<S>> {
    const timeout = AbortSignal.timeout(deadlineMs + GRACE_MS);
    const aborts = signal === null ? timeout : AbortSignal.any([timeout, signal]);
    try {
      const response = await fetch(`${url}${path}`, requestOf(token, body, aborts));
      const json: unknown = await response.json();
      if (!response.ok) throw failureOf(response.status, json);
      return output.parse(json);
    } catch (error) {
      signal?.throwIfAborted();
      if ([AppError, ServerFault, z.ZodError].some((kind) => error instanceof kind)) throw error;
      throw timeout.aborted ? late() : unavailable(error);
    }
  }
  return {
    run: (query, { deadlineMs, signal, labels }) =>
      ask(RunResult, { path: "/run", body: { query, deadlineMs, labels }, deadlineMs, signal }),
    estimate: (query, { deadlineMs, signal, labels }) =>
      ask(Estimate, { path: "/estimate", body: { query, deadlineMs, labels }, deadlineMs, signal }),
    clock: () => ask(Clock, { path: "/clock", body: null, deadlineMs: CLOCK_DEADLINE_MS, signal: null }),
  };
}

/** The warehouse server of this portal. */
export function warehouse(): Warehouse {
  const { url, token } = env().warehouse;
  return warehouseAt(url, token);
}

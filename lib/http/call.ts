import type { z } from "zod";
import { Problem } from "#lib/http/problem.ts";

/** What the API refused, ready to be shown. */
export class CallError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "CallError";
    this.problem = problem;
  }
}

type Options = {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  readonly body?: unknown;
  /** The version last seen; needed by every change of something shared. */
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
};

/**
 * The browser's only way to the server. Throws `CallError` for anything but a good answer;
 * an abort passes through as it is.
 */
export async function call<S extends z.ZodType>(path: string, output: S, options: Options = {}): Promise<z.output<S>> {
  const { method = "GET", body, ifMatch, signal } = options;
  const headers = new Headers({ accept: "application/json" });
  if (body !== undefined) headers.set("content-type", "application/json");
  if (ifMatch !== undefined) headers.set("if-match", `"${ifMatch}"`);
  const init: RequestInit = { method, headers, cache: "no-store" };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal !== undefined) init.signal = signal;
  const response = await reach(`/api/v1${path}`, init);
  const json: unknown = await response.json().catch(() => null);
  if (response.ok) return output.parse(json);
  throw new CallError(problemOf(response, json));
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new CallError(
      synthetic(0, "offline", "The portal cannot be reached. Check your connection; nothing was lost."),
    );
  }
}

function problemOf(response: Response, json: unknown): Problem {
  const parsed = Problem.safeParse(json);
  if (parsed.success) return parsed.data;
  return synthetic(
    response.status,
    "unknown",
    "The portal gave an answer that could not be read. Try again in a moment.",
  );
}

function synthetic(status: number, code: string, detail: string): Problem {
  const nothing = { path: null, offset: null, suggestion: null, details: null };
  return { type: "about:blank", title: code, status, detail, code, requestId: "", ...nothing };
}

import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Actor } from "#lib/access/grant.ts";
import type { Operation } from "#lib/access/operation.ts";
import { withRequestSignal } from "#lib/access/request-scope.ts";
import { actorOfSession } from "#lib/access/session.ts";
import { cookieValue, sessionCookieName } from "#lib/access/session-cookie.ts";
import { registryUnreachable } from "#lib/db/unreachable.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { problemFor } from "#lib/http/failure.ts";
import { readInput } from "#lib/http/input.ts";
import { refuseForeignWrite } from "#lib/http/same-origin.ts";
import { log } from "#lib/log.ts";

type RouteContext = { readonly params: Promise<unknown> };
type RouteHandler = (request: Request, context?: RouteContext) => Promise<Response>;

const OPERATIONS = new WeakMap<object, Operation>();

/**
 * The only way an operation is reached over HTTP: who asks, what they send, what comes back, how it
 * fails, and one line in the log.
 */
export function handle<I extends z.ZodType, O extends z.ZodType>(op: Operation<I, O>): RouteHandler {
  async function handler(request: Request, context?: RouteContext): Promise<Response> {
    const started = performance.now();
    const requestId = randomUUID();
    const event: Record<string, unknown> = { requestId, method: request.method, permission: op.permission };
    try {
      event["path"] = new URL(request.url).pathname;
      refuseForeignWrite(request, new URL(env().baseUrl).origin);
      const actor = await actorOf(request);
      event["userId"] = actor.userId;
      const raw = await readInput(request, await context?.params, op.input);
      const output = await withRequestSignal(request.signal, () => op(actor, raw));
      return finish(Response.json(output), requestId, event);
    } catch (error) {
      if (isAbandoned(request, error)) return finish(abandoned(event), requestId, event);
      return finish(refuse(error, requestId, event), requestId, event);
    } finally {
      log.info({ ...event, ms: Math.round(performance.now() - started) }, "request");
    }
  }
  OPERATIONS.set(handler, op);
  return handler;
}

/** The operation behind a handler; undefined when `handle` did not make it. */
export function operationOf(handler: object): Operation | undefined {
  return OPERATIONS.get(handler);
}

async function actorOf(request: Request): Promise<Actor> {
  if (request.headers.has("authorization")) {
    throw new AppError("unauthenticated", "This token is not known here. Leave out Authorization and sign in.");
  }
  const token = cookieValue(request.headers.get("cookie"), sessionCookieName(env().baseUrl));
  const actor = token === null ? null : await actorOfSession(token);
  if (actor === null) throw new AppError("unauthenticated", "You are not signed in. Sign in and try again.");
  return actor;
}

/** The asker has gone, and the work ended for that. */
function isAbandoned({ signal }: Request, error: unknown): boolean {
  return signal.aborted && error === signal.reason;
}

/** Nobody reads this; the status is for the log, where a request that was given up is not a failed one. */
function abandoned(event: Record<string, unknown>): Response {
  event["outcome"] = "cancelled";
  return new Response(null, { status: 499 });
}

function refuse(error: unknown, requestId: string, event: Record<string, unknown>): Response {
  const known = registryUnreachable(error)
    ? new AppError(
        "registry_unavailable",
        "The portal cannot reach its registry. Nothing was lost; try again in a moment.",
      )
    : error;
  const problem = problemFor(known, requestId);
  event["code"] = problem.code;
  if (problem.status >= 500) log.error({ requestId, err: error }, "request failed");
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (problem.status === 503) headers.set("retry-after", "5");
  if (problem.status === 401) headers.set("www-authenticate", 'Bearer realm="candor"');
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

function finish(response: Response, requestId: string, event: Record<string, unknown>): Response {
  event["status"] = response.status;
  response.headers.set("cache-control", "private, no-store");
  response.headers.set("x-request-id", requestId);
  return response;
}

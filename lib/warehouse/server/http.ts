import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import { AppError, ERROR_STATUS } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import type { Asker } from "#lib/warehouse/server/backend.ts";
import type { Engine } from "#lib/warehouse/server/engine.ts";
import { FAILURE_CODES, type Failure, RunRequest } from "#lib/warehouse/wire.ts";

const MOST_BYTES = 4 * 1024 * 1024;

class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`refused with ${String(status)}`);
    this.status = status;
  }
}

export type ServerParts = {
  readonly engine: Engine;
  readonly token: string;
  readonly revive: (raw: unknown) => CompiledQuery;
  /** Called when the engine is beyond repair; the launcher starts another. */
  readonly onFatal: () => void;
};

function allows(token: string, request: IncomingMessage): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ""), digest(`Bearer ${token}`));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = z.instanceof(Buffer).parse(chunk);
    size += bytes.length;
    if (size > MOST_BYTES) throw new Refused(413);
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new Refused(400);
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/** The engine's own class of error, without its text: that may hold values. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return /^([A-Z][A-Za-z ]{2,30} Error)\b/.exec(error.message)?.[1] ?? error.name;
}

function failureOf(error: unknown, timedOut: boolean): { status: number; body: Failure } {
  if (timedOut) {
    const message = "The question took too long. Choose a shorter range or fewer fields.";
    return { status: 504, body: { code: "deadline", message, details: null } };
  }
  if (error instanceof AppError) {
    const code = FAILURE_CODES.find((known) => known === error.code) ?? "internal";
    const details = error.details === null ? null : { ...error.details };
    return { status: ERROR_STATUS[error.code], body: { code, message: error.message, details } };
  }
  if (kindOf(error) === "Out of Memory Error") {
    const message =
      "The question needs more memory than the warehouse may use. Choose a shorter range or fewer fields.";
    return { status: 503, body: { code: "warehouse_unavailable", message, details: null } };
  }
  return {
    status: error instanceof Refused ? error.status : 500,
    body: { code: "internal", message: "", details: null },
  };
}

type Ask<T> = (query: CompiledQuery, asker: Asker, signal: AbortSignal) => Promise<T>;

async function answer<T>(
  parts: ServerParts,
  { request, response, word }: { request: IncomingMessage; response: ServerResponse; word: string },
  ask: Ask<T>,
): Promise<void> {
  const { query: raw, deadlineMs, labels } = RunRequest.parse(await readBody(request));
  const query = parts.revive(raw);
  const gone = new AbortController();
  response.once("close", () => {
    gone.abort();
  });
  const timeout = AbortSignal.timeout(deadlineMs);
  const started = performance.now();
  const said = { ...labels, metrics: query.metrics, needs: query.level };
  try {
    const result = await ask(query, { labels, deadlineMs }, AbortSignal.any([timeout, gone.signal]));
    log.info({ ...said, ms: Math.round(performance.now() - started) }, word);
    send(response, 200, result);
  } catch (error) {
    const { status, body } = failureOf(error, timeout.aborted);
    const outcome = gone.signal.aborted ? "abandoned" : body.code;
    log.warn({ ...said, ms: Math.round(performance.now() - started), outcome, kind: kindOf(error) }, `not ${word}`);
    send(response, status, body);
    if (kindOf(error) === "FATAL Error" || (error instanceof Error && error.message.includes("invalidated")))
      parts.onFatal();
  }
}

async function route(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!allows(parts.token, request)) throw new Refused(401);
  const { engine } = parts;
  switch (`${request.method ?? ""} ${request.url ?? ""}`) {
    case "POST /run":
      await answer(parts, { request, response, word: "answered" }, (...asked) => engine.run(...asked));
      return;
    case "POST /estimate":
      await answer(parts, { request, response, word: "estimated" }, (...asked) => engine.estimate(...asked));
      return;
    case "GET /clock":
      send(response, 200, await engine.clock());
      return;
    case "GET /ready":
      await engine.ready();
      send(response, 200, { ready: true });
      return;
    default:
      throw new Refused(404);
  }
}

/** Answers on loopback to whoever holds the token. */
export function warehouseServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    route(parts, request, response).catch((error: unknown) => {
      const { status, body } = failureOf(error, false);
      if (!(error instanceof Refused)) log.error({ kind: kindOf(error) }, "request failed");
      send(response, error instanceof z.ZodError ? 400 : status, body);
    });
  });
}

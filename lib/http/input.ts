import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { readJsonObject, refuseBrokenText } from "#lib/http/body.ts";

const MAX_QUERY_LENGTH = 16_000;
const PathParams = z.record(z.string(), z.string());

/**
 * One raw object out of path, query string, body and `If-Match`, for the operation to parse. A name
 * given in two places is refused: nothing is overridden in silence.
 */
export async function readInput(request: Request, params: unknown, schema: z.ZodType): Promise<unknown> {
  const parts: [string, unknown][] = [...pathEntries(params), ...queryEntries(request)];
  if (request.method !== "GET") parts.push(...Object.entries(await readJsonObject(request)));
  if (takesIfMatch(schema)) parts.push(["ifMatch", ifMatch(request)]);
  const raw = new Map<string, unknown>();
  for (const [key, value] of parts) {
    if (raw.has(key)) throw new AppError("invalid_input", `${key}: given more than once`, { path: key });
    raw.set(key, value);
  }
  return Object.fromEntries(raw);
}

function pathEntries(params: unknown): [string, string][] {
  const entries = Object.entries(PathParams.parse(params ?? {}));
  for (const [key, value] of entries) refuseBrokenText(key, value);
  return entries;
}

function queryEntries(request: Request): [string, string][] {
  const { search, searchParams } = new URL(request.url);
  if (search.length > MAX_QUERY_LENGTH)
    throw new AppError("too_large", "The address is too long. Shorten the filters.");
  const entries = [...searchParams.entries()];
  for (const [key, value] of entries) {
    if (key === "__proto__") throw new AppError("invalid_input", "__proto__ is not a key", { path: key });
    refuseBrokenText(key, value);
  }
  return entries;
}

function takesIfMatch(schema: z.ZodType): boolean {
  return schema instanceof z.ZodObject && "ifMatch" in schema.shape;
}

/** The one version in `If-Match`, without its quotes; null when the header is absent. */
function ifMatch(request: Request): string | null {
  const header = request.headers.get("if-match");
  if (header === null) return null;
  const found = /^\s*(?:"([\x21\x23-\x7e]{1,100})"|([\w.:-]{1,100}))\s*$/.exec(header);
  const version = found?.[1] ?? found?.[2];
  if (version === undefined) {
    throw new AppError("invalid_input", 'If-Match: give the one version you saw, in quotes: "…"', { path: "If-Match" });
  }
  return version;
}

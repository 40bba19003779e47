import { AppError } from "#lib/errors.ts";

export const MAX_BODY_BYTES = 1024 * 1024;

/** The JSON object in a request's body; an absent body is an empty object. */
export async function readJsonObject(request: Request): Promise<Record<string, unknown>> {
  const bytes = await readLimited(request);
  const type = request.headers.get("content-type");
  if (bytes.length === 0 && type === null) return {};
  if (!isJson(type)) {
    throw new AppError("unsupported_media_type", "Send JSON, with the header Content-Type: application/json.");
  }
  if (bytes.length === 0) throw new AppError("invalid_input", "The body is empty; send a JSON object.");
  return parseObject(decode(bytes));
}

function isJson(type: string | null): boolean {
  return type?.split(";")[0]?.trim().toLowerCase() === "application/json";
}

async function readLimited(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? "0") > MAX_BODY_BYTES) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): AppError {
  return new AppError("too_large", "The request is larger than 1 MB. Send less at a time.");
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("invalid_input", "The body is not UTF-8 text.");
  }
}

function parseObject(text: string): Record<string, unknown> {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AppError("invalid_input", "The body must be a JSON object.");
  }
  return { ...value };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key === "__proto__") throw new AppError("invalid_input", "__proto__ is not a key", { path: "__proto__" });
      if (typeof value === "string") refuseBrokenText(key, value);
      return value;
    });
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof SyntaxError) {
      throw new AppError("invalid_input", "The body is not valid JSON.", { offset: offsetIn(error.message) });
    }
    throw new AppError("invalid_input", "The body is nested too deeply.");
  }
}

function offsetIn(message: string): number | null {
  const found = /at position (\d+)/.exec(message)?.[1];
  return found === undefined ? null : Number(found);
}

/** Text that no database can keep: a NUL, or half a surrogate pair. */
export function refuseBrokenText(path: string, text: string): void {
  if (text.includes("\0") || !text.isWellFormed()) {
    throw new AppError("invalid_input", `${path}: contains characters that are not text`, { path });
  }
}

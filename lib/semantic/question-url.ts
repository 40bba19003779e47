import { Question } from "#lib/semantic/question.ts";

/** A question as `?q=`: base64url of its JSON, keys in the order of the schema. Runs in browser and server. */
export function encodeQuestion(question: Question): string {
  const bytes = new TextEncoder().encode(JSON.stringify(Question.parse(question)));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export type Decoded = { readonly question: Question } | { readonly error: string };

/** Reads `?q=`. Anything but a whole, valid question is an error in words. */
export function decodeQuestion(q: string): Decoded {
  const json = decodeJson(q);
  if (json === null) return { error: "The question in this address is damaged and could not be read." };
  const parsed = Question.safeParse(json);
  if (parsed.success) return { question: parsed.data };
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join(".") ?? "";
  return { error: `${path === "" ? "The question" : path}: ${issue?.message ?? "not understood"}` };
}

/** The JSON inside `?q=`, not yet judged, or null when there is none. */
export function decodeJson(q: string): unknown {
  try {
    const binary = atob(q.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

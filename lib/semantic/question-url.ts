import { Question } from "#lib/semantic/question.ts";

/** A question as `?q=`: base64url of its JSON, keys in the order of the schema. Runs in browser and server. */
export function encodeQuestion(question: Question): string {
  const bytes = new TextEncoder().encode(JSON.stringify(Question.parse(question)));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
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

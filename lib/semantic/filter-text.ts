import type { Predicate, Test } from "#lib/semantic/predicate.ts";

export type FilterReading =
  | { readonly ok: true; readonly predicate: Predicate; readonly words: string }
  | { readonly ok: false; readonly message: string; readonly offset: number; readonly suggestion: string | null };

/** One comma-separated part: its text with escapes kept, and where it starts. */
type Part = { readonly raw: string; readonly offset: number };

/**
 * Looker's grammar for strings: `A,B`, `%x%`, `x%`, `%x`, `a%b`, `-x`, `EMPTY`, `NULL`, `-NULL`; `^` takes
 * the next character as it is. Blank text is "any value"; an empty value is `EMPTY`, never no filter.
 */
export function readStringFilter(text: string): FilterReading {
  const any: Test[] = [];
  const none: Test[] = [];
  if (text.trim() === "") return { ok: true, predicate: { any, none }, words: "is any value" };
  for (const part of partsOf(text)) {
    if (part.raw === "")
      return { ok: false, message: "A value is missing between the commas.", offset: part.offset, suggestion: "EMPTY" };
    if (endsOpen(part.raw))
      return {
        ok: false,
        message: "A ^ must be followed by a character.",
        offset: part.offset + part.raw.length - 1,
        suggestion: "^^",
      };
    const negative = part.raw.startsWith("-") && part.raw.length > 1;
    const test = testOf(negative ? part.raw.slice(1) : part.raw);
    (negative ? none : any).push(test);
  }
  return { ok: true, predicate: { any, none }, words: sentence(any, none) };
}

/** Splits at commas that are not escaped; blanks around a part do not count, unless escaped. */
function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += text[at] === "^" ? 2 : 1) {
    if (at < text.length && text[at] !== ",") continue;
    parts.push(partAt(text, start, at));
    start = at + 1;
  }
  if (start <= text.length && endsOpen(text)) parts.push(partAt(text, start, text.length));
  return parts;
}

function partAt(text: string, start: number, end: number): Part {
  const piece = text.slice(start, end);
  const solid = piece.trimEnd();
  const isEscaped = endsOpen(solid) && solid.length < piece.length;
  const raw = piece.slice(0, solid.length + (isEscaped ? 1 : 0)).trimStart();
  return { raw, offset: start + piece.length - piece.trimStart().length };
}

function endsOpen(raw: string): boolean {
  return (/\^+$/.exec(raw)?.[0].length ?? 0) % 2 === 1;
}

function testOf(raw: string): Test {
  if (raw.toUpperCase() === "EMPTY") return { op: "empty" };
  if (raw.toUpperCase() === "NULL") return { op: "null" };
  const segments = [""];
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === "%") segments.push("");
    else {
      if (raw[at] === "^") at++;
      segments.push(`${segments.pop() ?? ""}${raw[at] ?? ""}`);
    }
  }
  return { op: "like", segments };
}

function sentence(any: readonly Test[], none: readonly Test[]): string {
  const parts: string[] = [];
  if (any.length > 0) parts.push(any.map(testWords).join(" or "));
  if (none.length > 0) parts.push(none.map((test) => negated(test)).join(" and "));
  return parts.join(", and ");
}

function negated(test: Test): string {
  return testWords(test).replace(/^(is|contains|starts with|ends with|matches)/, (verb) =>
    verb === "is" ? "is not" : `not ${verb}`,
  );
}

function testWords(test: Test): string {
  switch (test.op) {
    case "empty":
      return "is blank";
    case "null":
      return "is null";
    case "between":
    case "is":
    case "days":
      return "is a number";
    case "like":
      return likeWords(test.segments);
  }
}

/** By the shape of a pattern: where text stands and where `%` does. */
const LIKE_WORDS: Readonly<Record<string, string>> = { "x%": "starts with", "%x": "ends with", "%x%": "contains" };

function likeWords(segments: readonly string[]): string {
  if (segments.length === 1) return `is ${segments.join("")}`;
  const shape = segments.map((segment) => (segment === "" ? "" : "x")).join("%");
  const words = LIKE_WORDS[shape] ?? "matches";
  return words === "matches" ? `matches ${segments.join("%")}` : `${words} ${segments.join("")}`;
}

/** The text that means exactly this value, whatever characters it holds. */
export function escapeValue(value: string): string {
  if (value === "") return "EMPTY";
  const escaped = value.replaceAll(/[\^,%]/g, (character) => `^${character}`);
  const guarded = /^(-|\s)/.test(escaped) || /^(empty|null)$/i.test(value) ? `^${escaped}` : escaped;
  return guarded.replace(/(?<=[^^]|\^\^)\s$/, (blank) => `^${blank}`);
}

/** The operators of a filter row, in Looker's words. */
export const OPERATORS = [
  "any",
  "is",
  "is_not",
  "contains",
  "not_contains",
  "starts",
  "not_starts",
  "ends",
  "not_ends",
  "blank",
  "not_blank",
  "null",
  "not_null",
  "advanced",
] as const;
export type Operator = (typeof OPERATORS)[number];

export const OPERATOR_LABELS: Readonly<Record<Operator, string>> = {
  any: "is any value",
  is: "is",
  is_not: "is not",
  contains: "contains",
  not_contains: "does not contain",
  starts: "starts with",
  not_starts: "does not start with",
  ends: "ends with",
  not_ends: "does not end with",
  blank: "is blank",
  not_blank: "is not blank",
  null: "is null",
  not_null: "is not null",
  advanced: "matches (advanced)",
};

/** A filter row as a person edits it. `advanced` keeps its raw text as its only value. */
export type FilterForm = { readonly operator: Operator; readonly values: readonly string[] };

const KEYWORDS: Readonly<Partial<Record<string, Operator>>> = {
  EMPTY: "blank",
  "-EMPTY": "not_blank",
  NULL: "null",
  "-NULL": "not_null",
};

const KEYWORD_TEXT: Readonly<Partial<Record<Operator, string>>> = {
  any: "",
  blank: "EMPTY",
  not_blank: "-EMPTY",
  null: "NULL",
  not_null: "-NULL",
};

export function needsValues(operator: Operator): boolean {
  return KEYWORD_TEXT[operator] === undefined;
}

/** Reads filter text into a row; what no plain operator can say becomes `advanced`, word for word. */
export function parseFilterText(text: string): FilterForm {
  if (text.trim() === "") return { operator: "any", values: [] };
  const keyword = KEYWORDS[text.trim().toUpperCase()];
  if (keyword !== undefined) return { operator: keyword, values: [] };
  const terms = splitTerms(text).map(readTerm);
  const [first] = terms;
  const plain = terms.every((term) => term !== null && term.operator === first?.operator);
  if (first === null || first === undefined || !plain) return { operator: "advanced", values: [text] };
  return { operator: first.operator, values: terms.flatMap((term) => (term === null ? [] : [term.value])) };
}

/**
 * Writes a row as filter text, or null while it still lacks a value: an unfinished filter is never
 * the same as no filter.
 */
export function printFilterText(form: FilterForm): string | null {
  const keyword = KEYWORD_TEXT[form.operator];
  if (keyword !== undefined) return keyword;
  if (form.operator === "advanced") {
    const [raw = ""] = form.values;
    return raw.trim() === "" ? null : raw;
  }
  const values = form.values.filter((value) => value !== "");
  if (values.length === 0) return null;
  return values.map((value) => printTerm(form.operator, value)).join(",");
}

type Term = { readonly operator: Operator; readonly value: string };
type Character = { readonly text: string; readonly escaped: boolean };

/** Cuts at commas that no `^` protects. Each term keeps which of its characters were escaped. */
function splitTerms(text: string): Character[][] {
  const terms: Character[][] = [[]];
  const letters = Array.from(text);
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] ?? "";
    const next = letters[at + 1];
    if (letter === "^" && next !== undefined) {
      terms.at(-1)?.push({ text: next, escaped: true });
      at += 1;
    } else if (letter === ",") terms.push([]);
    else terms.at(-1)?.push({ text: letter, escaped: false });
  }
  return terms.map(trimmed);
}

function trimmed(term: readonly Character[]): Character[] {
  const solid = (c: Character): boolean => c.escaped || c.text.trim() !== "";
  const start = term.findIndex(solid);
  return start === -1 ? [] : term.slice(start, term.findLastIndex(solid) + 1);
}

function readTerm(term: readonly Character[]): Term | null {
  const negated = is(term[0], "-");
  const body = negated ? term.slice(1) : term;
  const opens = is(body[0], "%");
  const closes = body.length > 1 && is(body.at(-1), "%");
  const inner = body.slice(opens ? 1 : 0, closes ? -1 : body.length);
  if (inner.length === 0 || inner.some((c) => is(c, "%") || is(c, '"'))) return null;
  const value = inner.map((c) => c.text).join("");
  if (!inner.some((c) => c.escaped) && isKeyword(value)) return null;
  return { operator: shape(negated, opens, closes), value };
}

function shape(negated: boolean, opens: boolean, closes: boolean): Operator {
  if (opens && closes) return negated ? "not_contains" : "contains";
  if (closes) return negated ? "not_starts" : "starts";
  if (opens) return negated ? "not_ends" : "ends";
  return negated ? "is_not" : "is";
}

function is(character: Character | undefined, text: string): boolean {
  return character !== undefined && !character.escaped && character.text === text;
}

function isKeyword(value: string): boolean {
  return /^(EMPTY|NULL)$/i.test(value);
}

const SHAPES: Readonly<Partial<Record<Operator, readonly [before: string, after: string]>>> = {
  is_not: ["-", ""],
  contains: ["%", "%"],
  not_contains: ["-%", "%"],
  starts: ["", "%"],
  not_starts: ["-", "%"],
  ends: ["%", ""],
  not_ends: ["-%", ""],
};

function printTerm(operator: Operator, value: string): string {
  const [before, after] = SHAPES[operator] ?? ["", ""];
  return `${before}${escaped(value)}${after}`;
}

/** `^` before what would be read as grammar: `^ , % "` anywhere, a leading `-`, outer blanks, a whole keyword. */
function escaped(value: string): string {
  const letters = Array.from(value);
  const protect = (letter: string, at: number): boolean => {
    if (/[\^,%"]/.test(letter)) return true;
    if (at === 0 && (letter === "-" || isKeyword(value))) return true;
    return (at === 0 || at === letters.length - 1) && letter.trim() === "";
  };
  return letters.map((letter, at) => (protect(letter, at) ? `^${letter}` : letter)).join("");
}

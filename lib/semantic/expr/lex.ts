import { ExpressionError } from "#lib/semantic/expr/ast.ts";

export type Token = {
  readonly kind: "name" | "number" | "string" | "symbol" | "end";
  readonly text: string;
  readonly offset: number;
};

const SHAPES =
  /\s*(?:([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?)|(\d+(?:\.\d+)?)|'((?:[^']|'')*)'|(<=|>=|!=|[=<>+\-*/(),]))/iy;

/** Splits an expression into words; refuses every character that has no meaning here. */
export function lex(text: string): Token[] {
  const tokens: Token[] = [];
  SHAPES.lastIndex = 0;
  while (text.slice(SHAPES.lastIndex).trim() !== "") {
    const from = SHAPES.lastIndex;
    const match = SHAPES.exec(text);
    const offset = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
    if (match === null) throw new ExpressionError(`Unexpected "${text[offset] ?? ""}"`, offset);
    tokens.push(tokenOf(match, offset));
  }
  tokens.push({ kind: "end", text: "", offset: text.length });
  return tokens;
}

function tokenOf(match: RegExpExecArray, offset: number): Token {
  const [, name, number, string, symbol] = match;
  if (name !== undefined) return { kind: "name", text: name.toLowerCase(), offset };
  if (number !== undefined) return { kind: "number", text: number, offset };
  if (string !== undefined) return { kind: "string", text: string.replaceAll("''", "'"), offset };
  return { kind: "symbol", text: symbol ?? "", offset };
}

import type { Expr } from "#lib/semantic/expr/ast.ts";
import type { Predicate, Test } from "#lib/semantic/predicate.ts";
import type { Params } from "#lib/semantic/print/text.ts";

/** An expression over the columns of the relation called `alias`. */
export function printExpr(expr: Expr, alias: string, params: Params): string {
  return printOver(expr, (name) => `${alias}.${name}`, params);
}

/** An expression whose names mean what `textOf` says. */
export function printOver(expr: Expr, textOf: (name: string) => string, params: Params): string {
  const inner = (of: Expr) => printOver(of, textOf, params);
  switch (expr.kind) {
    case "column":
      return textOf(expr.name);
    case "string":
      return params.string(expr.value);
    case "number":
      return params.number(expr.value);
    case "boolean":
      return expr.value ? "TRUE" : "FALSE";
    case "not":
      return `NOT (${inner(expr.of)})`;
    case "is_null":
      return `(${inner(expr.of)}) IS ${expr.negated ? "NOT " : ""}NULL`;
    case "binary":
      if (expr.operator === "/") return `(${inner(expr.left)} / NULLIF(${inner(expr.right)}, 0))`;
      return `(${inner(expr.left)} ${expr.operator === "!=" ? "<>" : expr.operator.toUpperCase()} ${inner(expr.right)})`;
    case "if":
      return `CASE WHEN ${inner(expr.when)} THEN ${inner(expr.yes)} ELSE ${inner(expr.no)} END`;
    case "extreme":
      return printExtreme(expr.of, inner(expr.left), inner(expr.right));
    case "coalesce":
      return `COALESCE(${expr.args.map(inner).join(", ")})`;
  }
}

/** Both engines have the functions, and differ where one of the numbers is null. */
function printExtreme(of: "least" | "greatest", left: string, right: string): string {
  const sign = of === "least" ? "<=" : ">=";
  return `CASE WHEN ${left} ${sign} ${right} THEN ${left} WHEN ${left} IS NOT NULL THEN ${right} END`;
}

/** The rule of `matches` as SQL. A null passes no positive test and every negative one. */
export function printPredicate({ any, none }: Predicate, column: string, params: Params): string[] {
  const conditions: string[] = [];
  if (any.length > 0) conditions.push(`(${any.map((test) => printTest(test, column, params)).join(" OR ")})`);
  for (const test of none) conditions.push(`NOT COALESCE(${printTest(test, column, params)}, FALSE)`);
  return conditions;
}

function printTest(test: Test, column: string, params: Params): string {
  switch (test.op) {
    case "null":
      return `${column} IS NULL`;
    case "empty":
      return `(${column} IS NULL OR ${column} = '')`;
    case "like":
      return printLike(test.segments, column, params);
    case "between":
      return printBetween(test, column, params);
    case "is":
      return test.value ? column : `NOT ${column}`;
    case "days":
      return printDays(test, column, params);
  }
}

function printLike(segments: readonly string[], column: string, params: Params): string {
  const lowered = segments.map((segment) => segment.toLowerCase());
  if (lowered.length === 1) return `LOWER(${column}) = ${params.string(lowered.join(""))}`;
  const pattern = lowered.map((segment) => segment.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)).join("%");
  return params.dialect.like(`LOWER(${column})`, params.string(pattern));
}

function printBetween(test: Extract<Test, { op: "between" }>, column: string, params: Params): string {
  const parts: string[] = [];
  if (test.min !== null) parts.push(`${column} ${test.minIn ? ">=" : ">"} ${params.number(test.min)}`);
  if (test.max !== null) parts.push(`${column} ${test.maxIn ? "<=" : "<"} ${params.number(test.max)}`);
  return parts.length === 0 ? `${column} IS NOT NULL` : `(${parts.join(" AND ")})`;
}

function printDays({ from, to }: Extract<Test, { op: "days" }>, column: string, params: Params): string {
  const parts: string[] = [];
  if (from !== null) parts.push(`${column} >= ${params.date(from)}`);
  if (to !== null) parts.push(`${column} < ${params.date(to)}`);
  return parts.length === 0 ? `${column} IS NOT NULL` : `(${parts.join(" AND ")})`;
}

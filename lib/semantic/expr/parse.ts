import {
  BINARY_OPERATORS,
  type BinaryOperator,
  type Expr,
  ExpressionError,
  type ValueType,
} from "#lib/semantic/expr/ast.ts";
import { lex, type Token } from "#lib/semantic/expr/lex.ts";
import { nearest } from "#lib/semantic/nearest.ts";

const STRENGTH: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  "=": 4,
  "!=": 4,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
};

/** Parses and types an expression over these columns. Throws `ExpressionError` with the offset. */
export function parseExpression(text: string, columns: ReadonlyMap<string, ValueType>): Expr {
  const reader = new Reader(lex(text), columns);
  const expr = reader.binary(0);
  const rest = reader.take();
  if (rest.kind !== "end") throw new ExpressionError(`Unexpected "${rest.text}"`, rest.offset);
  return expr;
}

class Reader {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly columns: ReadonlyMap<string, ValueType>;

  constructor(tokens: readonly Token[], columns: ReadonlyMap<string, ValueType>) {
    this.tokens = tokens;
    this.columns = columns;
  }

  take(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: "end", text: "", offset: 0 };
  }

  private accept(text: string): boolean {
    const token = this.peek();
    if (token.kind === "string" || token.text !== text) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    const token = this.peek();
    if (!this.accept(text)) throw new ExpressionError(`Expected "${text}"`, token.offset);
  }

  binary(minimum: number): Expr {
    let left = this.unary();
    for (;;) {
      const token = this.peek();
      const operator = token.kind === "string" ? undefined : BINARY_OPERATORS.find((one) => one === token.text);
      if (operator === undefined || STRENGTH[operator] <= minimum) return left;
      this.at++;
      const right = this.binary(STRENGTH[operator]);
      left = { kind: "binary", operator, left, right, type: resultType(operator, left, right, token.offset) };
    }
  }

  private unary(): Expr {
    const { offset } = this.peek();
    if (this.accept("not")) {
      const of = this.binary(STRENGTH.and);
      if (of.type !== "boolean") throw new ExpressionError(`"not" needs a yes/no value, not a ${of.type}`, offset);
      return { kind: "not", of, type: "boolean" };
    }
    return this.postfix(this.primary());
  }

  private postfix(of: Expr): Expr {
    if (!this.accept("is")) return of;
    const negated = this.accept("not");
    this.expect("null");
    return { kind: "is_null", of, negated, type: "boolean" };
  }

  private primary(): Expr {
    const token = this.take();
    if (token.kind === "number") return { kind: "number", value: Number(token.text), type: "number" };
    if (token.kind === "string") return { kind: "string", value: token.text, type: "string" };
    if (token.kind === "name") return this.name(token);
    if (token.text === "(") {
      const inner = this.binary(0);
      this.expect(")");
      return inner;
    }
    throw new ExpressionError(
      token.kind === "end" ? "The expression ends too early" : `Unexpected "${token.text}"`,
      token.offset,
    );
  }

  private name(token: Token): Expr {
    if (token.text === "true" || token.text === "false")
      return { kind: "boolean", value: token.text === "true", type: "boolean" };
    if (this.accept("(")) return this.call(token);
    const type = this.columns.get(token.text);
    if (type !== undefined) return { kind: "column", name: token.text, type };
    const meant = nearest(token.text, this.columns.keys());
    throw new ExpressionError(
      `Unknown column "${token.text}"${meant === null ? "" : `, did you mean "${meant}"?`}`,
      token.offset,
    );
  }

  private call(token: Token): Expr {
    const make = FUNCTIONS.get(token.text);
    if (make === undefined) {
      const names = [...FUNCTIONS.keys()].join(", ");
      throw new ExpressionError(`Unknown function "${token.text}"; there is: ${names}`, token.offset);
    }
    const first = this.binary(0);
    const others: Expr[] = [];
    while (this.accept(",")) others.push(this.binary(0));
    this.expect(")");
    return make([first, ...others], token.offset);
  }
}

type Make = (args: readonly [Expr, ...Expr[]], offset: number) => Expr;

const FUNCTIONS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ["coalesce", coalesce],
  ["if", choice],
  ["least", (args, offset) => extreme("least", args, offset)],
  ["greatest", (args, offset) => extreme("greatest", args, offset)],
]);

/** The smaller or larger of two numbers; not known where one of them is not. */
function extreme(of: "least" | "greatest", [left, right, ...more]: readonly Expr[], offset: number): Expr {
  if (left?.type !== "number" || right?.type !== "number" || more.length > 0)
    throw new ExpressionError(`${of} needs two numbers`, offset);
  return { kind: "extreme", of, left, right, type: "number" };
}

function coalesce(args: readonly [Expr, ...Expr[]], offset: number): Expr {
  const [{ type }] = args;
  const odd = args.find((arg) => arg.type !== type);
  if (odd !== undefined) throw new ExpressionError(`coalesce mixes ${type} and ${odd.type}`, offset);
  return { kind: "coalesce", args, type };
}

/** `if(condition, yes, no)`; a condition that is not known is not fulfilled. */
function choice([when, yes, no, ...more]: readonly Expr[], offset: number): Expr {
  if (when?.type !== "boolean" || yes === undefined || no === undefined || more.length > 0)
    throw new ExpressionError("if needs a yes/no value and two others: if(score >= 9, 1, 0)", offset);
  if (yes.type !== no.type) throw new ExpressionError(`if mixes ${yes.type} and ${no.type}`, offset);
  return { kind: "if", when, yes, no, type: yes.type };
}

function resultType(operator: BinaryOperator, left: Expr, right: Expr, offset: number): ValueType {
  const logical = operator === "and" || operator === "or";
  const arithmetic = ["+", "-", "*", "/"].includes(operator);
  const wanted = logical ? "boolean" : arithmetic ? "number" : left.type;
  if (left.type !== wanted || right.type !== wanted)
    throw new ExpressionError(`"${operator}" cannot join a ${left.type} and a ${right.type}`, offset);
  return arithmetic ? "number" : "boolean";
}

export const VALUE_TYPES = ["string", "number", "boolean", "date"] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

export const BINARY_OPERATORS = ["and", "or", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"] as const;
export type BinaryOperator = (typeof BINARY_OPERATORS)[number];

/** A checked expression over the columns of one table. There is no subquery and no text of a dialect in it. */
export type Expr =
  | { readonly kind: "column"; readonly name: string; readonly type: ValueType }
  | { readonly kind: "string"; readonly value: string; readonly type: "string" }
  | { readonly kind: "number"; readonly value: number; readonly type: "number" }
  | { readonly kind: "boolean"; readonly value: boolean; readonly type: "boolean" }
  | { readonly kind: "not"; readonly of: Expr; readonly type: "boolean" }
  | { readonly kind: "is_null"; readonly of: Expr; readonly negated: boolean; readonly type: "boolean" }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expr;
      readonly right: Expr;
      readonly type: ValueType;
    }
  | {
      readonly kind: "if";
      readonly when: Expr;
      readonly yes: Expr;
      readonly no: Expr;
      readonly type: ValueType;
    }
  | {
      readonly kind: "extreme";
      readonly of: "least" | "greatest";
      readonly left: Expr;
      readonly right: Expr;
      readonly type: "number";
    }
  | { readonly kind: "coalesce"; readonly args: readonly Expr[]; readonly type: ValueType };

/** A fault in an expression, with its place in the text. */
export class ExpressionError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.name = "ExpressionError";
    this.offset = offset;
  }
}

import type { Param } from "#lib/semantic/compiled.ts";
import type { Dialect, SqlType } from "#lib/semantic/print/dialect.ts";

/** Collects bound values while a statement is printed; an equal value is bound once. */
export class Params {
  readonly list: Param[] = [];
  readonly dialect: Dialect;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  string(value: string): string {
    return this.bind({ type: "string", value }, "text");
  }

  number(value: number): string {
    return this.bind({ type: "number", value }, "number");
  }

  date(value: string): string {
    return this.bind({ type: "date", value }, "date");
  }

  private bind(param: Param, type: SqlType): string {
    const same = this.list.findIndex((one) => one.type === param.type && one.value === param.value);
    return this.dialect.typedPlace(same >= 0 ? same + 1 : this.list.push(param), type);
  }
}

export function nullOf(type: SqlType, { type: names }: Dialect): string {
  return `CAST(NULL AS ${names[type]})`;
}

/** A named relation of a statement; printed as a CTE. */
export type Relation = { readonly name: string; readonly sql: string };

export function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}

/** `SELECT` with one part a line. */
export function select(columns: readonly string[], from: string, conditions: readonly string[], tail = ""): string {
  const lines = ["SELECT", indent(columns.join(",\n")), from];
  if (conditions.length > 0) lines.push(`WHERE ${conditions.join("\n  AND ")}`);
  if (tail !== "") lines.push(tail);
  return lines.join("\n");
}

export function withRelations(relations: readonly Relation[], final: string): string {
  return `WITH ${relations.map(({ name, sql }) => `${name} AS (\n${indent(sql)}\n)`).join(",\n")}\n${final}`;
}

/** `c0, c1` and so on: the columns that carry the fields of a plan. */
export function fieldNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `c${index}`);
}

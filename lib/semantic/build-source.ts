import { LEVELS, type Tier, tierFor } from "#lib/consent/model.ts";
import { type Expr, ExpressionError, type ValueType } from "#lib/semantic/expr/ast.ts";
import { parseExpression } from "#lib/semantic/expr/parse.ts";
import type { Dimension, Measure, Source, TimeField } from "#lib/semantic/model.ts";
import type { ModelFile } from "#lib/semantic/model-file.ts";
import type { DimensionText, MeasureText, SourceText } from "#lib/semantic/model-schema.ts";
import { nearest } from "#lib/semantic/nearest.ts";

export type BuiltSource = {
  readonly source: Source;
  readonly dimensions: readonly Dimension[];
  readonly measures: readonly Measure[];
};

/** Resolves the names in one source; faults go to the file. */
export function buildSource(file: ModelFile, text: SourceText): BuiltSource {
  const builder = new SourceBuilder(file, text);
  const dimensions = Object.entries(text.dimensions).map(([name, one]) => builder.dimension(name, one));
  const measures = Object.entries(text.measures).map(([name, one]) => builder.measure(name, one));
  return { source: builder.source(), dimensions, measures };
}

class SourceBuilder {
  private readonly file: ModelFile;
  private readonly text: SourceText;
  private readonly types: ReadonlyMap<string, ValueType>;
  private readonly levels: ReadonlyMap<string, Tier>;

  constructor(file: ModelFile, text: SourceText) {
    this.file = file;
    this.text = text;
    const columns = Object.entries(text.columns);
    this.types = new Map(columns.map(([name, of]) => [name, typeof of === "string" ? of : of.type]));
    // A column needs what its source needs, unless the text says otherwise.
    this.levels = new Map(columns.map(([name, of]) => [name, tierFor(typeof of === "string" ? text.level : of.level)]));
  }

  source(): Source {
    const { text } = this;
    for (const [index, column] of text.latest_by.entries()) this.known(column, ["latest_by", index]);
    return {
      id: text.source,
      label: text.label,
      origin: text.origin,
      raw: this.raw(),
      time: this.time(),
      latestBy: text.latest_by,
    };
  }

  private raw(): Source["raw"] {
    const { table, instance_key: instanceKey, time } = this.text;
    if (this.text.origin === "registry") return null;
    if (table !== null && instanceKey !== null && time !== null) {
      this.known(instanceKey, ["instance_key"]);
      this.known(time.column, ["time", "column"]);
      return { table, instanceKey, dayColumn: time.column, describes: null };
    }
    this.file.add(
      ["source"],
      "A warehouse source needs table, instance_key and time: without them it cannot be guarded",
    );
    return null;
  }

  private time(): TimeField | null {
    const { time, source, label: group } = this.text;
    if (time === null) return null;
    const { column, label, description, synonyms } = time;
    return { id: `${source}.${column}`, label, group, description, synonyms };
  }

  dimension(name: string, one: DimensionText): Dimension {
    const id = `${this.text.source}.${name}`;
    const { label, description, synonyms, suggest, requires, values } = one;
    const shared = { id, source: this.text.source, label, description, synonyms, suggest, requires, values };
    const group = one.group ?? this.text.label;
    if (one.column !== null && this.text.origin === "registry")
      return { ...shared, group, type: "string", level: 0, from: { kind: "registry", column: one.column } };
    const path = ["dimensions", name];
    if (one.expr === null || this.text.origin === "registry")
      this.file.add(path, this.text.origin === "registry" ? `${name} needs a column` : `${name} needs an expr`);
    const expr = this.expression(one.expr ?? "true", [...path, "expr"]);
    const from = { kind: "row", source: this.text.source, expr } as const;
    return { ...shared, group, type: expr.type, level: this.levelOf(expr), from };
  }

  measure(name: string, one: MeasureText): Measure {
    const path = ["measures", name];
    const read = (key: "expr" | "where" | "users") => {
      const text = one[key];
      return text === null ? null : this.expression(text, [...path, key]);
    };
    const [expr, where, users] = [read("expr"), read("where"), read("users")];
    if (where !== null && where.type !== "boolean") this.file.add([...path, "where"], "where must be a yes/no value");
    if (expr === null && (one.agg === "last" || one.agg === "mean_per_day" || one.agg === "count_distinct"))
      this.file.add(path, `${one.agg} needs an expr`);
    if (one.describes !== null) this.known(one.describes, [...path, "describes"]);
    const used = [expr, where, users].filter((part) => part !== null);
    const level = Math.max(tierFor(this.text.level), ...used.map((part) => this.levelOf(part)));
    return {
      id: `${this.text.source}.${name}`,
      source: this.text.source,
      agg: one.agg,
      expr,
      where,
      users,
      describes: one.describes,
      level: asTier(level),
    };
  }

  private expression(text: string, path: readonly PropertyKey[]): Expr {
    try {
      return parseExpression(text, this.types);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.file.add(path, error.message, error.offset);
      return { kind: "boolean", value: true, type: "boolean" };
    }
  }

  private known(column: string, path: readonly PropertyKey[]): void {
    if (this.types.has(column)) return;
    const meant = nearest(column, this.types.keys());
    this.file.add(path, `Unknown column "${column}"${meant === null ? "" : `, did you mean "${meant}"?`}`);
  }

  private levelOf(expr: Expr): Tier {
    return asTier(Math.max(0, ...columnsOf(expr).map((name) => this.levels.get(name) ?? LEVELS.length - 1)));
  }
}

export function columnsOf(expr: Expr): string[] {
  switch (expr.kind) {
    case "column":
      return [expr.name];
    case "not":
    case "is_null":
      return columnsOf(expr.of);
    case "binary":
      return [...columnsOf(expr.left), ...columnsOf(expr.right)];
    case "coalesce":
      return expr.args.flatMap((arg) => columnsOf(arg));
    case "string":
    case "number":
    case "boolean":
      return [];
  }
}

/** The tier of that number; what is not one needs the highest. */
export function asTier(level: number): Tier {
  return level === 0 || level === 1 || level === 2 ? level : 3;
}

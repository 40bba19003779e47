import { LEVELS, type Tier, tierFor } from "#lib/consent/model.ts";
import { type Expr, ExpressionError, type ValueType } from "#lib/semantic/expr/ast.ts";
import { parseExpression } from "#lib/semantic/expr/parse.ts";
import type { Aggregate, Described, Dimension, Measure, Source, TimeField } from "#lib/semantic/model.ts";
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

const REGISTRY: readonly Aggregate[] = ["seats", "on_record"];
const WITHOUT_VALUE: readonly Aggregate[] = ["present", "count", ...REGISTRY];
const NUMBERS: readonly Aggregate[] = [
  "last",
  "mean_per_day",
  "max",
  "increase",
  "sum",
  "median_of_instances",
  "lowest_of_instances",
  "highest_of_instances",
];
/** Made of the newest row of something. */
const WITH_NEWEST: readonly Aggregate[] = ["present", ...NUMBERS.filter((agg) => agg !== "sum")];
const LAST_VALUES: readonly Aggregate[] = [
  "last",
  "median_of_instances",
  "lowest_of_instances",
  "highest_of_instances",
];

function describedOf({ column, grain, week_start: weekStart }: NonNullable<MeasureText["describes"]>): Described {
  return { column, grain, weekStart };
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
    for (const [index, column] of text.row_key.entries()) this.known(column, ["row_key", index]);
    return {
      id: text.source,
      label: text.label,
      origin: text.origin,
      raw: this.raw(),
      time: this.time(),
      latestBy: text.latest_by,
      rowKey: text.row_key,
    };
  }

  private raw(): Source["raw"] {
    const { origin, table, time } = this.text;
    if (origin === "registry") return null;
    const by = this.keyOf();
    if (table === null || time === null || by === null) {
      this.file.add(
        ["source"],
        "A warehouse source needs table, time and either instance_key or account_key: without them it cannot be guarded",
      );
      return null;
    }
    this.known(time.column, ["time", "column"]);
    return { table, ...by, dayColumn: time.column };
  }

  /** Whose a row is; null where the text says nothing or both. */
  private keyOf(): { readonly keyedBy: "instance" | "account"; readonly key: string } | null {
    const { instance_key: instance, account_key: account } = this.text;
    if (instance !== null && account !== null) return null;
    if (instance !== null) {
      this.known(instance, ["instance_key"]);
      return { keyedBy: "instance", key: instance };
    }
    if (account === null) return null;
    this.known(account, ["account_key"]);
    this.refuseConsent(account);
    return { keyedBy: "account", key: account };
  }

  /** Consent is an instance's: what is keyed by an account must not need any. */
  private refuseConsent(account: string): void {
    const highest = Math.max(tierFor(this.text.level), ...this.levels.values());
    if (highest > 0)
      this.file.add(
        ["account_key"],
        `A source keyed by ${account} needs level registry in all its columns: consent is given by instance`,
      );
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
    if (expr === null && !WITHOUT_VALUE.includes(one.agg)) this.file.add(path, `${one.agg} needs an expr`);
    if (expr !== null && NUMBERS.includes(one.agg) && expr.type !== "number")
      this.file.add([...path, "expr"], `${one.agg} needs a number, not a ${expr.type}`);
    this.checkKind(one, path);
    const used = [expr, where, users].filter((part) => part !== null);
    const level = Math.max(tierFor(this.text.level), ...used.map((part) => this.levelOf(part)));
    return {
      id: `${this.text.source}.${name}`,
      source: this.text.source,
      agg: one.agg,
      kind: this.kindOf(one.agg),
      expr,
      where,
      users,
      describes: one.describes === null ? null : describedOf(one.describes),
      level: asTier(level),
    };
  }

  private kindOf(agg: Aggregate): Measure["kind"] {
    if (REGISTRY.includes(agg)) return "registry";
    const isNewest = WITH_NEWEST.includes(agg) || (agg === "sum" && this.text.latest_by.length > 0);
    return isNewest ? "newest" : "rows";
  }

  /** What an aggregate asks of its source. */
  private checkKind({ agg, describes }: MeasureText, path: readonly PropertyKey[]): void {
    const { origin, latest_by: latestBy, account_key: account } = this.text;
    if (describes !== null) this.known(describes.column, [...path, "describes"]);
    if (describes !== null && !LAST_VALUES.includes(agg))
      this.file.add([...path, "describes"], `${agg} counts days, so it cannot describe another period`);
    if (WITH_NEWEST.includes(agg) && latestBy.length === 0)
      this.file.add(path, `${agg} needs latest_by in its source: which row of a day is the last one`);
    if (WITH_NEWEST.includes(agg) && account !== null)
      this.file.add(path, `${agg} is made of what an instance sends; ${this.text.source} is keyed by account`);
    if (REGISTRY.includes(agg) !== (origin === "registry"))
      this.file.add(path, `${agg} cannot be made of a ${origin} source`);
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
    case "extreme":
      return [...columnsOf(expr.left), ...columnsOf(expr.right)];
    case "if":
      return [expr.when, expr.yes, expr.no].flatMap((part) => columnsOf(part));
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

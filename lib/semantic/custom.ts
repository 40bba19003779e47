import { AppError } from "#lib/errors.ts";
import { asTier, columnsOf } from "#lib/semantic/build-source.ts";
import { type Expr, ExpressionError, type ValueType } from "#lib/semantic/expr/ast.ts";
import { parseExpression } from "#lib/semantic/expr/parse.ts";
import type { Dimension, Metric, Model } from "#lib/semantic/model.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import type { CustomField, Question } from "#lib/semantic/question.ts";
import { invalid } from "#lib/semantic/resolved.ts";

/** The model with the question's own fields in it, and what a custom measure counts only where it holds. */
export type WithCustom = { readonly model: Model; readonly wheres: ReadonlyMap<string, Dimension> };

const GROUP = "Custom fields";

/** Throws `invalid_input` with the place in the expression. A custom field needs what the fields it uses need. */
export function withCustom(model: Model, { custom }: Question): WithCustom {
  const dimensions = new Map(model.dimensions);
  const metrics = new Map(model.metrics);
  const versions = new Map(model.versions);
  const wheres = new Map<string, Dimension>();
  const extended = { ...model, dimensions, metrics, versions };
  for (const [index, one] of custom.entries()) {
    const path = `custom.${index}`;
    if (dimensions.has(one.id) || metrics.has(one.id))
      throw invalid(`The custom field "${one.id}" is there twice.`, `${path}.id`, `${one.id}_2`);
    if (one.kind === "measure") {
      const { metric, where } = measureOf(extended, one, path);
      metrics.set(one.id, metric);
      wheres.set(one.id, where);
    } else addDimension(extended, one.kind === "bin" ? binOf(extended, one, path) : dimensionOf(extended, one, path));
  }
  return { model: extended, wheres };
}

type Of<K extends CustomField["kind"]> = Extract<CustomField, { kind: K }>;

type Extended = Model & {
  readonly dimensions: Map<string, Dimension>;
  readonly metrics: Map<string, Metric>;
  readonly versions: Map<string, readonly Metric[]>;
};

/** A custom dimension stands beside every metric that all its parts stand beside, in any version of it. */
function addDimension({ dimensions, metrics, versions }: Extended, dimension: Dimension): void {
  const parts = dimension.from.kind === "custom" ? [...dimension.from.parts.keys()] : [];
  const beside = (metric: Metric): Metric => {
    const fits = parts.every((part) => metric.dimensions.includes(part));
    return fits ? { ...metric, dimensions: [...metric.dimensions, dimension.id] } : metric;
  };
  for (const [id, metric] of metrics) metrics.set(id, beside(metric));
  for (const [id, known] of versions) versions.set(id, known.map(beside));
  dimensions.set(dimension.id, dimension);
}

function dimensionOf(model: Model, { id, label, expr }: Of<"dimension">, path: string): Dimension {
  return derived(model, { id, label, description: `Custom: ${expr}` }, read(model, expr, `${path}.expr`));
}

/** Bins by their number from below, so that they sort as numbers do; a missing number stays missing. */
function binOf(model: Model, { id, label, of, edges }: Of<"bin">, path: string): Dimension {
  const part = model.dimensions.get(of);
  if (part === undefined) throw unknown(model, of, `${path}.of`);
  if (part.type !== "number") throw invalid(`${part.label} is no number: only numbers fall into bins.`, `${path}.of`);
  const falling = edges.findIndex((edge, index) => index > 0 && edge <= (edges[index - 1] ?? 0));
  if (falling !== -1) throw invalid("The edges of bins must grow.", `${path}.edges.${falling}`);
  const value: Expr = { kind: "column", name: of, type: "number" };
  let expr = text(binName(edges.length));
  for (const [index, edge] of [...edges.entries()].toReversed()) {
    const right: Expr = { kind: "number", value: edge, type: "number" };
    const when: Expr = { kind: "binary", operator: "<", left: value, right, type: "boolean" };
    expr = { kind: "if", when, yes: text(binName(index)), no: expr, type: "string" };
  }
  const isMissing: Expr = { kind: "is_null", of: value, negated: false, type: "boolean" };
  expr = { kind: "if", when: isMissing, yes: text(""), no: expr, type: "string" };
  const values = [...edges.keys(), edges.length].map((index) => ({
    value: binName(index),
    label: binLabel(edges, index),
    aliases: [],
  }));
  return { ...derived(model, { id, label, description: `${part.label} in bins.` }, expr), values };
}

function text(value: string): Expr {
  return { kind: "string", value, type: "string" };
}

function binName(index: number): string {
  return String(index).padStart(2, "0");
}

function binLabel(edges: readonly number[], index: number): string {
  const [low, high] = [edges[index - 1], edges[index]];
  if (low === undefined) return `below ${high ?? 0}`;
  return high === undefined ? `${low} and more` : `${low} to below ${high}`;
}

/** A metric counted only where the expression holds. */
function measureOf(
  model: Model,
  { id, label, of, where }: Of<"measure">,
  path: string,
): { metric: Metric; where: Dimension } {
  const metric = model.metrics.get(of);
  if (metric === undefined) {
    const meant = nearest(of, model.metrics.keys());
    throw invalid(
      `There is no metric "${of}"${meant === null ? "." : `, did you mean "${meant}"?`}`,
      `${path}.of`,
      meant,
    );
  }
  const expr = read(model, where, `${path}.where`);
  if (expr.type !== "boolean")
    throw invalid(
      `A custom measure counts where something holds, and this is a ${expr.type}.`,
      `${path}.where`,
      "instance.hosting = 'managed'",
    );
  const dimension = derived(model, { id: `${id}.where`, label, description: where }, expr);
  const strange = columnsOf(expr).find((name) => !metric.dimensions.includes(name));
  if (strange !== undefined) {
    const sentence = `${model.dimensions.get(strange)?.label ?? strange} cannot stand beside ${metric.label}: they do not come from the same rows.`;
    throw invalid(sentence, `${path}.where`, `Leave out ${strange}`);
  }
  const description = `${metric.description} Only where ${where}.`;
  return {
    metric: { ...metric, id, label, description, group: GROUP, certified: null, status: "proposed" },
    where: dimension,
  };
}

function derived(model: Model, named: Pick<Dimension, "id" | "label" | "description">, expr: Expr): Dimension {
  const parts = new Map(
    columnsOf(expr).flatMap((name) => {
      const part = model.dimensions.get(name);
      return part === undefined ? [] : [[name, part] as const];
    }),
  );
  const all = [...parts.values()];
  return {
    ...named,
    source: "custom",
    group: GROUP,
    synonyms: [],
    type: expr.type,
    level: asTier(Math.max(0, ...all.map(({ level }) => level))),
    suggest: false,
    requires: all.find(({ requires }) => requires !== null)?.requires ?? null,
    values: null,
    from: { kind: "custom", expr, parts },
  };
}

/** An expression over fields; only those that are no custom fields themselves. */
function read(model: Model, text: string, path: string): Expr {
  const columns = new Map<string, ValueType>();
  for (const [id, { type, from }] of model.dimensions) if (from.kind !== "custom") columns.set(id, type);
  try {
    return parseExpression(text, columns);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const suggestion = /did you mean "([^"]+)"/.exec(error.message)?.[1] ?? null;
    throw new AppError("invalid_input", `${error.message}.`, { path, offset: error.offset, suggestion });
  }
}

function unknown(model: Model, id: string, path: string): AppError {
  const meant = nearest(id, model.dimensions.keys());
  return invalid(`There is no field "${id}"${meant === null ? "." : `, did you mean "${meant}"?`}`, path, meant);
}

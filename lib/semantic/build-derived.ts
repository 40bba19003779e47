import { asTier } from "#lib/semantic/build-source.ts";
import { type Expr, ExpressionError, type ValueType } from "#lib/semantic/expr/ast.ts";
import { parseExpression } from "#lib/semantic/expr/parse.ts";
import type { Derived, Dimension, Metric } from "#lib/semantic/model.ts";
import type { ModelFile } from "#lib/semantic/model-file.ts";
import type { MetricText } from "#lib/semantic/model-schema.ts";
import { nearest } from "#lib/semantic/nearest.ts";

/** How long an account has been a customer, in days. */
export const TENURE = "tenure";

type DerivedText = NonNullable<MetricText["derived"]>;

/** A metric made of others, which are as they are defined now; null when a fault went to the file. */
export function buildDerived(
  file: ModelFile,
  text: MetricText,
  known: ReadonlyMap<string, Metric>,
  dimensions: readonly Dimension[],
): Metric | null {
  const made = text.derived === null ? null : derivedOf(file, text.derived, known);
  const [first] = made?.parts ?? [];
  if (made === null || first === undefined) return null;
  const lead = made.parts.reduce((most, part) => (part.metric.level > most.metric.level ? part : most), first).metric;
  const grain = made.parts.find(({ metric }) => text.grains.some((one) => !metric.grains.includes(one)));
  if (grain !== undefined) file.add(["grains"], `${grain.metric.id} is not counted by all of these`);
  if (text.population.unit !== "account")
    file.add(["population", "unit"], "A derived metric is one of accounts: its parts are figures of each account");
  const { how_to_read: howToRead, min_version: minVersion, needs_grain, metric: id, ...rest } = text;
  const needsGrain = needs_grain || made.parts.some(({ metric }) => metric.needsGrain);
  return {
    ...rest,
    id,
    howToRead,
    minVersion,
    needsGrain,
    weekStart: lead.weekStart,
    numerator: lead.numerator,
    denominator: null,
    derived: made,
    users: null,
    level: asTier(Math.max(...made.parts.map(({ metric }) => metric.level))),
    dimensions: dimensions.filter(isOfAccount).map((dimension) => dimension.id),
  };
}

/** Attributes that an account has, whatever its instances are. */
function isOfAccount({ from }: Dimension): boolean {
  return from.kind === "registry" && (from.column.startsWith("account.") || from.column === "interval.account_type");
}

function derivedOf(file: ModelFile, text: DerivedText, known: ReadonlyMap<string, Metric>): Derived | null {
  const parts = Object.entries(text.parts).flatMap(([name, id]) => {
    const metric = partOf(file, name, id, known);
    return metric === null ? [] : [{ name, metric }];
  });
  if (parts.length < Object.keys(text.parts).length || parts.length === 0) return null;
  const names = [...parts.map(({ name }) => name), ...(text.setting?.numbers ?? []), TENURE];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) file.add(["derived"], `"${twice}" is there twice`);
  const expr = expressionOf(file, text.expr, new Map(names.map((name) => [name, "number" as const])));
  return expr === null ? null : { parts, setting: text.setting, expr };
}

function partOf(file: ModelFile, name: string, id: string, known: ReadonlyMap<string, Metric>): Metric | null {
  const metric = known.get(id);
  const path = ["derived", "parts", name];
  if (metric === undefined) {
    const meant = nearest(id, known.keys());
    file.add(path, `There is no metric "${id}" to derive from${meant === null ? "" : `, did you mean "${meant}"?`}`);
    return null;
  }
  if (metric.users === null) return metric;
  file.add(path, `${id} is about single people, so it cannot be a part`);
  return null;
}

function expressionOf(file: ModelFile, text: string, names: ReadonlyMap<string, ValueType>): Expr | null {
  try {
    const expr = parseExpression(text, names);
    if (expr.type === "number") return expr;
    file.add(["derived", "expr"], `A derived metric is a number, not a ${expr.type}`);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    file.add(["derived", "expr"], error.message, error.offset);
  }
  return null;
}

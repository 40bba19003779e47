import type { Fact } from "#lib/semantic/plan.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";
import { nullOf } from "#lib/semantic/print/text.ts";

type FigurePart = { readonly relation: string; readonly columns: readonly string[] };

/** The relations that deliver figures and which ones each delivers. */
export function partsOf(fact: Fact): FigurePart[] {
  const { slot } = fact;
  const f = `f${slot}`;
  const columns = [`v${slot}`];
  if (isRatio(fact) && !isPerSeat(fact)) columns.push(`d${slot}`);
  if (fact.kind === "rows" && fact.users !== null) columns.push(`u${slot}`);
  const own = { relation: f, columns };
  return isPerSeat(fact) ? [own, { relation: `${f}_seats`, columns: [`d${slot}`] }] : [own];
}

/** Facts meet by UNION ALL with typed nulls and one GROUP BY; each gives at most one row a group. */
export function combined(parts: readonly FigurePart[], groups: readonly string[], dialect: Dialect): string {
  const columns = parts.flatMap((part) => part.columns);
  const branches = parts.map(({ relation, columns: own }) => {
    const figures = columns.map((column) =>
      own.includes(column)
        ? `CAST(${column} AS ${dialect.type.number}) AS ${column}`
        : `${nullOf("number", dialect)} AS ${column}`,
    );
    return `  SELECT ${["period", ...groups, ...figures].join(", ")} FROM ${relation}`;
  });
  const group = ["period", ...groups].join(", ");
  const sums = columns.map((column) => `SUM(${column}) AS ${column}`).join(", ");
  return `SELECT ${group}, ${sums}\nFROM (\n${branches.join("\n  UNION ALL\n")}\n) AS facts\nGROUP BY ${group}`;
}

function isRatio(fact: Fact): boolean {
  return isPerSeat(fact) || ((fact.kind === "last" || fact.kind === "rows") && fact.by !== null);
}

function isPerSeat(fact: Fact): boolean {
  return fact.kind === "last" && fact.perSeat;
}

export function figureText(fact: Fact): string {
  const { slot } = fact;
  return isRatio(fact) ? `v${slot} / NULLIF(d${slot}, 0)` : `v${slot}`;
}

export function figureColumns(fact: Fact): string[] {
  const { slot } = fact;
  const more: string[] = [];
  if (isRatio(fact)) more.push(`COALESCE(d${slot}, 0) AS d${slot}`);
  if (isAboutUsers(fact)) more.push(`u${slot}`);
  return [`${figureText(fact)} AS m${slot}`, ...more];
}

export function isAboutUsers(fact: Fact): boolean {
  return fact.kind === "rows" && fact.users !== null;
}

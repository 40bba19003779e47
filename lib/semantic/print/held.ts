import { daysBetween } from "#lib/semantic/calendar.ts";
import type { Fact, HeldSpan } from "#lib/semantic/plan.ts";
import { type PrintContext, scopeConditions } from "#lib/semantic/print/context.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";
import type { GateText } from "#lib/semantic/print/gate.ts";
import { type Relation, select } from "#lib/semantic/print/text.ts";

/** Prints `fN_seen` and `fN_sent` of a fact over the days of a span. */
type SentIn = (fact: Fact, context: PrintContext) => Relation[];

/** Names of the spans' relations are counted from here, so that they never meet those of the figures. */
const FIRST_SLOT = 1000;

/**
 * Like for like: leaves only instances that are seen throughout every span. Figures of the registry
 * stay as they are.
 */
export function heldRelations(
  fact: Fact,
  relations: readonly Relation[],
  context: PrintContext,
  sentIn: SentIn,
): readonly Relation[] {
  const { held } = context.plan;
  if (held.length === 0 || !("scan" in fact) || fact.scan.keyedBy === "account") return relations;
  const f = `f${fact.slot}`;
  const spans = held.map((span, index) => spanRelations(fact, span, context, sentIn, index));
  const all = spans.map(({ name }, index) => (index === 0 ? `FROM ${name} AS h0` : joined(name, index)));
  const heldSql = select(["h0.instance_no"], all.join("\n"), []);
  const kept = relations.map((relation) =>
    isBehindGate(fact, relation) ? { ...relation, sql: heldTo(relation.sql, `${f}_held`) } : relation,
  );
  return [...spans.flatMap((span) => span.relations), { name: `${f}_held`, sql: heldSql }, ...kept];
}

/** Where a figure meets the consent intervals: once in rows, and in rollups for each way of reading them. */
function isBehindGate({ kind, slot }: Fact, { name }: Relation): boolean {
  const places = kind === "rows" ? ["seen", "whole", "daily", "span_open", "rows"] : ["seen"];
  return places.some((place) => name === `f${slot}_${place}`);
}

/** A join before the conditions, for a search among those held might be made anew for each row. */
function heldTo(sql: string, held: string): string {
  return sql.replace("\nWHERE ", `\nINNER JOIN ${held} AS h ON h.instance_no = i.instance_no\nWHERE `);
}

/** Of a figure that speaks about another month than that of its day: that the month too may be seen. */
export function describedConditions(fact: Fact, gate: GateText, dialect: Dialect): readonly string[] {
  const describes = fact.kind === "last" ? fact.value.describes : null;
  return fact.kind !== "last" || describes === null ? [] : gate.described(fact.scan, describes, dialect);
}

function joined(name: string, index: number): string {
  return `INNER JOIN ${name} AS h${index} ON h${index}.instance_no = h0.instance_no`;
}

/** The last of the relations has the instances that are seen throughout the span. */
function spanRelations(
  fact: Extract<Fact, { scan: unknown }>,
  { plan, whole }: HeldSpan,
  context: PrintContext,
  sentIn: SentIn,
  index: number,
): { name: string; relations: Relation[] } {
  const slot = FIRST_SLOT + 10 * fact.slot + index;
  const f = `f${slot}`;
  const own = { ...context, plan };
  const { gate, dialect, params } = context;
  const described = describedConditions(fact, gate, dialect);
  const count = params.number(plan.periods.length);
  const sending = select(
    ["r.instance_no"],
    `FROM ${f}_sent AS r`,
    described,
    `GROUP BY r.instance_no\nHAVING COUNT(DISTINCT r.period) = ${count}`,
  );
  const through = select(
    ["v.instance_no"],
    `FROM ${f}_visible AS v\nINNER JOIN ${f}_sending AS s ON s.instance_no = v.instance_no`,
    [],
  );
  return {
    name: `${f}_through`,
    relations: [
      ...sentIn({ ...fact, slot }, own),
      { name: `${f}_sending`, sql: sending },
      { name: `${f}_visible`, sql: visibleThroughout(fact, plan, own, whole[fact.slot] === true) },
      { name: `${f}_through`, sql: through },
    ],
  };
}

/** Instances of the population that may be seen on every day of the span. */
function visibleThroughout(
  { scan, scope }: Extract<Fact, { scan: unknown }>,
  { periods, days }: HeldSpan["plan"],
  context: PrintContext,
  isWhole: boolean,
): string {
  const { params, dialect } = context;
  const start = isWhole ? (periods[0]?.start ?? days.from) : days.from;
  const [from, to] = [params.date(start), params.date(days.to)];
  const seen = dialect.periodsBetween("day", `GREATEST(i.valid_from, ${from})`, `LEAST(i.valid_to, ${to})`);
  return select(
    ["i.instance_no"],
    "FROM {{snapshot}}.interval AS i",
    [`i.level >= ${scan.level}`, `i.valid_from < ${to}`, `i.valid_to > ${from}`, ...scopeConditions(scope, context)],
    `GROUP BY i.instance_no\nHAVING SUM(${seen}) = ${params.number(daysBetween(start, days.to))}`,
  );
}

import type { Dimension } from "#lib/semantic/model.ts";
import type { DerivedFact, Fact, Plan } from "#lib/semantic/plan.ts";
import type { PrintContext } from "#lib/semantic/print/context.ts";
import { printOver } from "#lib/semantic/print/expression.ts";
import { combined, figureText, partsOf } from "#lib/semantic/print/figures.ts";
import { fieldNames, nullOf, type Relation, select } from "#lib/semantic/print/text.ts";

type PrintFact = (fact: Fact, context: PrintContext) => Relation[];

/** The account itself, by which the parts are grouped beside what was asked for. */
const ACCOUNT: Dimension = {
  id: "account.account_id",
  source: "account",
  label: "Account",
  group: "Account",
  description: "The account, whatever it is called.",
  synonyms: [],
  type: "string",
  level: 0,
  suggest: false,
  requires: null,
  values: null,
  from: { kind: "registry", column: "account.account_id" },
};

/**
 * The parts as figures of each account, each behind its own gate, then what is made of them: `fN_seen` has a row for
 * each account, group and period that has all that the expression needs. The value is kept in millionths, as a whole
 * number, so that the mean over accounts does not depend on their order.
 */
export function derivedRelations(fact: DerivedFact, context: PrintContext, print: PrintFact): Relation[] {
  const f = `f${fact.slot}`;
  const { dialect, params } = context;
  const byAccount = { ...context, plan: byAccountPlan(context.plan, fact) };
  const facts = fact.parts.map((part) => part.fact);
  const groups = fieldNames(context.plan.groups);
  const ofParts = fieldNames(context.plan.groups + 1);
  const names = new Map(fact.parts.map(({ name, fact: part }) => [name, `(${figureText(part)})`]));
  const settings = new Set(fact.names);
  const textOf = (name: string) => names.get(name) ?? (settings.has(name) ? `k.${name}` : "t.tenure");
  const value = `CAST(ROUND(${printOver(fact.expr, textOf, params)} * 1e6) AS ${dialect.type.integer}) AS value`;
  const made = select(
    [
      "m.period",
      `${nullOf("integer", dialect)} AS instance_no`,
      "m.c0 AS account_id",
      value,
      ...groups.map((group, index) => `m.${ofParts[index + 1] ?? ""} AS ${group}`),
    ],
    [
      `FROM ${f}_parts AS m`,
      `INNER JOIN ${f}_tenure AS t ON t.period = m.period AND t.account_id = m.c0`,
      ...(fact.names.length === 0
        ? []
        : [`INNER JOIN ${f}_numbers AS k ON k.valid_from <= t.last_day AND t.last_day < k.valid_to`]),
    ].join("\n"),
    [],
  );
  const seen = ["period", "instance_no", "account_id", "value", ...groups].map((column) => `r.${column}`);
  return [
    ...facts.flatMap((part) => print(part, byAccount)),
    {
      name: `${f}_parts`,
      sql: combined(
        facts.flatMap((part) => partsOf(part)),
        ofParts,
        dialect,
      ),
    },
    tenureRelation(fact, context),
    ...(fact.names.length === 0 ? [] : [numbersRelation(fact, context)]),
    { name: `${f}_made`, sql: made },
    { name: `${f}_seen`, sql: select(seen, `FROM ${f}_made AS r`, ["r.value IS NOT NULL"]) },
  ];
}

/** Its groups come after the account, its filters move with them. */
function byAccountPlan(plan: Plan, fact: DerivedFact): Plan {
  return {
    ...plan,
    fields: [ACCOUNT, ...plan.fields],
    groups: plan.groups + 1,
    filters: plan.filters.map(({ field, predicate }) => ({ field: field + 1, predicate })),
    facts: fact.parts.map((part) => part.fact),
  };
}

/** The mean over the accounts of a group. */
export function meanOverAccounts({ slot }: DerivedFact, { plan }: PrintContext): Relation {
  const group = ["period", ...fieldNames(plan.groups)];
  const mean = `SUM(value) / 1000000.0 / COUNT(value) AS v${slot}`;
  return { name: `f${slot}`, sql: select([...group, mean], `FROM f${slot}_seen`, [], `GROUP BY ${group.join(", ")}`) };
}

/** For how many days each account has been a customer at the end of each period. */
function tenureRelation({ slot }: DerivedFact, { params, dialect }: PrintContext): Relation {
  const days = dialect.periodsBetween("day", "MIN(a.valid_from)", "p.last_day");
  const sql = select(
    ["p.period", "p.last_day", "a.account_id", `${days} AS tenure`],
    "FROM periods AS p\nINNER JOIN {{snapshot}}.account_type AS a ON a.valid_from <= p.last_day",
    [`a.type = ${params.string("customer")}`],
    "GROUP BY p.period, p.last_day, a.account_id",
  );
  return { name: `f${slot}_tenure`, sql };
}

const NEVER = "9999-12-31";

/** The setting's numbers with the days on which they hold: an earlier period keeps the numbers of its day. */
function numbersRelation({ slot, names, numbers }: DerivedFact, { params, dialect }: PrintContext): Relation {
  const columns = ["valid_from", "valid_to", ...names];
  const rows = numbers
    .filter((one) => names.every((name) => one.numbers[name] !== undefined))
    .map(({ from, to, numbers: of }) => [
      params.date(from),
      params.date(to ?? NEVER),
      ...names.map((name) => params.number(of[name] ?? 0)),
    ]);
  const none = columns.map((column, at) => `${nullOf(at < 2 ? "date" : "number", dialect)} AS ${column}`);
  const sql =
    rows.length === 0
      ? `SELECT ${none.join(", ")} LIMIT 0`
      : select(
          columns.map((column) => `k.${column}`),
          `FROM ${dialect.values("k", columns, rows)}`,
          [],
        );
  return { name: `f${slot}_numbers`, sql };
}

import type { Fact } from "#lib/semantic/plan.ts";
import {
  fieldColumns,
  filterConditions,
  type PrintContext,
  type RegistryPlaces,
  scopeConditions,
} from "#lib/semantic/print/context.ts";
import { licenceRelation } from "#lib/semantic/print/seats.ts";
import { fieldNames, type Relation, select } from "#lib/semantic/print/text.ts";

/** Seats of all licences on record, other than those of instances that are not for production. */
export function seatsSeen(fact: Extract<Fact, { kind: "seats" }>, context: PrintContext): Relation[] {
  const f = `f${fact.slot}`;
  const places: RegistryPlaces = {
    interval: "i",
    accountType: "k.account_type",
    accountId: "k.account_id",
    instanceNo: "k.instance_no",
    row: null,
  };
  const { columns, joins } = fieldColumns(context, places);
  const environment = `(i.instance_no IS NULL OR i.environment = ${context.params.string("production")})`;
  const rows = select(
    ["k.period", "k.instance_no", "k.account_id", "k.seats AS value", ...columns],
    [
      `FROM ${f}_licence AS k`,
      "LEFT JOIN {{snapshot}}.interval AS i\n  ON i.instance_no = k.instance_no AND i.valid_from <= k.last_day AND k.last_day < i.valid_to",
      ...joins,
    ].join("\n"),
    fact.scope.production ? [environment] : [],
  );
  return [licenceRelation(fact, context), { name: `${f}_seen`, sql: rows }];
}

/** Instances on record on the last day of each period. */
export function recordSeen(fact: Extract<Fact, { kind: "on_record" }>, context: PrintContext): Relation {
  const places: RegistryPlaces = {
    interval: "i",
    accountType: "i.account_type",
    accountId: "i.account_id",
    instanceNo: "i.instance_no",
    row: null,
  };
  const { columns, joins } = fieldColumns(context, places);
  const rows = select(
    ["p.period", "i.instance_no", "i.account_id", "1 AS value", ...columns],
    [
      "FROM periods AS p",
      "INNER JOIN {{snapshot}}.interval AS i ON i.valid_from <= p.last_day AND p.last_day < i.valid_to",
      ...joins,
    ].join("\n"),
    scopeConditions(fact.scope, context),
  );
  return { name: `f${fact.slot}_seen`, sql: rows };
}

/** What is on record, summed. */
export function registrySum(fact: Fact, context: PrintContext): Relation {
  const f = `f${fact.slot}`;
  const group = ["period", ...fieldNames(context.plan.groups)];
  const sql = select(
    [...group, `SUM(value) AS v${fact.slot}`],
    `FROM ${f}_seen AS r`,
    filterConditions(context, "r"),
    `GROUP BY ${group.join(", ")}`,
  );
  return { name: f, sql };
}

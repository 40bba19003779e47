import type { CompiledQuery, Statement } from "#lib/semantic/compiled.ts";
import type { Model } from "#lib/semantic/model.ts";
import { bigQueryText, snapshotArrays, snapshotParameter } from "#lib/semantic/print/bigquery-text.ts";
import { columnFaults } from "#lib/semantic/testing/judge/compare.ts";
import { compiledAsked } from "#lib/semantic/testing/judge/corpus.ts";
import { contextOf } from "#lib/semantic/testing/judge/judge.ts";
import { SCALARS } from "#lib/semantic/testing/judge/zetasql.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";
import { QUESTIONS } from "#lib/semantic/testing/questions.ts";
import { standardType } from "#lib/warehouse/bigquery/columns.ts";
import { type Mapping, tableText } from "#lib/warehouse/bigquery/mapping.ts";
import type { Field } from "#lib/warehouse/bigquery/resources.ts";
import { queryParameters, tableParameter } from "#lib/warehouse/bigquery/values.ts";
import type { Trial } from "#lib/warehouse/bigquery/verify.ts";

const DEADLINE_MS = 60_000;
const GIB = 2 ** 30;

/** The kept questions with an invented registry, whose instances no warehouse knows: nobody's figures are read. */
export function trialsOf(model: Model, mapping: Mapping, mostGib: number): Trial[] {
  const world = plantedWorld();
  const seen = new Set<string>();
  return Object.entries(QUESTIONS).flatMap(([name, question]) => {
    const query = compiledAsked(model, question, contextOf(world, "bigquery"));
    return (query?.statements ?? []).flatMap((statement): Trial[] => {
      if (query === null || seen.has(statement.sql)) return [];
      seen.add(statement.sql);
      const asked = { ...placed(statement, mapping, world.snapshot), mostBytes: Math.round(mostGib * GIB) };
      return [{ name: `${name}, ${statement.name}`, asked, columnFaults: faultsOf(query, statement) }];
    });
  });
}

function faultsOf(query: CompiledQuery, statement: Statement): Trial["columnFaults"] {
  return (fields: readonly Field[]) => {
    const columns = fields.flatMap(({ name, type }) => {
      const known = SCALARS.find((scalar) => scalar === standardType(type));
      return known === undefined ? [] : [{ name, type: known }];
    });
    const odd = columns.length === fields.length ? [] : ["gives a column of a type that the portal does not read"];
    return [...odd, ...columnFaults(query, statement, columns)];
  };
}

function placed({ sql, params }: Statement, mapping: Mapping, snapshot: ReturnType<typeof plantedWorld>["snapshot"]) {
  const text = bigQueryText(sql, {
    warehouse: (name) => {
      const found = [...mapping.values()].find((table) => table.name === name);
      if (found === undefined) throw new Error(`The mapping has no table ${name}`);
      return tableText(found);
    },
    snapshot: (table) => `UNNEST(@${snapshotParameter(table)})`,
  });
  const parameters = [...queryParameters(params), ...snapshotArrays(sql, snapshot).map(tableParameter)];
  return {
    sql: text,
    parameters,
    labels: { app: "candor", surface: "verify" },
    deadlineMs: DEADLINE_MS,
    route: "job",
  } as const;
}

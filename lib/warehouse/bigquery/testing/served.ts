import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import { assemble } from "#lib/semantic/assemble.ts";
import { type BigQueryParts, bigQueryBackend } from "#lib/warehouse/bigquery/backend.ts";
import { columnsOf, partitionOf } from "#lib/warehouse/bigquery/columns.ts";
import { ownMapping } from "#lib/warehouse/bigquery/mapping.ts";
import { doubleOf, LOCATION, PROJECT, QUICK_RETRIES } from "#lib/warehouse/bigquery/testing/canned.ts";
import type { BigQueryDouble } from "#lib/warehouse/bigquery/testing/double.ts";
import type { DoubleEngine, DoubleResult } from "#lib/warehouse/bigquery/testing/jobs.ts";
import { type Layout, lastDays, type TableLayout } from "#lib/warehouse/bigquery/testing/layout.ts";
import { type Engine, engine } from "#lib/warehouse/server/engine.ts";
import { TABLE_NAMES, type TableName } from "#warehouse/schema.ts";

export const DATASET = "telemetry";
const TEXT = { type: "STRING" };

/** The portal's tables, so many rows each, over so many days. */
export function layoutOf(rows: (table: TableName) => number, days: number, to: string): Layout {
  const entries = TABLE_NAMES.map((name): [string, TableLayout] => {
    const partition = partitionOf(name);
    const resource = {
      schema: { fields: columnsOf(name).map((column) => ({ name: column.name, type: column.type })) },
      type: "TABLE",
      lastModifiedTime: "1",
      ...(partition === null ? {} : { timePartitioning: { field: partition }, requirePartitionFilter: true }),
    };
    return [
      `${PROJECT}.${DATASET}.${name}`,
      { resource, rows: rows(name), days: partition === null ? null : lastDays(days, to) },
    ];
  });
  return new Map(entries);
}

/** The table `edition` and the last days, as the portal asks for them; anything else goes to `engine`. */
export function withEdition(dataClock: string, rest: DoubleEngine): DoubleEngine {
  const fields = ["data_clock", "data_version"].map((name) => ({ name, ...TEXT }));
  const about: DoubleResult = {
    fields: [...fields, { name: "is_sample", type: "BOOLEAN" }],
    rows: [[dataClock, `${dataClock}-1`, false]],
  };
  return (sql, parameters) => {
    if (sql.includes(`.edition\``)) return Promise.resolve(about);
    if (sql.includes("MAX(s.day)")) return Promise.resolve({ fields: [{ name: "day", ...TEXT }], rows: [[dataClock]] });
    return rest(sql, parameters);
  };
}

export type Served = { readonly double: BigQueryDouble; readonly heart: Engine; readonly worked: () => number };

/** The warehouse server's heart over BigQuery, and the double behind it. */
export async function servedBy(
  answers: DoubleEngine,
  world: { readonly snapshot: Snapshot; readonly dataClock: string },
  changed: Partial<BigQueryParts> = {},
): Promise<Served> {
  const double = await doubleOf(withEdition(world.dataClock, answers));
  double.layout = layoutOf(() => 1_000, 400, world.dataClock);
  const backend = bigQueryBackend({
    connection: { project: PROJECT, location: LOCATION, endpoint: double.endpoint },
    mapping: ownMapping({ project: PROJECT, dataset: DATASET }),
    snapshotDataset: null,
    caps: { viewer: 1, creator: 20, admin: 100 },
    retries: QUICK_RETRIES,
    today: () => world.dataClock,
    lookMs: 60_000,
    ...changed,
  });
  let worked = 0;
  const heart = engine({
    backend,
    readSnapshot: () => Promise.resolve(world.snapshot),
    assemble: (...run) => {
      worked += 1;
      return assemble(...run);
    },
    today: () => world.dataClock,
  });
  return { double, heart, worked: () => worked };
}

import type { DuckDBConnection } from "@duckdb/node-api";
import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import { appender, type Plain } from "#warehouse/append.ts";
import { type Columns, columnList } from "#warehouse/schema.ts";

const TABLES = {
  interval: {
    instance_no: "INTEGER",
    site_id: "VARCHAR",
    valid_from: "DATE",
    valid_to: "DATE",
    level: "INTEGER",
    account_id: "VARCHAR",
    account_type: "VARCHAR",
    hosting: "VARCHAR",
    environment: "VARCHAR",
  },
  account: {
    account_id: "VARCHAR",
    name: "VARCHAR",
    segment: "VARCHAR",
    region: "VARCHAR",
    account_executive: "VARCHAR",
    customer_engineer: "VARCHAR",
  },
  account_type: { account_id: "VARCHAR", type: "VARCHAR", valid_from: "DATE", valid_to: "DATE" },
  instance: { instance_no: "INTEGER", site_id: "VARCHAR", name: "VARCHAR" },
  licence: {
    licence_id: "VARCHAR",
    account_id: "VARCHAR",
    instance_no: "INTEGER",
    seats: "BIGINT",
    valid_from: "DATE",
    valid_to: "DATE",
  },
} as const satisfies Readonly<Record<string, Columns>>;

type Table = keyof typeof TABLES;

function rowsOf(snapshot: Snapshot): Readonly<Record<Table, readonly (readonly Plain[])[]>> {
  return {
    interval: snapshot.intervals.map((i) => {
      return [i.instanceNo, i.siteId, i.from, i.to, i.level, i.accountId, i.accountType, i.hosting, i.environment];
    }),
    account: snapshot.accounts.map((a) => {
      return [a.accountId, a.name, a.segment, a.region, a.accountExecutive, a.customerEngineer];
    }),
    account_type: snapshot.accounts.flatMap(({ accountId, types }) => {
      return types.map(({ type, from, to }) => [accountId, type, from, to]);
    }),
    instance: snapshot.instances.map((i) => [i.instanceNo, i.siteId, i.name]),
    licence: snapshot.licences.map((l) => [l.licenceId, l.accountId, l.instanceNo, l.seats, l.from, l.to]),
  };
}

async function fill(
  connection: DuckDBConnection,
  schema: string,
  table: Table,
  rows: readonly (readonly Plain[])[],
): Promise<void> {
  const columns = TABLES[table];
  await connection.run(`CREATE TABLE "${schema}"."${table}" (${columnList(columns)})`);
  const target = await appender(connection, table, columns, schema);
  for (const row of rows) target.add(row);
  target.close();
}

/** Writes a snapshot as a schema of its own: what the registry allows, where the engine can join it. */
export async function writeSnapshot(connection: DuckDBConnection, schema: string, snapshot: Snapshot): Promise<void> {
  const rows = rowsOf(snapshot);
  await connection.run(`CREATE SCHEMA "${schema}"`);
  for (const table of ["account", "account_type", "instance", "licence"] as const) {
    await fill(connection, schema, table, rows[table]);
  }
  await fill(connection, schema, "interval", rows.interval);
}

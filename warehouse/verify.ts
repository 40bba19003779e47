import { access } from "node:fs/promises";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { z } from "zod";
import { LoadError } from "#warehouse/load/load-error.ts";
import { instanceDay } from "#warehouse/refresh/instance-day.ts";
import { TABLE_NAMES, TABLES } from "#warehouse/schema.ts";
import { LISTS } from "#warehouse/verify-lists.ts";
import { ROLLUPS } from "#warehouse/verify-rollups.ts";

/** One thing that must hold of a served file; `found` counts what speaks against it. */
export type Finding = { readonly check: string; readonly found: number; readonly ok: boolean };

/** A row of the mart in a few words: two that differ anywhere differ here. */
const MART = `instance_no, day, hash(${Object.keys(TABLES.instance_day).join(", ")}) AS row`;

const NONE: Readonly<Record<string, string>> = {
  "the data clock is set once": "SELECT abs(count(*) - 1) FROM edition",
  "no row lies after the data clock": `
    SELECT (SELECT count(*) FROM update_check, edition WHERE day > data_clock)
      + (SELECT count(*) FROM event, edition WHERE day > data_clock)`,
  "the day of a row is the UTC day it was sent": `
    SELECT (SELECT count(*) FROM update_check WHERE day <> ts::DATE) + (SELECT count(*) FROM event WHERE day <> ts::DATE)`,
  "every row belongs to a numbered instance": `
    SELECT (SELECT count(*) FROM update_check WHERE instance_no IS NULL) + (SELECT count(*) FROM event WHERE instance_no IS NULL)`,
  "an instance has one number and one site id": `
    SELECT (SELECT count(*) FROM (SELECT 1 FROM instance_day GROUP BY instance_no HAVING count(DISTINCT site_id) > 1))
      + (SELECT count(*) FROM (SELECT 1 FROM instance_day GROUP BY site_id HAVING count(DISTINCT instance_no) > 1))`,
  "no ping is there twice":
    "SELECT count(*) FROM (SELECT 1 FROM update_check GROUP BY instance_no, ts HAVING count(*) > 1)",
  "no event is there twice":
    "SELECT count(*) FROM (SELECT 1 FROM event GROUP BY instance_no, insert_id HAVING count(*) > 1)",
  "the pings of the mart are all pings": `
    SELECT abs((SELECT coalesce(sum(pings), 0) FROM instance_day) - (SELECT count(*) FROM update_check))`,
  "the mart equals the pings it was built from": `
    WITH made AS MATERIALIZED (SELECT ${MART} FROM (${instanceDay("update_check", "release")}))
    SELECT (SELECT count(*) FROM (SELECT ${MART} FROM instance_day EXCEPT ALL FROM made))
      + abs((SELECT count(*) FROM instance_day) - (SELECT count(*) FROM made))`,
  "every load is complete": `
    SELECT count(*) FROM load_run WHERE finished_at IS NULL OR rows_loaded + rows_refused > rows_read`,
};

const Count = z.array(z.tuple([z.coerce.number()])).length(1);

async function count(connection: DuckDBConnection, sql: string): Promise<number> {
  const rows = Count.parse((await connection.runAndReadAll(sql)).getRowsJson());
  return rows[0]?.[0] ?? Number.NaN;
}

async function orphans(connection: DuckDBConnection, known: ReadonlyMap<string, number>): Promise<number> {
  const reader = await connection.runAndReadAll(
    "SELECT DISTINCT site_id, instance_no FROM update_check UNION SELECT DISTINCT site_id, instance_no FROM event",
  );
  const found = z.array(z.tuple([z.string(), z.int()])).parse(reader.getRowsJson());
  return found.filter(([siteId, instanceNo]) => known.get(siteId) !== instanceNo).length;
}

async function wrongColumns(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll(
    "SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns WHERE table_schema = 'main'",
  );
  const found = new Set(
    z
      .array(z.tuple([z.string()]))
      .parse(reader.getRowsJson())
      .flat(),
  );
  const wanted = TABLE_NAMES.flatMap((table) => {
    return Object.entries(TABLES[table]).map(([column, type]) => `${table}.${column} ${type}`);
  });
  return wanted.filter((column) => !found.delete(column)).length + found.size;
}

/** Checks a served file against itself and against the registry's numbers by site id. */
export async function verify(served: string, known: ReadonlyMap<string, number>): Promise<Finding[]> {
  await access(served).catch(() => {
    throw new LoadError(`${served} does not exist. Run load and refresh first.`);
  });
  const instance = await DuckDBInstance.create(served, { access_mode: "READ_ONLY", threads: "2", memory_limit: "1GB" });
  const connection = await instance.connect();
  try {
    const found: [string, number][] = [["the tables are those of this version", await wrongColumns(connection)]];
    for (const [check, sql] of Object.entries({ ...NONE, ...LISTS, ...ROLLUPS }))
      found.push([check, await count(connection, sql)]);
    found.push(["every instance is the registry's", await orphans(connection, known)]);
    return found.map(([check, number]) => ({ check, found: number, ok: number === 0 }));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

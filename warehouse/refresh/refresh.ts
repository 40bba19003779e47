import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import type { Day } from "#lib/consent/model.ts";
import { LoadError } from "#warehouse/load/load-error.ts";
import { quoted } from "#warehouse/quoted.ts";
import { withRaw } from "#warehouse/raw.ts";
import { instanceDay } from "#warehouse/refresh/instance-day.ts";
import { createTable, TABLE_NAMES } from "#warehouse/schema.ts";

export type Refreshed = { readonly file: string; readonly dataClock: Day; readonly dataVersion: string };

const COPIED = ["release", "quarantine", "load_run"] as const;

/** The last complete day: what the pings reach, or the events where nothing else was ever loaded. */
async function dataClock(connection: DuckDBConnection): Promise<Day> {
  const reader = await connection.runAndReadAll(
    `SELECT coalesce(max(data_through) FILTER (WHERE source = 'update_checks'), max(data_through))::VARCHAR FROM load_run`,
  );
  const [row] = z.array(z.tuple([z.iso.date().nullable()])).parse(reader.getRowsJson());
  const clock = row?.[0] ?? null;
  if (clock === null) throw new LoadError("Nothing has been loaded yet. Run load with a folder first.");
  return clock;
}

async function build(connection: DuckDBConnection, clock: Day, version: string): Promise<void> {
  for (const table of TABLE_NAMES) await connection.run(createTable(table, "next."));
  for (const table of COPIED) await connection.run(`INSERT INTO next.${table} SELECT * FROM main.${table}`);
  const until = `WHERE day <= DATE '${clock}'`;
  await connection.run(
    `INSERT INTO next.update_check SELECT * FROM main.update_check ${until} ORDER BY day, instance_no, ts`,
  );
  await connection.run(
    `INSERT INTO next.event SELECT * FROM main.event ${until} ORDER BY day, instance_no, ts, insert_id`,
  );
  await connection.run(
    `INSERT INTO next.instance_day ${instanceDay("next.update_check")} ORDER BY day, instance_no, mau_month`,
  );
  await connection.run(
    `INSERT INTO next.edition SELECT DATE '${clock}', $1, now()::TIMESTAMP, EXISTS (SELECT 1 FROM sample)`,
    [version],
  );
}

async function toDisk(file: string): Promise<void> {
  const handle = await open(file, "r+");
  await handle.sync().finally(() => handle.close());
}

/** Builds the served file anew from everything loaded, aside, and puts it in place in one step. */
export async function refresh(served: string): Promise<Refreshed> {
  const aside = `${served}.${randomBytes(4).toString("hex")}.building`;
  try {
    const made = await withRaw(served, async (connection) => {
      const clock = await dataClock(connection);
      const version = `${clock}-${randomBytes(6).toString("hex")}`;
      await connection.run(`ATTACH ${quoted(aside)} AS next`);
      await build(connection, clock, version);
      await connection.run("CHECKPOINT next");
      await connection.run("DETACH next");
      return { dataClock: clock, dataVersion: version };
    });
    await toDisk(aside);
    await rename(aside, served);
    await syncFolder(path.dirname(served));
    return { file: served, ...made };
  } finally {
    await rm(aside, { force: true });
    await rm(`${aside}.wal`, { force: true });
  }
}

/** The rename itself must survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

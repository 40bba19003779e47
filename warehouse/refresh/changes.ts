import { access } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import type { Day } from "#lib/consent/model.ts";
import { quoted } from "#warehouse/quoted.ts";
import { PING_LIST_NAMES } from "#warehouse/schema-pings.ts";

/** The days for which rows came in that a served file does not have yet. */
export type Changes = {
  readonly pings: readonly Day[];
  readonly events: readonly Day[];
  readonly lists: ReadonlyMap<string, readonly Day[]>;
};

const Rows = z.array(z.tuple([z.string(), z.iso.date()]));

/** Days of loads that came after it, and days of earlier ones that were not complete when it was built. */
const NEW_DAYS = `
  SELECT DISTINCT source, day::VARCHAR FROM changed_day
  WHERE day <= $1::DATE
    AND (run_id NOT IN (SELECT run_id FROM previous.load_run) OR day > (SELECT max(data_clock) FROM previous.edition))
  ORDER BY 1, 2`;

/** Null: there is no served file, or none that can be built on. */
export async function changesSince(
  connection: DuckDBConnection,
  served: string,
  clock: Day,
  layout: string,
): Promise<Changes | null> {
  const isThere = await access(served).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  try {
    await connection.run(`ATTACH ${quoted(served)} AS previous (READ_ONLY)`);
  } catch {
    return null;
  }
  try {
    return (await isLike(connection, layout, clock)) ? await readChanges(connection, clock) : null;
  } finally {
    await connection.run("DETACH previous");
  }
}

/** A release that came out in days that are served already changes how far behind instances were in them. */
const SAME_RELEASES = `NOT EXISTS (
  (SELECT version, minor_index, released_on FROM main.release WHERE released_on <= (SELECT max(data_clock) FROM previous.edition))
  EXCEPT SELECT version, minor_index, released_on FROM previous.release)`;

async function isLike(connection: DuckDBConnection, layout: string, clock: Day): Promise<boolean> {
  try {
    const reader = await connection.runAndReadAll(
      `SELECT 1 FROM previous.edition WHERE layout = $1 AND data_clock <= $2::DATE
         AND NOT EXISTS (SELECT run_id FROM previous.load_run EXCEPT SELECT run_id FROM load_run)
         AND ${SAME_RELEASES}`,
      [layout, clock],
    );
    return reader.currentRowCount === 1;
  } catch {
    return false;
  }
}

async function readChanges(connection: DuckDBConnection, clock: Day): Promise<Changes> {
  const rows = Rows.parse((await connection.runAndReadAll(NEW_DAYS, [clock])).getRowsJson());
  const of = (file: string) => rows.flatMap(([source, day]) => (source === file ? [day] : []));
  const lists = new Map(PING_LIST_NAMES.map((list) => [list, of(list)]));
  return { pings: of("update_checks"), events: of("events_usage"), lists };
}

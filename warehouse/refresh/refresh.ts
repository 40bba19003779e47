import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import type { Day } from "#lib/consent/model.ts";
import { LoadError } from "#warehouse/load/load-error.ts";
import { quoted } from "#warehouse/quoted.ts";
import { withRaw } from "#warehouse/raw.ts";
import { changesSince } from "#warehouse/refresh/changes.ts";
import { eventDays, ROLLUP_TEXT, rollUpEvents } from "#warehouse/refresh/event-rollups.ts";
import { instanceDay } from "#warehouse/refresh/instance-day.ts";
import { listDay } from "#warehouse/refresh/list-day.ts";
import { createTable, TABLE_NAMES, TABLES } from "#warehouse/schema.ts";
import { PING_LIST_NAMES, type PingList } from "#warehouse/schema-pings.ts";

export type Refreshed = {
  readonly file: string;
  readonly dataClock: Day;
  readonly dataVersion: string;
  /** Days of events that were made anew. */
  readonly days: number;
};

/** Small enough to be taken over whole each time. */
const COPIED = ["release", "data_source", "ticket", "nps_response", "quarantine", "load_run"] as const;

/** A ticket again, on the day on which it was solved. */
const SOLVED = `SELECT * REPLACE ((created_at + to_minutes(solved_minutes))::DATE AS day)
  FROM main.ticket WHERE solved_minutes IS NOT NULL`;

/** Another text when tables or rollups are built otherwise: then nothing of an older file is taken over. */
const LAYOUT = createHash("sha256")
  .update(JSON.stringify([TABLES, instanceDay("", ""), PING_LIST_NAMES.map((list) => listDay(list, "")), ROLLUP_TEXT]))
  .digest("hex")
  .slice(0, 16);

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

/** Brings the rows of some days over from what was loaded; `days` is a condition on the column of that name. */
async function takeRows(connection: DuckDBConnection, table: "update_check" | "event", days: string): Promise<void> {
  const order = table === "event" ? "day, instance_no, ts, insert_id" : "day, instance_no, ts";
  await connection.run(`DELETE FROM next.${table} WHERE ${days}`);
  await connection.run(`INSERT INTO next.${table} BY NAME SELECT * FROM main.${table} WHERE ${days} ORDER BY ${order}`);
}

async function makePingMart(connection: DuckDBConnection, days: string): Promise<void> {
  await connection.run(`DELETE FROM next.instance_day WHERE ${days}`);
  await connection.run(`INSERT INTO next.instance_day BY NAME
    ${instanceDay(`(SELECT * FROM next.update_check WHERE ${days})`, "next.release")} ORDER BY day, instance_no, mau_month`);
}

async function makeList(connection: DuckDBConnection, list: PingList, days: string): Promise<void> {
  await connection.run(`DELETE FROM next.${list} WHERE ${days}`);
  await connection.run(`INSERT INTO next.${list} BY NAME
    ${listDay(list, `(SELECT * FROM main.${list} WHERE ${days})`)} ORDER BY day, instance_no`);
}

function among(days: readonly Day[]): string {
  return days.length === 0 ? "false" : `day IN (${days.map((day) => `DATE '${day}'`).join(", ")})`;
}

type Wanted = {
  readonly pings: string;
  readonly events: string;
  readonly list: (list: PingList) => string;
  readonly eventDays: readonly Day[];
};

async function build(connection: DuckDBConnection, wanted: Wanted): Promise<void> {
  for (const table of COPIED) {
    await connection.run(`DELETE FROM next.${table}`);
    await connection.run(`INSERT INTO next.${table} BY NAME SELECT * FROM main.${table}`);
  }
  await connection.run("DELETE FROM next.ticket_solved");
  await connection.run(`INSERT INTO next.ticket_solved BY NAME ${SOLVED}`);
  await takeRows(connection, "update_check", wanted.pings);
  await makePingMart(connection, wanted.pings);
  for (const list of PING_LIST_NAMES) await makeList(connection, list, wanted.list(list));
  await takeRows(connection, "event", wanted.events);
  await rollUpEvents(connection, { from: "next.", into: "next." }, wanted.eventDays);
}

/** What is new since the served file was built goes into a copy of it; everything, where there is none to build on. */
async function prepare(connection: DuckDBConnection, served: string, aside: string, clock: Day): Promise<Wanted> {
  const changes = await changesSince(connection, served, clock, LAYOUT);
  if (changes !== null) {
    await copyFile(served, aside, constants.COPYFILE_FICLONE);
    await connection.run(`ATTACH ${quoted(aside)} AS next`);
    const { pings, events, lists } = changes;
    const list = (name: PingList) => among(lists.get(name) ?? []);
    return { pings: among(pings), events: among(events), list, eventDays: events };
  }
  await connection.run(`ATTACH ${quoted(aside)} AS next`);
  for (const table of TABLE_NAMES) await connection.run(createTable(table, "next."));
  const all = `day <= DATE '${clock}'`;
  const days = await eventDays(connection, "main.");
  return { pings: all, events: all, list: () => all, eventDays: days.filter((day) => day <= clock) };
}

async function toDisk(file: string): Promise<void> {
  const handle = await open(file, "r+");
  await handle.sync().finally(() => handle.close());
}

/** Builds the next file to serve aside and puts it in place in one step: the days that changed, or everything. */
export async function refresh(served: string): Promise<Refreshed> {
  const aside = `${served}.${randomBytes(4).toString("hex")}.building`;
  try {
    const made = await withRaw(served, async (connection) => {
      const clock = await dataClock(connection);
      const version = `${clock}-${randomBytes(6).toString("hex")}`;
      const wanted = await prepare(connection, served, aside, clock);
      await build(connection, wanted);
      await connection.run("DELETE FROM next.edition");
      await connection.run(
        `INSERT INTO next.edition SELECT DATE '${clock}', $1, now()::TIMESTAMP, EXISTS (SELECT 1 FROM sample), $2`,
        [version, LAYOUT],
      );
      await connection.run("CHECKPOINT next");
      await connection.run("DETACH next");
      return { dataClock: clock, dataVersion: version, days: wanted.eventDays.length };
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

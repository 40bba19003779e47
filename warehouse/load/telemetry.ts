import { randomUUID } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import type { Day } from "#lib/consent/model.ts";
import { appender } from "#warehouse/append.ts";
import { columnList } from "#warehouse/columns.ts";
import { addDays } from "#warehouse/day.ts";
import { EVENTS } from "#warehouse/event-catalogue.ts";
import { rulesOf } from "#warehouse/load/files.ts";
import { guard } from "#warehouse/load/guard.ts";
import { fresh, insertion, repeats, replacement, WELCOME } from "#warehouse/load/insert.ts";
import { LoadError } from "#warehouse/load/load-error.ts";
import { stage, telemetryFile, unstage } from "#warehouse/load/stage.ts";
import { quoted } from "#warehouse/quoted.ts";
import { inTransaction } from "#warehouse/raw.ts";
import { FILE_COLUMNS, type TelemetryFile } from "#warehouse/schema.ts";

export type Refusal = { readonly line: number; readonly field: string; readonly reason: string };

export type FileSummary = {
  readonly file: string;
  readonly read: number;
  readonly loaded: number;
  readonly refused: number;
  /** The first few, by place. */
  readonly refusals: readonly Refusal[];
};

/** Turns site ids into the numbers by which consent is kept; unknown ones are registered as unlinked. */
export type NumberSites = (siteIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;

/** The registry's ids of accounts by their references; one that is not on record is left out. */
export type FindAccounts = (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export type Ids = { readonly sites: NumberSites; readonly accounts: FindAccounts };

const SHOWN = 20;

const Counts = z.tuple([z.coerce.number(), z.coerce.number(), z.iso.date().nullable()]);

async function counts(connection: DuckDBConnection, time: string): Promise<z.infer<typeof Counts>> {
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, (SELECT count(*)::DOUBLE FROM refused), (max(${time}::DATE) FILTER (WHERE ${WELCOME}))::VARCHAR
     FROM staged AS s`,
  );
  return Counts.parse(reader.getRowsJson()[0]);
}

async function mapSites(connection: DuckDBConnection, numberSites: NumberSites): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT site_id FROM staged AS s WHERE site_id IS NOT NULL AND ${WELCOME} ORDER BY 1`,
  );
  const siteIds = z.array(z.tuple([z.string()])).parse(reader.getRowsJson());
  const numbers = await numberSites(siteIds.map(([siteId]) => siteId));
  await connection.run("CREATE OR REPLACE TEMP TABLE site (site_id VARCHAR, instance_no INTEGER)");
  const rows = await appender(connection, "site", { site_id: "VARCHAR", instance_no: "INTEGER" });
  for (const [siteId, instanceNo] of numbers) rows.add([siteId, instanceNo]);
  rows.close();
  await refuseOtherRegistry(connection);
}

/** What nobody on record said belongs to nobody, and never could be linked: it is refused. */
async function mapAccounts(connection: DuckDBConnection, findAccounts: FindAccounts): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT account_ref FROM staged AS s WHERE ${WELCOME} ORDER BY 1`,
  );
  const refs = z.array(z.tuple([z.string()])).parse(reader.getRowsJson());
  const found = await findAccounts(refs.map(([ref]) => ref));
  const columns = { account_ref: "VARCHAR", account_id: "VARCHAR" } as const;
  await connection.run(`CREATE OR REPLACE TEMP TABLE account (${columnList(columns)})`);
  const rows = await appender(connection, "account", columns);
  for (const [ref, id] of found) rows.add([ref, id]);
  rows.close();
  await connection.run(`INSERT INTO refused SELECT line, 'account_ref', 'not an account of the registry', NULL
    FROM staged AS s WHERE ${WELCOME} AND account_ref NOT IN (SELECT account_ref FROM account)`);
}

/** Numbers are given by one registry; rows numbered by another would be somebody else's. */
async function refuseOtherRegistry(connection: DuckDBConnection): Promise<void> {
  const reader = await connection.runAndReadAll(`
    SELECT 1 FROM site JOIN (SELECT DISTINCT site_id, instance_no FROM update_check
      UNION SELECT DISTINCT site_id, instance_no FROM event) AS had USING (site_id)
    WHERE had.instance_no <> site.instance_no LIMIT 1`);
  if (reader.currentRowCount === 0) return;
  throw new LoadError(
    "The warehouse was loaded for another registry: its instances have other numbers. Move the warehouse files away and load the folders again.",
  );
}

async function listEvents(connection: DuckDBConnection): Promise<void> {
  await connection.run("CREATE OR REPLACE TEMP TABLE kind (name VARCHAR, family VARCHAR, active BOOLEAN)");
  const rows = await appender(connection, "kind", { name: "VARCHAR", family: "VARCHAR", active: "BOOLEAN" });
  for (const [name, { family, active }] of EVENTS) rows.add([name, family, active]);
  rows.close();
}

/** Keeps the new rows, and the days that they lie on. */
async function insert(connection: DuckDBConnection, name: TelemetryFile, runId: string): Promise<number> {
  const replace = replacement(name);
  if (replace !== null) await connection.run(replace);
  await connection.run(
    `INSERT INTO changed_day SELECT DISTINCT $1, ${quoted(name)}, s.${rulesOf(name).time}::DATE ${fresh(name)}`,
    [runId],
  );
  return (await connection.run(insertion(name))).rowsChanged;
}

/** A row refused before, in the same place of the same file, is not listed twice. */
async function quarantine(connection: DuckDBConnection, source: string, name: TelemetryFile): Promise<void> {
  const payload = Object.keys(FILE_COLUMNS[name]).join(", ");
  await connection.run(
    `INSERT INTO quarantine
     SELECT ${quoted(source)} AS source, line, field, reason, hash, now()::TIMESTAMP FROM (
       SELECT line, field, reason, coalesce(sha256, sha256(to_json(row(${payload}))::VARCHAR)) AS hash
       FROM refused JOIN staged USING (line)
     ) AS found
     WHERE NOT EXISTS (SELECT 1 FROM quarantine AS q
       WHERE q.source = ${quoted(source)} AND q.line = found.line AND q.payload_sha256 = found.hash)
     ORDER BY line`,
  );
}

async function refusals(connection: DuckDBConnection): Promise<Refusal[]> {
  const reader = await connection.runAndReadAll(
    `SELECT line::DOUBLE, field, reason FROM refused ORDER BY line LIMIT ${String(SHOWN)}`,
  );
  const rows = z.array(z.tuple([z.number(), z.string(), z.string()])).parse(reader.getRowsJson());
  return rows.map(([line, field, reason]) => ({ line, field, reason }));
}

/** Loads one telemetry file; refused rows leave place and reason behind. Null when the folder has none. */
export async function loadTelemetry(
  connection: DuckDBConnection,
  folder: string,
  name: TelemetryFile,
  asOf: Day | null,
  today: Day,
  ids: Ids,
): Promise<FileSummary | null> {
  const file = await telemetryFile(folder, name);
  if (file === null) return null;
  const started = new Date();
  try {
    await stage(connection, folder, file, name);
    await guard(connection, name, asOf !== null && asOf > today ? asOf : today);
    if (rulesOf(name).ofAccount) await mapAccounts(connection, ids.accounts);
    await mapSites(connection, ids.sites);
    await listEvents(connection);
    await connection.run(repeats(name));
    const [read, refused, last] = await counts(connection, rulesOf(name).time);
    const loaded = await inTransaction(connection, async () => {
      const runId = randomUUID();
      const rowsChanged = await insert(connection, name, runId);
      await quarantine(connection, file, name);
      const yesterday = addDays(today, -1);
      const through = asOf ?? (last !== null && last > yesterday ? yesterday : last);
      await connection.run(
        "INSERT INTO load_run VALUES ($1, $2::TIMESTAMP, now()::TIMESTAMP, $3, $4, $5, $6, $7::DATE)",
        [runId, started.toISOString(), name, read, rowsChanged, refused, through],
      );
      return rowsChanged;
    });
    return { file, read, loaded, refused, refusals: await refusals(connection) };
  } finally {
    await unstage(connection, file);
  }
}

import { randomUUID } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import type { Day } from "#lib/consent/model.ts";
import { appender } from "#warehouse/append.ts";
import { addDays } from "#warehouse/day.ts";
import { CLIENTS, EVENTS, UNCLASSIFIED } from "#warehouse/event-catalogue.ts";
import { guard } from "#warehouse/load/guard.ts";
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

const SHOWN = 20;

const WELCOME = "NOT EXISTS (SELECT 1 FROM refused AS r WHERE r.line = s.line)";

const Counts = z.tuple([z.coerce.number(), z.coerce.number(), z.iso.date().nullable()]);

async function counts(connection: DuckDBConnection): Promise<z.infer<typeof Counts>> {
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, (SELECT count(*)::DOUBLE FROM refused), (max(ts::DATE) FILTER (WHERE ${WELCOME}))::VARCHAR
     FROM staged AS s`,
  );
  return Counts.parse(reader.getRowsJson()[0]);
}

async function mapSites(connection: DuckDBConnection, numberSites: NumberSites): Promise<void> {
  const reader = await connection.runAndReadAll(`SELECT DISTINCT site_id FROM staged AS s WHERE ${WELCOME} ORDER BY 1`);
  const siteIds = z.array(z.tuple([z.string()])).parse(reader.getRowsJson());
  const numbers = await numberSites(siteIds.map(([siteId]) => siteId));
  await connection.run("CREATE OR REPLACE TEMP TABLE site (site_id VARCHAR, instance_no INTEGER)");
  const rows = await appender(connection, "site", { site_id: "VARCHAR", instance_no: "INTEGER" });
  for (const [siteId, instanceNo] of numbers) rows.add([siteId, instanceNo]);
  rows.close();
  await refuseOtherRegistry(connection);
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

const clientCase = Object.entries(CLIENTS)
  .map(([source, client]) => `WHEN ${quoted(source)} THEN ${quoted(client)}`)
  .join(" ");

/** The lines that repeat an earlier one of the same file. */
function repeats(key: string): string {
  return `CREATE OR REPLACE TEMP TABLE repeated AS
    SELECT s.line FROM staged AS s JOIN (
      SELECT site_id, ${key}, min(line) AS first FROM staged AS s WHERE ${WELCOME} GROUP BY ALL HAVING count(*) > 1
    ) AS t USING (site_id, ${key}) WHERE s.line > t.first`;
}

const NEW = `${WELCOME} AND NOT EXISTS (SELECT 1 FROM repeated WHERE repeated.line = s.line)`;

const KEY = { update_checks: "ts", events_usage: "insert_id" } as const satisfies Readonly<
  Record<TelemetryFile, string>
>;

/** A second sending of the same ping or event adds nothing: neither within a file nor over files. */
const INSERT: Readonly<Record<TelemetryFile, readonly [into: string, select: string, from: string]>> = {
  update_checks: [
    "update_check",
    `SELECT s.ts, s.ts::DATE, site.instance_no, s.site_id, ltrim(s.version, 'v'), s.deploy_type, s.total_user_accounts,
      s.mau_month, s.mau, s.registered, s.wau_week, s.wau, s.dau_day, s.dau, s.has_update`,
    `FROM staged AS s JOIN site USING (site_id)
    WHERE ${NEW}
      AND NOT EXISTS (SELECT 1 FROM update_check AS u WHERE u.instance_no = site.instance_no AND u.ts = s.ts)`,
  ],
  events_usage: [
    "event",
    `SELECT s.ts, s.ts::DATE, s.insert_id, site.instance_no, s.site_id, s.name,
      coalesce(kind.family, ${quoted(UNCLASSIFIED.family)}),
      CASE s.source ${clientCase} ELSE 'Other' END,
      CASE WHEN coalesce(s.user_id, 0) = 0 THEN s.anonymous_user_id ELSE s.user_id::VARCHAR END,
      s.session_id, ltrim(s.version, 'v'),
      coalesce(kind.active, ${String(UNCLASSIFIED.active)}) AND s.anonymous_user_id IS DISTINCT FROM 'backend',
      coalesce(s.is_operator, false)`,
    `FROM staged AS s JOIN site USING (site_id) LEFT JOIN kind ON kind.name = s.name
    WHERE ${NEW}
      AND NOT EXISTS (SELECT 1 FROM event AS e WHERE e.instance_no = site.instance_no AND e.insert_id = s.insert_id)`,
  ],
};

/** Keeps the new rows, and the days that they lie on. */
async function insert(connection: DuckDBConnection, name: TelemetryFile, runId: string): Promise<number> {
  const [into, select, from] = INSERT[name];
  await connection.run(`INSERT INTO changed_day SELECT DISTINCT $1, ${quoted(name)}, s.ts::DATE ${from}`, [runId]);
  const { rowsChanged } = await connection.run(`INSERT INTO ${into} ${select} ${from}`);
  return rowsChanged;
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
  numberSites: NumberSites,
): Promise<FileSummary | null> {
  const file = await telemetryFile(folder, name);
  if (file === null) return null;
  const started = new Date();
  try {
    await stage(connection, folder, file, name);
    await guard(connection, name, asOf !== null && asOf > today ? asOf : today);
    await mapSites(connection, numberSites);
    await listEvents(connection);
    await connection.run(repeats(KEY[name]));
    const [read, refused, last] = await counts(connection);
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

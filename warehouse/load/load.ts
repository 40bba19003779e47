import { stat } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { type Day, TIERS, type Tier } from "#lib/consent/model.ts";
import type { Arrival, LoadOutcome, RegistryCounts, RegistryRows, RowProblem } from "#lib/customers/model.ts";
import { AppError } from "#lib/errors.ts";
import { appender } from "#warehouse/append.ts";
import { TELEMETRY_FILES } from "#warehouse/load/files.ts";
import { LoadError } from "#warehouse/load/load-error.ts";
import { readManifest } from "#warehouse/load/manifest.ts";
import { readRegistry } from "#warehouse/load/registry.ts";
import { type ReleaseRow, readReleases } from "#warehouse/load/releases.ts";
import { type FileSummary, type FindAccounts, loadTelemetry, type NumberSites } from "#warehouse/load/telemetry.ts";
import { inTransaction, withRaw } from "#warehouse/raw.ts";
import { TABLES } from "#warehouse/schema.ts";

/** What a load needs of the registry. */
export type Registry = {
  readonly loadRegistry: (rows: RegistryRows) => Promise<LoadOutcome>;
  readonly numberSites: NumberSites;
  readonly findAccounts: FindAccounts;
  readonly recordArrivals: (arrivals: readonly Arrival[]) => Promise<void>;
};

export type LoadSummary = {
  /** Null: the folder has no registry files, or the registry held customers already (then `notice` says so). */
  readonly registry: RegistryCounts | null;
  readonly notice: string | null;
  readonly files: readonly FileSummary[];
};

/** A folder with faults in its CSV files: nothing of it was loaded. */
export class FolderProblems extends LoadError {
  readonly problems: readonly RowProblem[];
  constructor(problems: readonly RowProblem[]) {
    super(
      `Nothing was loaded: ${String(problems.length)} ${problems.length === 1 ? "fault" : "faults"} in the folder.`,
    );
    this.problems = problems;
  }
}

async function importRegistry(
  rows: RegistryRows,
  registry: Registry,
): Promise<Pick<LoadSummary, "registry" | "notice">> {
  if (Object.values(rows).every((list) => list.length === 0)) return { registry: null, notice: null };
  try {
    const outcome = await registry.loadRegistry(rows);
    if (!outcome.ok) throw new FolderProblems(outcome.problems);
    return { registry: outcome.counts, notice: null };
  } catch (error) {
    if (error instanceof AppError && error.code === "conflict") return { registry: null, notice: error.message };
    throw error;
  }
}

async function keepReleases(connection: DuckDBConnection, rows: readonly ReleaseRow[]): Promise<void> {
  if (rows.length === 0) return;
  await inTransaction(connection, async () => {
    await connection.run("DELETE FROM release");
    const releases = await appender(connection, "release", TABLES.release);
    for (const { version, minorIndex, releasedOn } of rows) releases.add([version, minorIndex, releasedOn]);
    releases.close();
  });
}

/** An instance that sent nothing for a week is silent; events count when they came in the last two days. */
const ARRIVALS = `
  WITH clock AS (SELECT coalesce(max(day), DATE '1970-01-01') AS last FROM update_check),
  pinged AS (
    SELECT site_id, min(day) AS first_day, max(day) AS last_day, arg_max(dau IS NOT NULL OR wau IS NOT NULL, ts) AS full_ping
    FROM update_check GROUP BY site_id
  ), acted AS (SELECT site_id, max(day) AS last_event FROM event GROUP BY site_id)
  SELECT site_id, first_day::VARCHAR, last_day::VARCHAR,
    CASE WHEN last_day < clock.last - 6 THEN 0 WHEN last_event >= clock.last - 1 THEN 3 WHEN full_ping THEN 2 ELSE 1 END
  FROM pinged LEFT JOIN acted USING (site_id), clock ORDER BY site_id`;

const ArrivalRows = z.array(z.tuple([z.string(), z.string(), z.string(), z.int()]));

function tier(number: number): Tier {
  return TIERS.find((known) => known === number) ?? 0;
}

async function arrivals(connection: DuckDBConnection): Promise<Arrival[]> {
  const rows = ArrivalRows.parse((await connection.runAndReadAll(ARRIVALS)).getRowsJson());
  return rows.map(([siteId, firstPing, lastPing, observed]) => ({
    siteId,
    firstPing,
    lastPing,
    observedTier: tier(observed),
  }));
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/**
 * The only way in. The CSV files count whole or not at all; a telemetry row with a fault goes to
 * quarantine and the rest is loaded; what was loaded before is not loaded twice.
 */
export async function load(
  folder: string,
  served: string,
  registry: Registry,
  today: Day,
  mode: "demo" | "production",
): Promise<LoadSummary> {
  if (!(await isFolder(folder))) throw new LoadError(`${folder} is not a folder.`);
  const manifest = await readManifest(folder);
  if (manifest.sample && mode === "production") {
    throw new LoadError("The folder holds sample data, which production refuses.");
  }
  const { rows, problems } = await readRegistry(folder);
  const releases = await readReleases(folder);
  const found = [...problems, ...releases.problems];
  if (found.length > 0) throw new FolderProblems(found);
  return withRaw(served, async (connection) => {
    const imported = await importRegistry(rows, registry);
    await keepReleases(connection, releases.rows);
    const files: FileSummary[] = [];
    const ids = { sites: registry.numberSites, accounts: registry.findAccounts };
    for (const name of TELEMETRY_FILES) {
      const summary = await loadTelemetry(connection, folder, name, manifest.as_of, today, ids);
      if (summary !== null) files.push(summary);
    }
    if (manifest.sample) await connection.run("INSERT INTO sample SELECT true WHERE NOT EXISTS (SELECT 1 FROM sample)");
    await registry.recordArrivals(await arrivals(connection));
    return { ...imported, files };
  });
}

import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { stringify } from "csv-stringify/sync";
import { appender } from "#warehouse/append.ts";
import { columnList } from "#warehouse/columns.ts";
import { dayNumber } from "#warehouse/day.ts";
import { simulate } from "#warehouse/generate/activity.ts";
import { estate } from "#warehouse/generate/estate.ts";
import { type UseDay, writeEvents } from "#warehouse/generate/events.ts";
import { writePings } from "#warehouse/generate/pings.ts";
import type { InstancePlan, Settings } from "#warehouse/generate/plan.ts";
import { random } from "#warehouse/generate/random.ts";
import { registryFiles } from "#warehouse/generate/registry-files.ts";
import { minors, releases } from "#warehouse/generate/releases.ts";
import { SettingsError } from "#warehouse/generate/settings.ts";
import { FILE_COLUMNS } from "#warehouse/schema.ts";

export type Generated = {
  readonly folder: string;
  readonly accounts: number;
  readonly instances: number;
  readonly useDays: number;
};

async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const found = await readdir(folder);
  if (found.length > 0) {
    throw new SettingsError(
      `${folder} is not empty. Give --out a new folder, so that nothing of yours is overwritten.`,
    );
  }
}

async function writeCsv(
  folder: string,
  file: string,
  header: readonly string[],
  rows: readonly unknown[],
): Promise<void> {
  await writeFile(path.join(folder, file), stringify([[...header], ...rows]));
}

/** Pings go to a table at once; use-days are kept, because their number decides how many events each gets. */
async function play(
  connection: DuckDBConnection,
  plans: readonly InstancePlan[],
  settings: Settings,
): Promise<UseDay[]> {
  const seedOf = random(settings.seed);
  const calendar = minors(settings.asOf);
  const uses: UseDay[] = [];
  await connection.run(`CREATE TABLE ping (${columnList(FILE_COLUMNS.update_checks)})`);
  const pings = await appender(connection, "ping", FILE_COLUMNS.update_checks);
  plans.forEach((plan, instance) => {
    const eventsFrom = plan.eventsFrom === null ? Number.POSITIVE_INFINITY : dayNumber(plan.eventsFrom);
    const counts = simulate(plan, settings, seedOf, (day, user, weight) => {
      if (day >= eventsFrom) uses.push({ instance, day, user, weight });
    });
    writePings(plan, counts, calendar, settings.asOf, seedOf, (row) => {
      pings.add(row);
    });
  });
  pings.close();
  return uses;
}

/** Writes a whole sample folder. The same settings give the same bytes. */
export async function generate(settings: Settings, folder: string): Promise<Generated> {
  await emptyFolder(folder);
  const { accounts, strays } = estate(settings);
  for (const { file, header, rows } of registryFiles(accounts)) await writeCsv(folder, file, header, rows);
  const dated = releases(settings.asOf).map(({ version, releasedOn }) => [version, releasedOn]);
  await writeCsv(folder, "releases.csv", ["version", "released_on"], dated);
  const plans = [...accounts.flatMap((account) => account.instances), ...strays];
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "600MB" });
  const connection = await instance.connect();
  try {
    const uses = await play(connection, plans, settings);
    const pingFile = path.join(folder, "update_checks.parquet").replaceAll("'", "''");
    await connection.run(`COPY (FROM ping ORDER BY ts, site_id) TO '${pingFile}' (FORMAT parquet, COMPRESSION zstd)`);
    const eventFile = path.join(folder, "events_usage.parquet");
    await writeEvents(connection, uses, plans, settings, minors(settings.asOf), random(settings.seed), eventFile);
    const { asOf: as_of, seed, scale } = settings;
    await writeFile(path.join(folder, "manifest.json"), `${JSON.stringify({ as_of, seed, scale, sample: true })}\n`);
    return { folder, accounts: accounts.length, instances: plans.length, useDays: uses.length };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

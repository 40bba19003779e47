import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { stringify } from "csv-stringify/sync";
import { type Appender, appender, type Plain } from "#warehouse/append.ts";
import { type Columns, columnList } from "#warehouse/columns.ts";
import { dayNumber } from "#warehouse/day.ts";
import { type DayCount, simulate } from "#warehouse/generate/activity.ts";
import { pingsSql } from "#warehouse/generate/blocks.ts";
import { countedSql, pingedSql } from "#warehouse/generate/counters.ts";
import { estate } from "#warehouse/generate/estate.ts";
import { type UseDay, writeEvents } from "#warehouse/generate/events.ts";
import { isCohortDay, listSql } from "#warehouse/generate/lists.ts";
import { SENT, writePings } from "#warehouse/generate/pings.ts";
import type { AccountPlan, InstancePlan, Settings } from "#warehouse/generate/plan.ts";
import { random } from "#warehouse/generate/random.ts";
import { registryFiles } from "#warehouse/generate/registry-files.ts";
import { minors, releases } from "#warehouse/generate/releases.ts";
import { SettingsError } from "#warehouse/generate/settings.ts";
import { answers } from "#warehouse/generate/survey.ts";
import { tickets } from "#warehouse/generate/tickets.ts";
import { writeParquet } from "#warehouse/generate/write.ts";
import { FILE_COLUMNS } from "#warehouse/schema.ts";
import { PING_LIST_NAMES } from "#warehouse/schema-pings.ts";

export type Generated = {
  readonly folder: string;
  readonly accounts: number;
  readonly instances: number;
  readonly useDays: number;
};

type Placed = { readonly plan: InstancePlan; readonly account: AccountPlan | null };

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

const DAY_COUNT = {
  instance: "INTEGER",
  day: "INTEGER",
  week: "INTEGER",
  month: "INTEGER",
  dau: "BIGINT",
  wau: "BIGINT",
  mau: "BIGINT",
  registered: "BIGINT",
  accounts: "BIGINT",
  created: "BIGINT",
  deleted: "BIGINT",
  retained: "BIGINT",
  resurrected: "BIGINT",
  churned: "BIGINT",
} as const;

const SITE = {
  instance: "INTEGER",
  site_id: "VARCHAR",
  deploy_type: "VARCHAR",
  users: "INTEGER",
  born: "INTEGER",
  /** Days for which it existed before the sample begins. */
  older: "INTEGER",
  /** Code Insights comes with the larger plan, Batch Changes with any. */
  licensed: "BOOLEAN",
  has_batch: "BOOLEAN",
  is_dotcom: "BOOLEAN",
} as const;

const COHORT = {
  instance: "INTEGER",
  day: "INTEGER",
  cohort_week: "INTEGER",
  week_no: "INTEGER",
  cohort_size: "INTEGER",
  retained: "INTEGER",
} as const;

async function table(connection: DuckDBConnection, name: string, columns: Columns): Promise<Appender> {
  await connection.run(`CREATE TABLE ${name} (${columnList(columns)})`);
  return await appender(connection, name, columns);
}

function siteRow({ plan, account }: Placed, instance: number, settings: Settings): Plain[] {
  const born = dayNumber(plan.from);
  const older = Math.max(0, dayNumber(settings.start) - born);
  const enterprise = account?.licences.some((licence) => licence.plan === "enterprise") ?? false;
  const own = account?.type === "internal";
  const paid = (account?.licences.length ?? 0) > 0 || account?.type === "prospect";
  const about = [enterprise || own, paid || own, plan.hosting === "dotcom"];
  return [instance, plan.siteId, plan.deployType, plan.users, born, older, ...about];
}

function countRow(instance: number, { day, week, month, growth, ...count }: DayCount): Plain[] {
  const { dau, wau, mau, registered, accounts } = count;
  const { created, deleted, retained, resurrected, churned } = growth ?? UNKNOWN;
  return [
    instance,
    day,
    week,
    month,
    dau,
    wau,
    mau,
    registered,
    accounts,
    created,
    deleted,
    retained,
    resurrected,
    churned,
  ];
}

const UNKNOWN = { created: null, deleted: null, retained: null, resurrected: null, churned: null } as const;

/** What was counted goes to tables at once; use-days are kept, because their number decides how many events each gets. */
async function play(connection: DuckDBConnection, placed: readonly Placed[], settings: Settings): Promise<UseDay[]> {
  const seedOf = random(settings.seed);
  const calendar = minors(settings.asOf);
  const uses: UseDay[] = [];
  const sites = await table(connection, "site", SITE);
  const counted = await table(connection, "day_count", DAY_COUNT);
  const sent = await table(connection, "sent", SENT);
  const cohort = await table(connection, "cohort", COHORT);
  placed.forEach((one, instance) => {
    const { plan } = one;
    const eventsFrom = plan.eventsFrom === null ? Number.POSITIVE_INFINITY : dayNumber(plan.eventsFrom);
    const played = simulate(
      plan,
      settings,
      seedOf,
      (day, user, weight) => {
        if (day >= eventsFrom) uses.push({ instance, day, user, weight });
      },
      (day) => isCohortDay(day, settings),
    );
    sites.add(siteRow(one, instance, settings));
    for (const count of played.counts) counted.add(countRow(instance, count));
    for (const [day, cohorts] of played.cohorts) {
      for (const { week, size, retained } of cohorts)
        retained.forEach((number, weekNo) => {
          cohort.add([instance, day, week, weekNo, size, number]);
        });
    }
    writePings(plan, instance, played.counts, calendar, settings.asOf, seedOf, (row) => {
      sent.add(row);
    });
  });
  for (const rows of [sites, counted, sent, cohort]) rows.close();
  return uses;
}

async function writeAccountFiles(
  connection: DuckDBConnection,
  accounts: readonly AccountPlan[],
  settings: Settings,
  folder: string,
): Promise<void> {
  const seedOf = random(settings.seed);
  const made = { tickets: tickets(accounts, settings, seedOf), nps_responses: answers(accounts, settings, seedOf) };
  for (const name of ["tickets", "nps_responses"] as const) {
    const rows = await table(connection, name, FILE_COLUMNS[name]);
    for (const row of made[name]) rows.add(row);
    rows.close();
    await writeParquet(connection, folder, name, FILE_COLUMNS[name], `FROM ${name} ORDER BY ALL`);
  }
}

async function writeTelemetry(connection: DuckDBConnection, settings: Settings, folder: string): Promise<void> {
  await connection.run(`CREATE TABLE counted AS ${countedSql()}`);
  await connection.run(`CREATE TABLE pinged AS ${pingedSql()}`);
  await writeParquet(connection, folder, "update_checks", FILE_COLUMNS.update_checks, pingsSql());
  for (const list of PING_LIST_NAMES)
    await writeParquet(connection, folder, list, FILE_COLUMNS[list], listSql(list, settings));
}

/** Writes a whole sample folder. The same settings give the same bytes. */
export async function generate(settings: Settings, folder: string): Promise<Generated> {
  await emptyFolder(folder);
  const { accounts, strays } = estate(settings);
  for (const { file, header, rows } of registryFiles(accounts)) await writeCsv(folder, file, header, rows);
  const dated = releases(settings.asOf).map(({ version, releasedOn }) => [version, releasedOn]);
  await writeCsv(folder, "releases.csv", ["version", "released_on"], dated);
  const placed: Placed[] = [
    ...accounts.flatMap((account) => account.instances.map((plan) => ({ plan, account }))),
    ...strays.map((plan) => ({ plan, account: null })),
  ];
  const plans = placed.map(({ plan }) => plan);
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "600MB" });
  const connection = await instance.connect();
  try {
    const uses = await play(connection, placed, settings);
    await writeTelemetry(connection, settings, folder);
    await writeAccountFiles(connection, accounts, settings, folder);
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

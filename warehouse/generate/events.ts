import type { DuckDBConnection } from "@duckdb/node-api";
import { appender } from "#warehouse/append.ts";
import { dayNumber } from "#warehouse/day.ts";
import { isAnonymous } from "#warehouse/generate/activity.ts";
import { BUILDERS, EVERYDAY, FIRST } from "#warehouse/generate/event-mix.ts";
import { upgradeDelay, versionOn } from "#warehouse/generate/pings.ts";
import type { InstancePlan, Settings } from "#warehouse/generate/plan.ts";
import type { Random } from "#warehouse/generate/random.ts";
import { type Minor } from "#warehouse/generate/releases.ts";

/** A user's day of use on an instance, to become a handful of events. */
export type UseDay = {
  readonly instance: number;
  readonly day: number;
  readonly user: number;
  readonly weight: number;
};

const FEWEST_PER_DAY = 2.2;
const OPERATOR = 900_001;

const USE_DAY = {
  instance: "INTEGER",
  day: "INTEGER",
  user_id: "INTEGER",
  anonymous: "BOOLEAN",
  operator: "BOOLEAN",
  events: "INTEGER",
  version: "VARCHAR",
} as const;

/** How many events a use-day gets; where that would be too few, fewer users are in the sample. */
function portion(uses: readonly UseDay[], wanted: number): { share: number; scale: number } {
  const share = Math.min(1, wanted / (FEWEST_PER_DAY * Math.max(1, uses.length)));
  const weight = uses.reduce((sum, use) => sum + use.weight, 0) * share;
  return { share, scale: Math.max(0, wanted - uses.length * share) / Math.max(1, weight) };
}

function inSample(use: UseDay, share: number): boolean {
  return ((use.user * 7919 + use.instance * 104_729) % 1000) / 1000 < share;
}

async function writeUseDays(
  connection: DuckDBConnection,
  uses: readonly UseDay[],
  plans: readonly InstancePlan[],
  settings: Settings,
  minors: readonly Minor[],
  seedOf: Random,
): Promise<void> {
  const { share, scale } = portion(uses, settings.events);
  const rnd = seedOf.fork("events");
  const rows = await appender(connection, "use_day", USE_DAY);
  const delays = plans.map((plan) => upgradeDelay(plan, seedOf.fork(`pings ${plan.siteId}`).fork("delay")));
  const versions = new Map<string, string>();
  for (const use of uses) {
    const plan = plans[use.instance];
    if (plan === undefined || !inSample(use, share)) continue;
    const key = `${String(use.instance)} ${String(use.day)}`;
    const version = versions.get(key) ?? versionOn(minors, plan, use.day, delays[use.instance] ?? 0).text;
    if (!versions.has(key) && rnd.chance(0.05)) {
      rows.add([use.instance, use.day, OPERATOR, false, true, 2, version]);
    }
    versions.set(key, version);
    const events = 1 + Math.floor(use.weight * scale * (0.5 + rnd.next()) + rnd.next() * 0.99);
    rows.add([use.instance, use.day, use.user, isAnonymous(use.user), false, events, version]);
  }
  rows.close();
}

const list = (names: readonly string[]): string => `[${names.map((name) => `'${name}'`).join(",")}]`;
const draw = (names: readonly string[], bits: number): string =>
  `list_extract(${list(names)}, ((h >> ${String(bits)}) % ${String(names.length)} + 1)::INTEGER)`;

/** Each event is drawn from a hash of its place, so the order of work does not change it. */
function expand(seed: number): string {
  return `
    WITH drawn AS (
      SELECT u.*, k, hash(${String(seed)}, instance, day, user_id, k) AS h
      FROM use_day AS u, unnest(range(events)) AS r(k)
    ), named AS (
      SELECT *, CASE WHEN k = 0 THEN ${draw(FIRST, 8)} WHEN user_id % 5 = 0 THEN ${draw(BUILDERS, 8)}
        ELSE ${draw(EVERYDAY, 8)} END AS name
      FROM drawn
    )
    SELECT
      make_timestamp((day::BIGINT * 86400 + 25200 + (h % 21600)::BIGINT + ((h >> 24) % 21600)::BIGINT) * 1000000) AS ts,
      (h >> 12)::BIGINT AS insert_id,
      s.site_id,
      name,
      CASE WHEN name IN ('IDESearchSubmitted', 'ExtensionActivation') THEN 'IDEEXTENSION'
        WHEN name = 'BrowserExtensionInstalled' OR (name = 'hover' AND h % 5 = 0) THEN 'CODEHOSTINTEGRATION'
        ELSE 'WEB' END AS source,
      CASE WHEN anonymous THEN 0 ELSE user_id END::BIGINT AS user_id,
      substr(md5(concat(${String(seed)}, '/', instance, '/', user_id)), 1, 20) AS anonymous_user_id,
      (hash(instance, day, user_id, k // 12) >> 12)::BIGINT AS session_id,
      version,
      operator AS is_operator
    FROM named JOIN site AS s USING (instance)`;
}

/** Rows that a careless release might send; the loader must refuse each. */
const REFUSED = `
  SELECT make_timestamp((day * 86400 + 43200)::BIGINT * 1000000), n, (SELECT site_id FROM site WHERE instance = 0), name,
    'WEB', 1, anonymous, 1, '5.0.0', false
  FROM (VALUES (1, 'ViewBlob', 'someone@example.org'), (2, 'https://example.org/search?q=x', 'a1'),
    (3, '/src/main/app.ts', 'a1'), (4, 'function(){return 1}', 'a1')) AS bad(n, name, anonymous)`;

/** Writes events_usage.parquet: the events of every use-day, one batch sent twice, and four rows to refuse. */
export async function writeEvents(
  connection: DuckDBConnection,
  uses: readonly UseDay[],
  plans: readonly InstancePlan[],
  settings: Settings,
  minors: readonly Minor[],
  seedOf: Random,
  file: string,
): Promise<void> {
  await connection.run(
    "CREATE TABLE use_day (instance INTEGER, day INTEGER, user_id INTEGER, anonymous BOOLEAN, operator BOOLEAN, events INTEGER, version VARCHAR)",
  );
  await writeUseDays(connection, uses, plans, settings, minors, seedOf);
  const twice = dayNumber(settings.asOf) - 20;
  await connection.run(`
    COPY (
      WITH sent AS (${expand(settings.seed)})
      SELECT * FROM sent
      UNION ALL SELECT sent.* FROM sent JOIN site USING (site_id)
        WHERE instance = 0 AND ts::DATE = DATE '1970-01-01' + ${String(twice)}
      UNION ALL ${REFUSED.replace("day *", `${String(twice)}::BIGINT *`)}
      ORDER BY ts, site_id, insert_id, name
    ) TO '${file.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`);
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { generate } from "#warehouse/generate/folder.ts";
import { settings } from "#warehouse/generate/settings.ts";
import { readRegistry } from "#warehouse/load/registry.ts";
import { PING_BLOCKS, PING_LIST_NAMES } from "#warehouse/schema-pings.ts";

const WISH = { scale: "ci", asOf: "2026-11-21", seed: "7" };
let root = "";
let connection: DuckDBConnection;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "candor-blocks-"));
  const folder = path.join(root, "folder");
  await generate({ ...settings(WISH, new Date("2026-11-22T10:00:00Z")), events: 2000 }, folder);
  connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const name of ["update_checks", ...PING_LIST_NAMES, "tickets", "nps_responses", "events_usage"])
    await connection.run(`CREATE VIEW ${name} AS FROM '${path.join(folder, `${name}.parquet`)}'`);
  await connection.run("CREATE VIEW ping AS SELECT * FROM update_checks");
}, 120_000);

afterAll(async () => {
  connection.closeSync();
  await rm(root, { recursive: true, force: true });
});

async function rows(sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRowsJson();
}

async function count(from: string): Promise<number> {
  const [[number] = []] = await rows(`SELECT count(*)::DOUBLE FROM ${from}`);
  return z.number().parse(number);
}

describe("what an instance says of itself agrees with itself", () => {
  test.each([
    ["searchers are users", "day_search_users > dau OR week_search_users > wau OR month_search_users > mau"],
    ["who is not signed in is the rest", "anonymous + registered <> mau"],
    ["code intelligence users are users", "codeintel_waus > wau"],
    [
      "precise and search-based users are among all",
      "greatest(codeintel_precise_waus, codeintel_search_waus) > codeintel_waus",
    ],
    ["and everybody is one of both", "codeintel_precise_waus + codeintel_search_waus < codeintel_waus"],
    [
      "repositories with an index are repositories",
      "repos_with_index > repos OR repos_with_fresh_index > repos_with_index",
    ],
    ["merged changesets were published", "changesets_merged > changesets_published"],
    ["published changesets have specs", "changesets_published + changesets_unpublished > changeset_specs_created"],
    ["contributors use Batch Changes", "batch_contributors > batch_users OR batch_users > mau"],
    [
      "creators of insights saw them",
      "insights_creators > insights_viewers OR insights_first_time_creators > insights_creators",
    ],
    ["runs that failed ran", "monitor_runs_failed > monitor_runs OR monitor_p50_seconds > monitor_p90_seconds"],
    ["extension users are users", "extension_users > wau"],
    ["who came back was here", "retained_users + resurrected_users > registered"],
    ["the counts of a month hold those of a day", "day_searches > month_searches OR day_searches > week_searches"],
  ])("%s", async (_what, against) => {
    expect(await count(`ping WHERE ${against}`)).toBe(0);
  });

  test("retained, resurrected and new users are the users of the month", async () => {
    const within = "FROM ping WHERE created_users IS NOT NULL AND day(ts + INTERVAL 1 DAY) = 1";
    const [[off, users] = []] = await rows(`
      SELECT sum(registered - retained_users - resurrected_users)::DOUBLE, sum(registered)::DOUBLE ${within}`);
    const [[created] = []] = await rows(`SELECT sum(created_users)::DOUBLE ${within}`);
    expect(z.number().parse(off)).toBeGreaterThanOrEqual(0);
    expect(z.number().parse(off)).toBeLessThanOrEqual(z.number().parse(created));
    expect(z.number().parse(users)).toBeGreaterThan(10_000);
  });

  test.each([
    "notebook_views",
    "notebooks_created",
    "changesets_published",
    "changesets_merged",
    "batch_changes",
    "batch_changes_closed",
    "saved_search_notifications",
  ])("%s never falls", async (column) => {
    const before = `lag(${column}) OVER (PARTITION BY site_id ORDER BY ts)`;
    expect(await count(`(SELECT ${column} < ${before} AS fell FROM ping) WHERE fell`)).toBe(0);
    expect(await count(`(SELECT ${column} > ${before} AS rose FROM ping) WHERE rose`)).toBeGreaterThan(100);
  });

  test("months and weeks begin anew", async () => {
    const [[first, last] = []] = await rows(`
      SELECT avg(month_searches) FILTER (WHERE day(ts) = 2)::DOUBLE, avg(month_searches) FILTER (WHERE day(ts) = 28)::DOUBLE
      FROM ping WHERE mau > 50`);
    expect(z.number().parse(last)).toBeGreaterThan(5 * z.number().parse(first));
  });

  test("searches by type come to about all searches", async () => {
    const [[share] = []] = await rows(`
      SELECT (SELECT sum(searches) FROM search_type) / (SELECT sum(day_searches) FROM ping
        WHERE (site_id, ts) IN (SELECT (site_id, ts) FROM search_type))::DOUBLE`);
    expect(z.coerce.number().parse(share)).toBeGreaterThan(0.85);
    expect(z.coerce.number().parse(share)).toBeLessThan(1.15);
    expect(await count("search_type WHERE NOT (p50_ms < p90_ms AND p90_ms < p99_ms) OR users > month_users")).toBe(0);
  });

  test("a cohort keeps at most whom it had, and all were there in the first week or came later", async () => {
    expect(await count("retention_cohort WHERE retained > cohort_size")).toBe(0);
    expect(await count("retention_cohort WHERE retained > 0 AND week_no > 3")).toBeGreaterThan(100);
    expect(await count("retention_cohort WHERE cohort_week + (7 * (week_no::INTEGER + 2)) > ts::DATE + 1")).toBe(0);
  });
});

describe("what is not sent is not there, rather than zero", () => {
  test("an instance on critical pings says only what is critical", async () => {
    const full = Object.entries(PING_BLOCKS).flatMap(([block, columns]) =>
      block === "critical" ? [] : Object.keys(columns),
    );
    const said = full.map((column) => `${column} IS NOT NULL`).join(" OR ");
    expect(await count(`ping WHERE dau IS NULL AND (${said})`)).toBe(0);
    expect(await count("ping WHERE dau IS NULL AND git_bytes > 0 AND indexed_lines > 0")).toBeGreaterThan(1000);
  });

  test("an older release does not know the newer blocks", async () => {
    const minor = "split_part(version, '.', 1)::INTEGER * 100 + split_part(version, '.', 2)::INTEGER";
    expect(await count(`ping WHERE ${minor} < 337 AND notebook_views IS NOT NULL`)).toBe(0);
    expect(await count(`ping WHERE ${minor} < 337 AND dau IS NOT NULL AND notebook_views IS NULL`)).toBeGreaterThan(
      100,
    );
    expect(await count(`ping WHERE ${minor} >= 337 AND dau IS NOT NULL AND notebook_views IS NULL`)).toBe(0);
  });

  test("Code Insights comes with the larger plan only, Batch Changes with any", async () => {
    const { rows: registry } = await readRegistry(path.join(root, "folder"));
    const sites = (plan: string): string => {
      const refs = new Set(registry.licences.filter((one) => one.plan === plan).map((one) => one.accountRef));
      const found = registry.instances.filter(({ accountRef }) => accountRef !== null && refs.has(accountRef));
      return found.map(({ siteId }) => `'${siteId}'`).join(",");
    };
    expect(await count(`ping WHERE site_id IN (${sites("business")}) AND insights_viewers IS NOT NULL`)).toBe(0);
    expect(await count(`ping WHERE site_id IN (${sites("enterprise")}) AND insights_viewers > 0`)).toBeGreaterThan(100);
    expect(await count(`ping WHERE site_id IN (${sites("business")}) AND changesets_merged > 0`)).toBeGreaterThan(100);
  });
});

describe("beside the pings", () => {
  test("an airgapped customer has tickets and answers to the survey", async () => {
    const { rows: registry } = await readRegistry(path.join(root, "folder"));
    const ref = registry.accounts.find(({ name }) => name === "Ironvale Defence")?.accountRef ?? "";
    expect(await count(`tickets WHERE account_ref = '${ref}'`)).toBeGreaterThan(3);
    expect(await count(`nps_responses WHERE account_ref = '${ref}' AND site_id IS NULL`)).toBeGreaterThan(3);
    expect(await count(`ping WHERE site_id IN (SELECT site_id FROM tickets WHERE account_ref = '${ref}')`)).toBe(0);
  });

  test("tickets are answered and solved after they were opened, urgent ones sooner", async () => {
    expect(await count("tickets WHERE first_response_at < created_at OR solved_at < first_response_at")).toBe(0);
    const [[urgent, other] = []] = await rows(`
      SELECT median(date_diff('minute', created_at, first_response_at)) FILTER (WHERE priority = 'p1')::DOUBLE,
        median(date_diff('minute', created_at, first_response_at)) FILTER (WHERE priority = 'p3')::DOUBLE FROM tickets`);
    expect(z.number().parse(other)).toBeGreaterThan(2 * z.number().parse(urgent));
    expect(await count("tickets WHERE status = 'open' OR status = 'pending'")).toBeGreaterThan(10);
    expect(await count("tickets WHERE sla_met")).toBeGreaterThan(
      0.8 * (await count("tickets WHERE sla_met IS NOT NULL")),
    );
  });

  test("only dotcom has organisations, and its members are more than those who are active", async () => {
    expect(await count("(SELECT DISTINCT site_id FROM organization)")).toBe(1);
    expect(await count("organization WHERE month_active_members > members OR created_on > ts::DATE")).toBe(0);
  });
});

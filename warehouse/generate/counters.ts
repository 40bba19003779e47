import { about, trait, whole } from "#warehouse/generate/draw.ts";
import { PINGS_PER_DAY } from "#warehouse/generate/pings.ts";

/** What is done on a day, and so what an all-time counter rises by; those that can only be a part of another follow it. */
const PER_DAY: Readonly<Record<string, string>> = {
  searches: `round(dau * (2 + 5 * ${trait("searches")}) * ${about("searches", 0.2)})`,
  notebook_views: whole(`dau * 0.12 * ${trait("notebooks")}`, "notebook views"),
  notebooks_created: whole(`dau * 0.006 * ${trait("notebooks")}`, "notebooks"),
  tour: whole(`coalesce(created, 0) * 0.02`, "tour"),
  notifications: whole(`accounts * 0.03 * ${trait("saved searches")}`, "notifications"),
  batch_created: whole(`dau * 0.012 * ${trait("batch")}`, "batch"),
  changesets: `round(${whole(`dau * 0.012 * ${trait("batch")}`, "batch")} * (4 + 24 * ${trait("batch size")}) * ${about("batch size", 0.5)})`,
  bulk: whole(`dau * 0.004 * ${trait("batch")}`, "bulk"),
  executor_minutes: `round(${whole(`dau * 0.012 * ${trait("batch")}`, "batch")} * 12 * ${about("executor", 0.6)})`,
};

const sums = (names: readonly string[], by: string, as: string): string[] =>
  names.map((name) => `(sum(${name}) OVER (PARTITION BY ${by} ORDER BY day))::BIGINT AS ${as}_${name}`);

/**
 * From the users of each instance and day to what they did, and what all-time counters stand at: they begin with
 * what the instance did before the sample does, in as many days as it is older.
 */
export function countedSql(): string {
  const names = Object.keys(PER_DAY);
  const done = Object.entries(PER_DAY).map(([name, expr]) => `(${expr})::BIGINT AS ${name}`);
  const before = names.map((name) => `(avg(${name}) OVER (PARTITION BY instance) * older)::BIGINT AS old_${name}`);
  const all = names.map((name) => `old_${name} + all_${name} AS all_${name}`);
  return `
    WITH done AS (
      SELECT c.*, s.site_id, s.older, s.users, s.licensed, s.has_batch, s.deploy_type, s.is_dotcom,
        day - born AS age, ${done.join(",\n        ")}
      FROM day_count AS c JOIN site AS s USING (instance)
    ), summed AS (
      SELECT *, ${sums(names, "instance", "all").join(",\n        ")},
        ${sums(["searches", "executor_minutes"], "instance, month", "month").join(",\n        ")},
        ${sums(["searches"], "instance, week", "week").join(",\n        ")},
        ${before.join(",\n        ")}
      FROM done
    )
    SELECT * REPLACE (${all.join(", ")}) FROM summed`;
}

/** The pings with all that was counted by then; of the running day only the part that is over. */
export function pingedSql(): string {
  const part = `(passed / ${String(PINGS_PER_DAY)}.0)`;
  return `
    SELECT p.ts, p.is_full, p.version, p.minor, p.has_update, p.passed, k.* EXCLUDE (dau, searches, month_searches, week_searches),
      round(k.dau * ${part})::BIGINT AS dau,
      round(k.searches * ${part})::BIGINT AS searches,
      k.month_searches - k.searches + round(k.searches * ${part})::BIGINT AS month_searches,
      k.week_searches - k.searches + round(k.searches * ${part})::BIGINT AS week_searches
    FROM sent AS p JOIN counted AS k USING (instance, day) ORDER BY p.ts, k.site_id`;
}

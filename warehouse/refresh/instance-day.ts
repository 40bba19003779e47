import { PING_COLUMNS } from "#warehouse/schema-pings.ts";

/**
 * The mart of pings: one row per instance, UTC day sent and month described, with the values of the
 * last ping. `dau` stands only where that ping spoke of its own day.
 */
export function instanceDay(from: string): string {
  const said = ["version", "deploy_type", "mau_month", "mau", "registered", "total_user_accounts", "wau_week", "wau"];
  const picked = [...said, ...Object.keys(PING_COLUMNS)].map((column) => `u.${column}`);
  return `
    WITH u AS (SELECT * FROM ${from}), last AS (
      SELECT instance_no, max(ts) AS ts, count(*) AS pings FROM u GROUP BY instance_no, day, mau_month
    )
    SELECT u.day, u.instance_no, u.site_id, last.pings, u.ts AS last_ts,
      CASE WHEN u.dau_day = u.day THEN u.dau END AS dau, ${picked.join(", ")}
    FROM u JOIN last USING (instance_no, ts)`;
}

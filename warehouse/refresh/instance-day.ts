import { PING_COLUMNS } from "#warehouse/schema-pings.ts";

/**
 * The mart of pings: one row per instance, UTC day sent and month described, with the values of the
 * last ping. `dau` stands only where that ping spoke of its own day.
 */
export function instanceDay(from: string): string {
  return `
    SELECT day, instance_no, site_id, version, deploy_type, pings, ts AS last_ts, mau_month, mau, registered,
      total_user_accounts, wau_week, wau, CASE WHEN dau_day = day THEN dau END AS dau,
      ${Object.keys(PING_COLUMNS).join(", ")}
    FROM (
      SELECT *, count(*) OVER same AS pings, row_number() OVER (same ORDER BY ts DESC) AS place
      FROM ${from} WINDOW same AS (PARTITION BY instance_no, day, mau_month)
    )
    WHERE place = 1`;
}

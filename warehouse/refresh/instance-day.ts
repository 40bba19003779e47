import { PING_COLUMNS } from "#warehouse/schema-pings.ts";

const minorOf = (version: string) => `regexp_extract(${version}, '^v?([0-9]+[.][0-9]+)', 1)`;

/**
 * The mart of pings: one row per instance, UTC day sent and month described, with the values of the
 * last ping. `dau` stands only where that ping spoke of its own day. `minors_behind` counts the minor releases from the
 * instance's own to the newest of that day (3.43 to 4.0 is one); null for a version that is no release.
 */
export function instanceDay(from: string, release: string): string {
  const said = ["version", "deploy_type", "mau_month", "mau", "registered", "total_user_accounts", "wau_week", "wau"];
  const picked = [...said, ...Object.keys(PING_COLUMNS)].map((column) => `u.${column}`);
  return `
    WITH u AS (SELECT * FROM ${from}), last AS (
      SELECT instance_no, max(ts) AS ts, count(*) AS pings FROM u GROUP BY instance_no, day, mau_month
    ), own AS (
      SELECT ${minorOf("version")} AS minor, max(minor_index) AS place FROM ${release} GROUP BY minor
    ), newest AS (
      SELECT d.day, max(r.minor_index) AS place
      FROM (SELECT DISTINCT day FROM u) AS d JOIN ${release} AS r ON r.released_on <= d.day GROUP BY d.day
    )
    SELECT u.day, u.instance_no, u.site_id, last.pings, u.ts AS last_ts,
      CASE WHEN u.dau_day = u.day THEN u.dau END AS dau,
      CASE WHEN newest.place > own.place THEN newest.place - own.place WHEN own.place IS NOT NULL THEN 0 END
        AS minors_behind,
      ${picked.join(", ")}
    FROM u JOIN last USING (instance_no, ts)
      LEFT JOIN own ON own.minor = ${minorOf("u.version")} LEFT JOIN newest ON newest.day = u.day`;
}

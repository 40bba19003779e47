/** What each rollup must come to, counted in the events themselves. Each SELECT gives the rows that speak against it. */

const COUNTS = `count(*) FILTER (NOT is_operator) AS events,
  count(DISTINCT user_key) FILTER (NOT is_operator) AS users,
  count(DISTINCT user_key) FILTER (counts_as_active AND NOT is_operator) AS active_users`;

function differ(one: string, other: string): string {
  return `SELECT count(*) FROM ((${one} EXCEPT ALL ${other}) UNION ALL (${other} EXCEPT ALL ${one}))`;
}

function periods(detail: string, family: string, client: string): string {
  const counted = ["day", "week", "month"].map(
    (grain) => `SELECT '${grain}' AS grain, date_trunc('${grain}', day)::DATE AS start, instance_no, site_id,
      ${family} AS family, ${client} AS client, ${COUNTS} FROM event GROUP BY ALL`,
  );
  const kept = `SELECT grain, start, instance_no, site_id, family, client, events, users, active_users
    FROM event_period WHERE detail = '${detail}'`;
  return differ(kept, `SELECT * FROM (${counted.join(" UNION ALL ")})`);
}

function masks(detail: string, family: string, client: string): string {
  const kept = `SELECT month + d::INTEGER AS day, instance_no, user_key, family, client, active_days & (1 << d) <> 0 AS active
    FROM user_month JOIN event_user USING (instance_no, user_no), range(31) AS r(d)
    WHERE detail = '${detail}' AND (seen_days | active_days) & (1 << d) <> 0`;
  const counted = `SELECT day, instance_no, user_key, ${family} AS family, ${client} AS client,
      bool_or(counts_as_active) AS active
    FROM event WHERE user_key IS NOT NULL AND NOT is_operator GROUP BY ALL`;
  return differ(kept, `SELECT * FROM (${counted})`);
}

const NAMES = differ(
  "SELECT day, instance_no, site_id, name, family, client, events, users FROM event_day",
  `SELECT day, instance_no, site_id, name, family, client, count(*) FILTER (NOT is_operator),
    count(DISTINCT user_key) FILTER (NOT is_operator) FROM event GROUP BY ALL`,
);

const NAMED_USERS = differ(
  `SELECT day, instance_no, name, family, client, user_no FROM (
     UNPIVOT event_day ON user_1, user_2, user_3, user_4, user_5 INTO NAME place VALUE user_no)`,
  `SELECT day, instance_no, name, family, client, user_no FROM (
     SELECT DISTINCT day, instance_no, name, family, client, user_no
     FROM event JOIN event_user USING (instance_no, user_key) WHERE NOT is_operator
   ) QUALIFY row_number() OVER (PARTITION BY day, instance_no, name, family, client ORDER BY user_no) <= 5`,
);

const SHAPES = [
  ["none", "NULL", "NULL"],
  ["family", "family", "NULL"],
  ["client", "NULL", "client"],
  ["both", "family", "client"],
] as const;

function sum(parts: readonly string[]): string {
  return `SELECT ${parts.map((part) => `(${part})`).join(" + ")}`;
}

export const ROLLUPS: Readonly<Record<string, string>> = {
  "a user has one number": `
    SELECT (SELECT count(*) - count(DISTINCT user_no) FROM event_user)
      + (SELECT count(*) FROM (SELECT 1 FROM event_user GROUP BY instance_no, user_key HAVING count(*) > 1))`,
  "days, weeks and months of events equal the events they were built from": sum(
    SHAPES.map(([detail, family, client]) => periods(detail, family, client)),
  ),
  "the days of users equal the events they were built from": sum(
    SHAPES.map(([detail, family, client]) => masks(detail, family, client)),
  ),
  "days of events by name equal the events they were built from": sum([NAMES, NAMED_USERS]),
};

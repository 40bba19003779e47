WITH f0_whole AS (
  SELECT
    s.start AS period,
    i.hosting AS c0,
    s.family AS c1,
    s.events,
    s.users,
    s.active_users
  FROM {{warehouse}}.event_period AS s
  INNER JOIN {{snapshot}}.interval AS i
    ON i.instance_no = s.instance_no
    AND s.start >= i.valid_from
    AND CAST(LEAST(s.start + INTERVAL 1 MONTH, CAST($1 AS DATE)) AS DATE) - 1 < i.valid_to
    AND i.level >= 3
  WHERE s.grain = $2
    AND s.detail = $3
    AND s.start >= CAST($4 AS DATE)
    AND s.start < CAST($1 AS DATE)
    AND i.account_type IN ($5, $6, $7)
    AND i.environment = $8
),
f0_span AS (
  SELECT
    v.period,
    v.month,
    v.from_day,
    v.to_day,
    v.whole_from,
    v.whole_to
  FROM (VALUES (CAST($4 AS DATE), CAST($4 AS DATE), CAST($4 AS DATE), CAST($11 AS DATE), CAST($4 AS DATE), CAST($11 AS DATE)), (CAST($11 AS DATE), CAST($11 AS DATE), CAST($11 AS DATE), CAST($12 AS DATE), CAST($11 AS DATE), CAST($12 AS DATE)), (CAST($12 AS DATE), CAST($12 AS DATE), CAST($12 AS DATE), CAST($13 AS DATE), CAST($12 AS DATE), CAST($13 AS DATE)), (CAST($13 AS DATE), CAST($13 AS DATE), CAST($13 AS DATE), CAST($14 AS DATE), CAST($13 AS DATE), CAST($14 AS DATE)), (CAST($14 AS DATE), CAST($14 AS DATE), CAST($14 AS DATE), CAST($15 AS DATE), CAST($14 AS DATE), CAST($15 AS DATE)), (CAST($15 AS DATE), CAST($15 AS DATE), CAST($15 AS DATE), CAST($16 AS DATE), CAST($15 AS DATE), CAST($16 AS DATE)), (CAST($16 AS DATE), CAST($16 AS DATE), CAST($16 AS DATE), CAST($17 AS DATE), CAST($16 AS DATE), CAST($17 AS DATE)), (CAST($17 AS DATE), CAST($17 AS DATE), CAST($17 AS DATE), CAST($18 AS DATE), CAST($17 AS DATE), CAST($18 AS DATE)), (CAST($18 AS DATE), CAST($18 AS DATE), CAST($18 AS DATE), CAST($19 AS DATE), CAST($18 AS DATE), CAST($19 AS DATE)), (CAST($19 AS DATE), CAST($19 AS DATE), CAST($19 AS DATE), CAST($20 AS DATE), CAST($19 AS DATE), CAST($20 AS DATE)), (CAST($20 AS DATE), CAST($20 AS DATE), CAST($20 AS DATE), CAST($21 AS DATE), CAST($20 AS DATE), CAST($21 AS DATE)), (CAST($21 AS DATE), CAST($21 AS DATE), CAST($21 AS DATE), CAST($1 AS DATE), CAST($21 AS DATE), CAST($1 AS DATE))) AS v(period, month, from_day, to_day, whole_from, whole_to)
),
f0_span_open AS (
  SELECT
    v.period,
    v.month,
    i.instance_no,
    GREATEST(v.from_day, i.valid_from) AS from_day,
    LEAST(v.to_day, i.valid_to) AS to_day,
    i.hosting AS c0,
    CAST(NULL AS VARCHAR) AS c1
  FROM f0_span AS v
  INNER JOIN {{snapshot}}.interval AS i
    ON i.valid_from < v.to_day
    AND i.valid_to > v.from_day
    AND i.level >= 3
  WHERE i.account_type IN ($5, $6, $7)
    AND i.environment = $8
    AND NOT COALESCE(i.valid_from <= v.whole_from AND i.valid_to >= v.whole_to, FALSE)
),
f0_open AS (
  SELECT
    r.*,
    ((CAST(1 AS BIGINT) << DATE_DIFF('day', r.from_day, r.to_day)) - 1) << DATE_DIFF('day', r.month, r.from_day) AS days
  FROM f0_span_open AS r
),
f0_days AS (
  SELECT
    o.period,
    o.c0,
    s.family AS c1,
    s.events
  FROM {{warehouse}}.event_period AS s
  INNER JOIN f0_open AS o
    ON s.instance_no = o.instance_no
    AND s.start >= o.from_day
    AND s.start < o.to_day
  WHERE s.grain = $10
    AND s.detail = $3
    AND s.start >= CAST($4 AS DATE)
    AND s.start < CAST($1 AS DATE)
),
f0_people AS (
  SELECT
    o.period,
    o.c0,
    s.family AS c1,
    s.user_no,
    s.active_days & o.days AS active_days
  FROM {{warehouse}}.user_month AS s
  INNER JOIN f0_open AS o
    ON s.instance_no = o.instance_no
    AND s.month = o.month
  WHERE s.detail = $3
    AND s.month >= CAST($4 AS DATE)
    AND s.month < CAST($1 AS DATE)
    AND (s.active_days & o.days) <> 0
),
f0_each AS (
  SELECT
    period,
    c0,
    SUM(active_users) AS value,
    SUM(active_users) AS people
  FROM f0_whole AS r
  WHERE (LOWER(r.c1) = $9)
  GROUP BY period, c0
  UNION ALL
  SELECT
    period,
    c0,
    0 AS value,
    0 AS people
  FROM f0_days AS r
  WHERE (LOWER(r.c1) = $9)
  GROUP BY period, c0
  UNION ALL
  SELECT
    period,
    c0,
    COUNT(DISTINCT CASE WHEN active_days <> 0 THEN user_no END) AS value,
    COUNT(DISTINCT CASE WHEN active_days <> 0 THEN user_no END) AS people
  FROM f0_people AS r
  WHERE (LOWER(r.c1) = $9)
  GROUP BY period, c0
),
f0 AS (
  SELECT
    period, c0,
    SUM(value) AS v0,
    SUM(people) AS u0
  FROM f0_each
  GROUP BY period, c0
),
combined AS (
  SELECT period, c0, SUM(v0) AS v0, SUM(u0) AS u0
  FROM (
    SELECT period, c0, CAST(v0 AS DOUBLE) AS v0, CAST(u0 AS DOUBLE) AS u0 FROM f0
  ) AS facts
  GROUP BY period, c0
)
SELECT
  CAST(period AS VARCHAR) AS period,
  c0,
  v0 AS m0,
  u0
FROM combined
WHERE v0 IS NOT NULL
ORDER BY combined.period ASC NULLS LAST, c0 ASC NULLS LAST
LIMIT 501
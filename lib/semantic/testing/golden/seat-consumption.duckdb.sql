WITH periods AS (
  SELECT v.period, CAST(v.last_day AS DATE) AS last_day
  FROM (VALUES (CAST($3 AS DATE), CAST($4 AS DATE) - 1)) AS v(period, last_day)
),
f0_placed AS (
  SELECT
    l.period,
    l.instance_no,
    l.value,
    a.name AS c0
  FROM (
  WITH f0_seen AS (
    SELECT
      i.instance_no,
      i.account_id,
      i.valid_from,
      s.last_ts,
      s.mau_month,
      s.mau_month AS period,
      s.mau AS value
    FROM {{warehouse}}.instance_day AS s
    INNER JOIN {{snapshot}}.interval AS i
      ON i.instance_no = s.instance_no
      AND s.day >= i.valid_from
      AND s.day < i.valid_to
      AND i.level >= 1
    WHERE s.day >= CAST($5 AS DATE)
      AND s.day < CAST($6 AS DATE)
      AND i.account_type IN ($7)
      AND i.environment = $8
  ),
  f0_last_known AS (
    SELECT
      r.instance_no,
      r.period,
      ARG_MAX_NULL(r.value, r.last_ts) AS value,
      ARG_MAX_NULL(r.valid_from, r.last_ts) AS valid_from
    FROM f0_seen AS r
    WHERE r.value IS NOT NULL
      AND r.period >= CAST($5 AS DATE)
      AND r.period < CAST($6 AS DATE)
    GROUP BY r.instance_no, r.period
  ),
  f0_last AS (
    SELECT
      r.instance_no,
      r.period,
      r.value,
      r.valid_from
    FROM f0_last_known AS r
    WHERE EXISTS (
        SELECT 1 FROM {{snapshot}}.interval AS w
        WHERE w.instance_no = r.instance_no AND w.level >= 1
          AND w.valid_from < r.period + INTERVAL 1 MONTH AND w.valid_to > r.period
      )
  )
  SELECT
    period,
    instance_no,
    value,
    valid_from
  FROM f0_last
) AS l
  INNER JOIN {{snapshot}}.interval AS i ON i.instance_no = l.instance_no AND i.valid_from = l.valid_from
  LEFT JOIN {{snapshot}}.account AS a ON a.account_id = i.account_id
),
f0_rows AS (
  SELECT
    l.period,
    l.instance_no,
    l.c0,
    l.value
  FROM f0_placed AS l
),
f0_licence AS (
  SELECT p.period, p.last_day, l.account_id, l.instance_no, l.seats, t.type AS account_type
  FROM periods AS p
  INNER JOIN {{snapshot}}.licence AS l ON l.valid_from <= p.last_day AND p.last_day < l.valid_to
  INNER JOIN {{snapshot}}.account_type AS t
    ON t.account_id = l.account_id AND t.valid_from <= p.last_day AND p.last_day < t.valid_to
  WHERE t.type IN ($2)
),
f0_whole AS (
  SELECT p.period, i.account_id
  FROM periods AS p
  INNER JOIN {{snapshot}}.interval AS i
    ON i.valid_from <= p.last_day AND p.last_day < i.valid_to AND i.environment = $1
  LEFT JOIN f0_placed AS q ON q.instance_no = i.instance_no AND q.period = p.period
  GROUP BY p.period, i.account_id
  HAVING COUNT(*) = COUNT(q.instance_no)
),
f0_seats AS (
  SELECT
    period,
    c0,
    SUM(seats) AS d0
  FROM (
    SELECT
      q.period,
      q.c0,
      k.seats
    FROM f0_rows AS q
    INNER JOIN f0_licence AS k ON k.instance_no = q.instance_no AND k.period = q.period
    UNION ALL
    SELECT
      k.period,
      a.name AS c0,
      k.seats
    FROM f0_licence AS k
    INNER JOIN f0_whole AS x ON x.account_id = k.account_id AND x.period = k.period
    LEFT JOIN {{snapshot}}.account AS a ON a.account_id = k.account_id
    WHERE k.instance_no IS NULL
  ) AS counted
  GROUP BY period, c0
),
f0 AS (
  SELECT
    period,
    c0,
    SUM(value) AS v0
  FROM f0_rows
  GROUP BY period, c0
),
combined AS (
  SELECT period, c0, SUM(v0) AS v0, SUM(d0) AS d0
  FROM (
    SELECT period, c0, CAST(v0 AS DOUBLE) AS v0, CAST(NULL AS DOUBLE) AS d0 FROM f0
    UNION ALL
    SELECT period, c0, CAST(NULL AS DOUBLE) AS v0, CAST(d0 AS DOUBLE) AS d0 FROM f0_seats
  ) AS facts
  GROUP BY period, c0
)
SELECT
  CAST(period AS VARCHAR) AS period,
  c0,
  v0 / NULLIF(d0, 0) AS m0,
  COALESCE(d0, 0) AS d0
FROM combined
WHERE v0 IS NOT NULL
ORDER BY combined.period ASC NULLS LAST, c0 ASC NULLS LAST
LIMIT 501
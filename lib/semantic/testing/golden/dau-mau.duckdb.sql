WITH f0_placed AS (
  SELECT
    l.period,
    l.instance_no,
    l.value,
    l.base
  FROM (
  WITH f0_seen AS (
    SELECT
      i.instance_no,
      i.account_id,
      i.valid_from,
      s.day,
      s.last_ts,
      s.mau_month,
      CAST(DATE_TRUNC('month', s.day) AS DATE) AS period,
      s.dau AS value,
      s.mau_month AS base_period,
      s.mau AS base
    FROM {{warehouse}}.instance_day AS s
    INNER JOIN {{snapshot}}.interval AS i
      ON i.instance_no = s.instance_no
      AND s.day >= i.valid_from
      AND s.day < i.valid_to
      AND i.level >= 2
    WHERE s.day >= CAST($1 AS DATE)
      AND s.day < CAST($2 AS DATE)
      AND i.account_type IN ($3, $4, $5)
      AND i.environment = $6
  ),
  f0_last_known AS (
    SELECT
      r.instance_no,
      r.base_period AS period,
      ARG_MAX_NULL(r.base, r.last_ts) AS value,
      ARG_MAX_NULL(r.valid_from, r.last_ts) AS valid_from
    FROM f0_seen AS r
    WHERE r.base IS NOT NULL
      AND r.base_period >= CAST($1 AS DATE)
      AND r.base_period < CAST($2 AS DATE)
    GROUP BY r.instance_no, r.base_period
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
        WHERE w.instance_no = r.instance_no AND w.level >= 2
          AND w.valid_from < r.period + INTERVAL 1 MONTH AND w.valid_to > r.period
      )
  ),
  f0_value AS (
    SELECT
      instance_no,
      period,
      CAST(ROUND(SUM(value) * 1e6 / COUNT(value)) AS BIGINT) AS value
    FROM (
      SELECT
        r.instance_no,
        r.period,
        r.day,
        r.value
      FROM f0_seen AS r
      WHERE r.value IS NOT NULL
      QUALIFY ROW_NUMBER() OVER (PARTITION BY r.instance_no, r.day ORDER BY r.last_ts DESC, r.mau_month DESC) = 1
    ) AS own
    GROUP BY instance_no, period
  ),
  f0_placed AS (
    SELECT
      l.period,
      l.instance_no,
      l.valid_from,
      value_of.value AS value,
      l.value AS base
    FROM f0_last AS l
    INNER JOIN f0_value AS value_of USING (instance_no, period)
  )
  SELECT
    period,
    instance_no,
    value,
    base,
    valid_from
  FROM f0_placed
) AS l
  INNER JOIN {{snapshot}}.interval AS i ON i.instance_no = l.instance_no AND i.valid_from = l.valid_from
),
f0_rows AS (
  SELECT
    l.period,
    l.instance_no,
    l.value,
    l.base
  FROM f0_placed AS l
),
f0 AS (
  SELECT
    period,
    SUM(value) / 1000000.0 AS v0,
    SUM(base) AS d0
  FROM f0_rows
  GROUP BY period
),
combined AS (
  SELECT period, SUM(v0) AS v0, SUM(d0) AS d0
  FROM (
    SELECT period, CAST(v0 AS DOUBLE) AS v0, CAST(d0 AS DOUBLE) AS d0 FROM f0
  ) AS facts
  GROUP BY period
)
SELECT
  CAST(period AS VARCHAR) AS period,
  v0 / NULLIF(d0, 0) AS m0,
  COALESCE(d0, 0) AS d0
FROM combined
WHERE v0 IS NOT NULL
ORDER BY combined.period ASC NULLS LAST
LIMIT 501
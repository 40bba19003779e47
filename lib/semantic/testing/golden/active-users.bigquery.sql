WITH f0_seen AS (
  SELECT
    i.instance_no,
    i.account_id,
    DATE_TRUNC(s.day, MONTH) AS period,
    (s.counts_as_active AND NOT (s.is_operator)) AS counted,
    s.user_key AS value,
    s.user_key AS person,
    i.hosting AS c0,
    s.family AS c1
  FROM {{warehouse}}.event AS s
  INNER JOIN {{snapshot}}.interval AS i
    ON i.site_id = s.site_id
    AND s.day >= i.valid_from
    AND s.day < i.valid_to
    AND i.level >= 3
  WHERE s.day >= @p2
    AND s.day < @p3
    AND i.account_type IN (@p4, @p5, @p6)
    AND i.environment = @p7
),
f0_each AS (
  SELECT
    period,
    c0,
    instance_no,
    COUNT(DISTINCT CASE WHEN counted THEN value END) AS value,
    COUNT(DISTINCT CASE WHEN counted THEN person END) AS people
  FROM f0_seen AS r
  WHERE (LOWER(r.c1) = @p1)
  GROUP BY period, c0, instance_no
),
f0 AS (
  SELECT
    period,
    c0,
    SUM(value) AS v0,
    SUM(people) AS u0
  FROM f0_each
  GROUP BY period, c0
),
combined AS (
  SELECT period, c0, SUM(v0) AS v0, SUM(u0) AS u0
  FROM (
    SELECT period, c0, CAST(v0 AS FLOAT64) AS v0, CAST(u0 AS FLOAT64) AS u0 FROM f0
  ) AS facts
  GROUP BY period, c0
)
SELECT
  CAST(period AS STRING) AS period,
  c0,
  v0 AS m0,
  u0
FROM combined
WHERE v0 IS NOT NULL
ORDER BY combined.period ASC NULLS LAST, c0 ASC NULLS LAST
LIMIT 501
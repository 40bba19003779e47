/** Changes the text of a statement. */
export type Mutation = (sql: string) => string;

/** Faults that a text for BigQuery could have and that look right. The judge has to notice each of them. */
export const MUTANTS: Readonly<Record<string, Mutation>> = {
  "weeks begin on Sunday": (sql) => sql.replaceAll("WEEK(MONDAY)", "WEEK(SUNDAY)"),
  "any instance may be anybody's": (sql) => sql.replaceAll("i.site_id = s.site_id", "TRUE"),
  "consent is not asked for": (sql) => sql.replaceAll(/\n\s+AND i\.level >= \d/g, ""),
  "consent counts from one day later": (sql) => sql.replaceAll("s.day >= i.valid_from", "s.day > i.valid_from"),
  "consent counts one day longer": (sql) => sql.replaceAll("s.day < i.valid_to", "s.day <= i.valid_to"),
  "what a ping describes may be hidden": (sql) => sql.replaceAll(/ AND w\.level >= \d/g, ""),
  "a quotient is a whole number": (sql) =>
    sql.replaceAll(/(v\d+) \/ NULLIF\((d\d+), 0\)/g, "CAST(FLOOR($1 / NULLIF($2, 0)) AS FLOAT64)"),
  "nothing over nothing is nothing": (sql) =>
    sql.replaceAll(/(v\d+) \/ NULLIF\((d\d+), 0\)/g, "COALESCE($1 / NULLIF($2, 0), 0)"),
  "what has no group comes first": (sql) => sql.replaceAll("NULLS LAST", "NULLS FIRST"),
  "the range holds one day more": (sql) => sql.replaceAll(/(s\.day) < (@p\d+)/g, "$1 <= $2"),
  "the range begins one day late": (sql) => sql.replaceAll(/(s\.day) >= (@p\d+)/g, "$1 > $2"),
  "a day is that of another time zone": (sql) =>
    sql.replaceAll(
      /`([^`]+)\.event` AS s/g,
      "(SELECT * REPLACE (DATE(ts, 'Pacific/Kiritimati') AS day) FROM `$1.event`) AS s",
    ),
  "the first row of a period is its last": (sql) => sql.replaceAll("DESC LIMIT 1)", "ASC LIMIT 1)"),
  "a row without a value is passed over": (sql) =>
    sql.replaceAll(/ARRAY_AGG\((r\.c\d+) ORDER BY/g, "ARRAY_AGG($1 IGNORE NULLS ORDER BY"),
  "licences count on the day after their last": (sql) =>
    sql.replaceAll("p.last_day < l.valid_to", "p.last_day <= l.valid_to"),
  "the last day of a period is the first of the next": (sql) =>
    sql.replaceAll(/DATE_SUB\((@p\d+), INTERVAL 1 DAY\)/g, "$1"),
  "letter case matters": (sql) => sql.replaceAll(/LOWER\((r\.c\d+)\)/g, "$1"),
  "people are counted by row": (sql) => sql.replaceAll("COUNT(DISTINCT ", "COUNT("),
};

import type { Dialect, SqlType } from "#lib/semantic/print/dialect.ts";
import type { Grain } from "#lib/semantic/question.ts";

const TYPE = {
  text: "STRING",
  number: "FLOAT64",
  integer: "INT64",
  date: "DATE",
  boolean: "BOOL",
} as const satisfies Record<SqlType, string>;

const PART = {
  day: "DAY",
  week: "WEEK(MONDAY)",
  month: "MONTH",
  quarter: "QUARTER",
  year: "YEAR",
} as const satisfies Record<Grain, string>;

function shifted(date: string, count: number, part: string): string {
  return `${count < 0 ? "DATE_SUB" : "DATE_ADD"}(${date}, INTERVAL ${Math.abs(count)} ${part})`;
}

/** Stays inside the grammar of ZetaSQL 2023.08, so that it can be judged without the live service. */
export const BIGQUERY: Dialect = {
  engine: "bigquery",
  keepsRelations: false,
  place: (number) => `@p${number}`,
  typedPlace: (number) => `@p${number}`,
  type: TYPE,
  // Instances are known there by the name they send; the registry's own number is not a column of foreign tables.
  instanceKey: (declared) => (declared === "instance_no" ? "site_id" : declared),
  startOf: (grain, date) => (grain === "day" ? date : `DATE_TRUNC(${date}, ${PART[grain]})`),
  addDays: (date, days) => shifted(date, days, "DAY"),
  addMonths: (date, months) => shifted(date, months, "MONTH"),
  periodsBetween: (grain, from, to) => `DATE_DIFF(${to}, ${from}, ${PART[grain]})`,
  latest: (value, by) => `ARRAY_AGG(${value} ORDER BY ${by} DESC LIMIT 1)[SAFE_OFFSET(0)]`,
  latestKnown: (value, by) => `ARRAY_AGG(${value} IGNORE NULLS ORDER BY ${by} DESC LIMIT 1)[SAFE_OFFSET(0)]`,
  values: (alias, columns, rows) => {
    const structs = rows.map((row) => `STRUCT(${row.map((cell, at) => `${cell} AS ${columns[at]}`).join(", ")})`);
    return `UNNEST([${structs.join(", ")}]) AS ${alias}`;
  },
  // A backslash is the escape there without being said.
  like: (text, pattern) => `${text} LIKE ${pattern}`,
};

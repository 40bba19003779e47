import type { Dialect, SqlType } from "#lib/semantic/print/dialect.ts";

const TYPE = {
  text: "VARCHAR",
  number: "DOUBLE",
  integer: "BIGINT",
  date: "DATE",
  boolean: "BOOLEAN",
} as const satisfies Record<SqlType, string>;

/** `+ 1`, `- 1`. */
function signed(count: number): string {
  return `${count < 0 ? "-" : "+"} ${Math.abs(count)}`;
}

export const DUCKDB: Dialect = {
  engine: "duckdb",
  keepsRelations: true,
  place: (number) => `$${number}`,
  // A bound text has its type already; for the others a comparison would choose one.
  typedPlace: (number, type) => (type === "text" ? `$${number}` : `CAST($${number} AS ${TYPE[type]})`),
  type: TYPE,
  instanceKey: (declared) => declared,
  startOf: (grain, date) => (grain === "day" ? date : `CAST(DATE_TRUNC('${grain}', ${date}) AS DATE)`),
  addDays: (date, days) => `${date} ${signed(days)}`,
  addMonths: (date, months) => `${date} ${months < 0 ? "-" : "+"} INTERVAL ${Math.abs(months)} MONTH`,
  periodsBetween: (grain, from, to) => `DATE_DIFF('${grain}', ${from}, ${to})`,
  latest: (value, by) => `ARG_MAX_NULL(${value}, ${by})`,
  latestKnown: (value, by) => `ARG_MAX(${value}, ${by})`,
  values: (alias, columns, rows) =>
    `(VALUES ${rows.map((row) => `(${row.join(", ")})`).join(", ")}) AS ${alias}(${columns.join(", ")})`,
  like: (text, pattern) => `${text} LIKE ${pattern} ESCAPE '\\'`,
};

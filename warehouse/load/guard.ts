import type { DuckDBConnection } from "@duckdb/node-api";
import type { Day } from "#lib/consent/model.ts";
import { rulesOf } from "#warehouse/load/files.ts";
import { FILE_COLUMNS, type TelemetryFile } from "#warehouse/schema.ts";

/** First match wins. What customers' code, people and addresses look like must not get in, wherever it stands. */
const SENSITIVE: readonly (readonly [reason: string, pattern: string])[] = [
  ["looks like an e-mail address", String.raw`[^\s@]+@[^\s@]+\.[^\s@]+`],
  ["looks like a URL", String.raw`(?i)([a-z][a-z0-9+.-]*:)?//|^www\.|^mailto:`],
  ["looks like a path", String.raw`[/\\]`],
  ["looks like code", String.raw`[{}()\[\];=<>"'\x60$|]`],
];

const WORD = String.raw`[A-Za-z0-9][A-Za-z0-9._:-]{0,99}`;

/** What a text column may hold, whole. */
const SHAPES: Readonly<Record<string, string>> = {
  site_id: String.raw`[A-Za-z0-9][A-Za-z0-9._-]{0,63}`,
  version: String.raw`v?\d{1,6}\.\d{1,6}(\.\d{1,9})?([-+][A-Za-z0-9._-]{1,40})?`,
  deploy_type: String.raw`[a-z][a-z0-9-]{0,40}`,
  name: WORD,
  source: String.raw`[A-Z]{1,30}`,
  anonymous_user_id: String.raw`[A-Za-z0-9_-]{1,64}`,
  language: String.raw`[A-Za-z][A-Za-z0-9+#.-]{0,39}`,
  extension_id: String.raw`[a-z0-9-]{1,60}\.[a-z0-9-]{1,60}`,
  org_id: String.raw`[A-Za-z0-9_-]{1,64}`,
  assignee: String.raw`[A-Za-z0-9_-]{1,64}`,
  priority: "p[0-3]|none",
  status: "open|pending|solved",
};

const MOST = "1000000000";
/** Where more than a thousand millions, or much less, is the most that can be true. */
const MOST_OF: Readonly<Record<string, string>> = {
  git_bytes: "1000000000000000",
  indexed_lines: "1000000000000",
  score: "10",
  panel_files_percent: "100",
  panel_searches_percent: "100",
  panel_repos_percent: "100",
  panel_saved_searches_percent: "100",
};

/** The weeks of these start on Monday, those of WAU on Sunday. */
const MONDAYS = ["insights_week", "extensions_week", "cohort_week"];

type Check = { readonly field: string; readonly reason: string; readonly when: string };

function checks(file: TelemetryFile, latest: Day): Check[] {
  const columns: [string, string][] = Object.entries(FILE_COLUMNS[file]);
  const { needed, time } = rulesOf(file);
  const missing = needed.map((field) => ({ field, reason: "missing", when: `${field} IS NULL` }));
  const instants = columns
    .filter(([, type]) => type === "TIMESTAMP")
    .flatMap(([field]) => [
      { field, reason: "before 2013", when: `${field} < TIMESTAMP '2013-01-01'` },
      { field, reason: "in the future", when: `${field}::DATE > DATE '${latest}'` },
      { field, reason: `before ${time}`, when: `${field} < ${time}` },
    ]);
  const days = columns
    .filter(([, type]) => type === "DATE")
    .flatMap(([field]) => [
      { field, reason: "after the day it was sent", when: `${field} > ${time}::DATE` },
      ...(field === "created_on"
        ? []
        : [{ field, reason: "more than a year before it was sent", when: `${field} < ${time}::DATE - 366` }]),
    ]);
  const numbers = columns
    .filter(([field, type]) => type === "BIGINT" && !field.endsWith("_id"))
    .map(([field]) => ({
      field,
      reason: "below zero or absurdly large",
      when: `${field} NOT BETWEEN 0 AND ${MOST_OF[field] ?? MOST}`,
    }));
  const mondays = columns.filter(([field]) => MONDAYS.includes(field)).map(([field]) => notMonday(field));
  return [...missing, ...instants, ...days, ...numbers, ...mondays, ...(file === "update_checks" ? PERIODS : [])];
}

function notMonday(field: string): Check {
  return { field, reason: "not a Monday", when: `isodow(${field}) <> 1` };
}

const PERIODS: readonly Check[] = [
  { field: "mau_month", reason: "not the first day of a month", when: "day(mau_month) <> 1" },
  { field: "mau_month", reason: "missing beside mau", when: "mau IS NOT NULL AND mau_month IS NULL" },
  { field: "wau_week", reason: "missing beside wau", when: "wau IS NOT NULL AND wau_week IS NULL" },
  { field: "dau_day", reason: "missing beside dau", when: "dau IS NOT NULL AND dau_day IS NULL" },
];

function textual(file: TelemetryFile): string[] {
  return Object.entries(FILE_COLUMNS[file]).flatMap(([name, type]) => (type === "VARCHAR" ? [name] : []));
}

/** Why a text may not enter; NULL when it may. */
function textReason(column: string): string {
  const value = `t."${column}"`;
  const sensitive = SENSITIVE.map(([reason, pattern]) => {
    return `WHEN regexp_matches(${value}, '${pattern.replaceAll("'", "''")}') THEN '${reason}'`;
  });
  const shape = SHAPES[column] ?? WORD;
  return `CASE ${sensitive.join(" ")} WHEN NOT regexp_full_match(${value}, '${shape}') THEN 'not of the expected form' END`;
}

const NOT_YET = "NOT EXISTS (SELECT 1 FROM refused AS r WHERE r.line = s.line)";

/**
 * Notes each row of `staged` that must not be loaded in `refused` with the field and the reason, never
 * the value. Texts are judged once per distinct value.
 */
export async function guard(connection: DuckDBConnection, file: TelemetryFile, latest: Day): Promise<void> {
  const all = checks(file, latest);
  const pick = (key: "field" | "reason"): string =>
    `CASE ${all.map((check) => `WHEN ${check.when} THEN '${check[key]}'`).join(" ")} END`;
  await connection.run(
    `INSERT INTO refused SELECT line, ${pick("field")}, ${pick("reason")}, NULL FROM staged AS s
     WHERE (${all.map((check) => `(${check.when})`).join(" OR ")}) AND ${NOT_YET}`,
  );
  for (const column of textual(file)) {
    await connection.run(`CREATE OR REPLACE TEMP TABLE bad AS
      SELECT * FROM (SELECT t."${column}" AS value, ${textReason(column)} AS why
        FROM (SELECT DISTINCT "${column}" FROM staged WHERE "${column}" IS NOT NULL) AS t) WHERE why IS NOT NULL`);
    await connection.run(
      `INSERT INTO refused SELECT s.line, '${column}', bad.why, NULL
       FROM staged AS s JOIN bad ON s."${column}" = bad.value WHERE ${NOT_YET}`,
    );
  }
  await connection.run("DROP TABLE bad");
}

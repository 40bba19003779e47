import type { Columns } from "#warehouse/columns.ts";
import { TABLES, type TableName } from "#warehouse/schema.ts";

/** What must not stand in a text, with the reason. */
const BANNED: readonly (readonly [RegExp, string])[] = [
  [/\bSELECT\s+(?:DISTINCT\s+)?\*/i, "SELECT * reads columns that nobody named"],
  [/\b\w+\.\*/, "alias.* reads columns that nobody named"],
  [/\bFULL\s+(OUTER\s+)?JOIN\b/i, "facts meet by UNION ALL, not by FULL JOIN"],
  [/\bGROUPING\s+SETS\b|\bROLLUP\s*\(|\bCUBE\s*\(/i, "one query per grain, no GROUPING SETS"],
  [/\bGROUP\s+BY\s+ALL\b|\bMAX_BY\b|\bMIN_BY\b|\|>|\b(DATE|TIMESTAMP)_BUCKET\b/i, "not in ZetaSQL 2023.08"],
  [/\bCURRENT_|\bNOW\s*\(|\bRAND\s*\(|\bGENERATE_UUID\b|\bSESSION_USER\b/i, "the text would not be the same each time"],
  [/\bAPPROX_|\bHLL_COUNT\b|\bTABLESAMPLE\b/i, "an approximate figure"],
  [/::|\bFILTER\s*\(|\bILIKE\b|\bSTRPTIME\b|\bSTRFTIME\b|\bARG_(MAX|MIN)/i, "DuckDB's own"],
  [/\bWEEK\b(?!\(MONDAY\)|\(SUNDAY\))/, "a week that does not say on which day it begins"],
  [/\{\{/, "a table was left without its path"],
  [/--|\/\*/, "a comment"],
  [/;/, "more than one statement"],
];

/** Numbers that are part of a definition or of the form of a text: levels, units, limits, seconds of an hour. */
const NUMBER = /(?<![\w@.])\d+(?:\.\d+)?(?:e\d+)?(?![\w(])/gi;
const KNOWN_TEXTS = new Set(["", "/"]);
const KNOWN_NUMBER = /^(\d|1e6|1000000\.0)$/;
const TABLE_PLACE = /\b(?:FROM|JOIN)\s+(\S+)/g;
const PATH = /^`[a-z0-9-]+\.\w+\.(\w+)`$/;

/** The rules that every text for BigQuery keeps, as sentences about what breaks them. */
export function lintBigQuery(sql: string, params: ReadonlySet<string>): string[] {
  return [
    ...BANNED.flatMap(([pattern, reason]) => (pattern.test(sql) ? [`${reason} (${excerpt(sql, pattern)})`] : [])),
    ...tableFaults(sql),
    ...scanFaults(sql),
    ...literalFaults(sql),
    ...paramFaults(sql, params),
    ...joinFaults(sql),
    ...aggregateFaults(sql),
  ];
}

function excerpt(sql: string, pattern: RegExp): string {
  return (pattern.exec(sql)?.[0] ?? "").trim();
}

/** Whatever is read is a relation of the text, an array that was bound, or a table by its whole path. */
function tableFaults(sql: string): string[] {
  const relations = new Set([...sql.matchAll(/(?:^WITH |^|, )(\w+) AS \($/gm)].map(([, name]) => name));
  const known = (place: string) =>
    relations.has(place) || place.startsWith("(") || /^UNNEST\((@\w+\)|\[)/.test(place) || PATH.test(place);
  return [...sql.matchAll(TABLE_PLACE)].flatMap(([, place = ""]) =>
    known(place) ? [] : [`${place} is no whole path in backticks`],
  );
}

/** Each scan of a table has its partition column bare, from and to, half-open, as conditions of their own. */
function scanFaults(sql: string): string[] {
  return sql.split(/^\),?$/m).flatMap((relation) =>
    [...relation.matchAll(/\b(?:FROM|JOIN)\s+`[^`]*\.(\w+)`\s+AS\s+(\w+)/g)].flatMap(([, table = "", alias = ""]) => {
      const partition = partitionOf(table);
      if (partition === null) return [];
      const bare = (operator: string) =>
        new RegExp(`^\\s*(?:WHERE|AND) ${alias}\\.${partition} ${operator} @p\\d+$`, "m").test(relation);
      return bare(">=") && bare("<") ? [] : [`${table} is read without a bare, half-open condition on ${partition}`];
    }),
  );
}

/** The column that a table is partitioned by; null for the small ones. */
function partitionOf(table: string): string | null {
  const tables: Readonly<Record<string, Columns>> = TABLES satisfies Readonly<Record<TableName, Columns>>;
  return tables[table]?.["day"] === undefined ? null : "day";
}

/** Values are bound; what stands in the text is nothing, what keeps two keys apart, and small numbers of a definition. */
function literalFaults(sql: string): string[] {
  const texts = [...sql.matchAll(/'([^']*)'|"([^"]*)"/g)].flatMap(([all, single, double]) =>
    KNOWN_TEXTS.has(single ?? double ?? "") ? [] : [`${all} is written out instead of bound`],
  );
  const bare = sql.replaceAll(/`[^`]*`/g, "").replaceAll(/\bLIMIT \d+|\bINTERVAL \d+|\bSAFE_OFFSET\(0\)/g, "");
  const numbers = [...bare.matchAll(NUMBER)].flatMap(([number]) =>
    KNOWN_NUMBER.test(number) ? [] : [`${number} is written out instead of bound`],
  );
  return [...texts, ...numbers];
}

function paramFaults(sql: string, params: ReadonlySet<string>): string[] {
  const used = new Set([...sql.matchAll(/@(\w+)/g)].map(([, name = ""]) => name));
  const missing = [...used].filter((name) => !params.has(name)).map((name) => `@${name} is not bound`);
  return [
    ...missing,
    ...[...params].filter((name) => !used.has(name)).map((name) => `@${name} is bound, but not used`),
  ];
}

/** BigQuery plans a LEFT JOIN only over an equality of both sides. */
function joinFaults(sql: string): string[] {
  return [...sql.matchAll(/\bLEFT JOIN\s+\S+ AS (\w+)\s+ON ([^\n]*(?:\n\s+AND [^\n]*)*)/g)].flatMap(
    ([, alias = "", on = ""]) =>
      new RegExp(`\\b${alias}\\.\\w+ = \\w+\\.\\w+|\\w+\\.\\w+ = ${alias}\\.\\w+`).test(on)
        ? []
        : [`the LEFT JOIN of ${alias} has no equality`],
  );
}

/** The value of a row is picked by an order; without one it would be any. */
function aggregateFaults(sql: string): string[] {
  return [...sql.matchAll(/\bARRAY_AGG\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g)].flatMap(([, inner = ""]) =>
    /ORDER BY .+ LIMIT 1$/.test(inner) ? [] : [`ARRAY_AGG(${inner}) has no order`],
  );
}

import { describe, expect, it } from "vitest";
import { compile } from "#lib/semantic/compile.ts";
import { compiledAsked, corpusOf } from "#lib/semantic/testing/judge/corpus.ts";
import { contextOf } from "#lib/semantic/testing/judge/judge.ts";
import { lintBigQuery } from "#lib/semantic/testing/judge/lint.ts";
import { placed } from "#lib/semantic/testing/judge/place.ts";
import { kindModels } from "#lib/semantic/testing/kind-models.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";

const MODEL = kindModels();
const WORLD = plantedWorld();
const CONTEXT = contextOf(WORLD, "bigquery");

const TEXT = `WITH f0_seen AS (
  SELECT
    i.instance_no,
    ARRAY_AGG(s.version IGNORE NULLS ORDER BY s.last_ts DESC LIMIT 1)[SAFE_OFFSET(0)] AS version
  FROM \`vendor.telemetry.instance_day\` AS s
  INNER JOIN UNNEST(@snapshot_interval) AS i
    ON i.site_id = s.site_id
    AND i.level >= 1
  WHERE s.day >= @p1
    AND s.day < @p2
  GROUP BY i.instance_no
)
SELECT instance_no, version
FROM f0_seen
WHERE version <> ''
LIMIT 501`;
const PARAMS = new Set(["snapshot_interval", "p1", "p2"]);

function changed(from: string, to: string): string {
  expect(TEXT).toContain(from);
  return TEXT.replace(from, to);
}

describe("the rules of a text for BigQuery", () => {
  it("are kept by what they were written for", () => {
    expect(lintBigQuery(TEXT, PARAMS)).toEqual([]);
  });

  it.each([
    ["everything is read", changed("SELECT instance_no, version", "SELECT *"), /SELECT \*/],
    ["a relation is read whole", changed("SELECT instance_no,", "SELECT f0_seen.*,"), /alias\.\*/],
    [
      "a table has no path",
      changed("`vendor.telemetry.instance_day`", "instance_day"),
      /instance_day is no whole path/,
    ],
    ["a path is in parts", changed("`vendor.telemetry.instance_day`", "`vendor`.telemetry.day"), /no whole path/],
    ["a table was not put in", changed("`vendor.telemetry.instance_day`", "{{warehouse}}.event"), /without its path/],
    ["the end of a range is missing", changed("\n    AND s.day < @p2", ""), /without a bare, half-open/],
    ["the end of a range is in it", changed("s.day < @p2", "s.day <= @p2"), /without a bare, half-open/],
    ["the partition is inside a function", changed("s.day >= @p1", "DATE(s.day) >= @p1"), /without a bare, half-open/],
    ["the condition is optional", changed("s.day >= @p1", "s.day >= @p1 OR TRUE"), /without a bare, half-open/],
    ["a text is written out", changed("''", "'5.0.0'"), /'5\.0\.0' is written out/],
    ["a number is written out", changed("''", "42"), /42 is written out/],
    ["a week has no first day", changed("version <> ''", "DATE_TRUNC(d, WEEK) = d"), /on which day it begins/],
    ["a newer grammar", changed("ARRAY_AGG(s.version IGNORE", "MAX_BY(s.version IGNORE"), /2023\.08/],
    ["DuckDB's own", changed("version <> ''", "version::TEXT <> ''"), /DuckDB's own/],
    ["a clock", changed("s.day < @p2", "s.day < CURRENT_DATE()"), /not be the same each time/],
    ["chance", changed("LIMIT 501", "ORDER BY RAND() LIMIT 501"), /not be the same each time/],
    ["a full join", changed("INNER JOIN", "FULL JOIN"), /UNION ALL/],
    ["two grains in one", changed("GROUP BY i.instance_no", "GROUP BY ROLLUP(i.instance_no)"), /one query per grain/],
    [
      "an outer join of anything",
      changed("INNER JOIN", "LEFT JOIN").replace("i.site_id = s.site_id", "TRUE"),
      /no equality/,
    ],
    ["a value without an order", changed(" ORDER BY s.last_ts DESC LIMIT 1", ""), /has no order/],
    ["two statements", `${TEXT};\nSELECT 1`, /more than one statement/],
  ])("are broken where %s", (_, sql, words) => {
    expect(lintBigQuery(sql, PARAMS).join("\n")).toMatch(words);
  });

  it("know every parameter", () => {
    expect(lintBigQuery(TEXT, new Set(["snapshot_interval", "p1"]))).toEqual(["@p2 is not bound"]);
    expect(lintBigQuery(TEXT, new Set([...PARAMS, "p9"]))).toEqual(["@p9 is bound, but not used"]);
  });

  it("are kept by every text that the corpus brings about, and the text is the same each time", () => {
    const { kept, more } = corpusOf(MODEL, 500);
    const texts = new Set<string>();
    for (const { name, question } of [...kept, ...more]) {
      const query = compiledAsked(MODEL, question, CONTEXT);
      if (query === null) continue;
      expect(compile(MODEL, question, CONTEXT), name).toEqual(query);
      for (const statement of query.statements) {
        const { sql, params } = placed(statement, WORLD.snapshot);
        expect(lintBigQuery(sql, new Set(params.map((param) => param.name))), `${name}\n${sql}`).toEqual([]);
        texts.add(sql);
      }
    }
    expect(texts.size).toBeGreaterThan(1000);
  }, 120_000);
});

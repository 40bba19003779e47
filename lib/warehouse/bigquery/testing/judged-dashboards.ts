import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ContentFile, ShippedDashboard, ShippedLook } from "#lib/content/model.ts";
import { parseContent } from "#lib/content/store-parse.ts";
import type { Answer } from "#lib/semantic/answer.ts";
import { assemble } from "#lib/semantic/assemble.ts";
import { compile } from "#lib/semantic/compile.ts";
import type { Model } from "#lib/semantic/model.ts";
import type { Question } from "#lib/semantic/question.ts";
import type { Duck } from "#lib/semantic/testing/duck.ts";
import { contextOf, type Loaded } from "#lib/semantic/testing/judge/judge.ts";
import type { ZetaSql } from "#lib/semantic/testing/judge/zetasql.ts";
import { servedBy } from "#lib/warehouse/bigquery/testing/served.ts";
import { zetaSqlEngine } from "#lib/warehouse/bigquery/testing/zetasql-engine.ts";
import type { Engine } from "#lib/warehouse/server/engine.ts";

const VIEWER = { labels: { surface: "dashboard", role: "viewer", person: "usr_1" }, deadlineMs: 60_000 };

type Content = { readonly looks: readonly ShippedLook[]; readonly dashboards: readonly ShippedDashboard[] };

function filesIn(folder: string): ContentFile[] {
  return readdirSync(folder).map((name) => ({
    path: path.join(folder, name),
    text: readFileSync(path.join(folder, name), "utf8"),
  }));
}

function shipped(): Content {
  const files = { looks: filesIn("content/looks"), dashboards: filesIn("content/dashboards") };
  const { content, faults } = parseContent(files, () => null);
  if (faults.length > 0) throw new Error(`content: ${JSON.stringify(faults[0])}`);
  return content;
}

/** What the data decide of an answer; how it came about is another matter. */
function told({ columns, rows, blanks, totals, coverage, truncated }: Answer): string {
  return JSON.stringify({ columns, rows, blanks, totals, coverage, truncated });
}

export type DashboardsJudged = { readonly dashboards: number; readonly tiles: number; readonly faults: string[] };

/**
 * Every dashboard that is shipped, tile by tile: by the warehouse server's own code, the official client and HTTP from a
 * double of BigQuery with Google's reference engine in it, and from DuckDB. The answers must be the same.
 */
export async function judgeDashboards(
  model: Model,
  { name, world, catalogue }: Loaded,
  { duck, zeta }: { readonly duck: Duck; readonly zeta: ZetaSql },
): Promise<DashboardsJudged> {
  const { looks, dashboards } = shipped();
  const { double, heart } = await servedBy(zetaSqlEngine(zeta, catalogue), world);
  const faults: string[] = [];
  let tiles = 0;
  for (const { slug, tiles: placed } of dashboards) {
    for (const { id, look } of placed) {
      const question = looks.find((one) => one.slug === look)?.question;
      if (question === undefined) throw new Error(`the Look ${look} is not there`);
      tiles++;
      const here = told(await onDuck(model, question, { duck, name, world }));
      const there = await onBigQuery(model, question, world, heart);
      if (there !== here) faults.push(`${slug}, tile ${id}: ${there.slice(0, 400)} against ${here.slice(0, 400)}`);
    }
  }
  heart.close();
  await double.close();
  return { dashboards: dashboards.length, tiles, faults };
}

type OnDuck = { readonly duck: Duck; readonly name: string; readonly world: Loaded["world"] };

async function onDuck(model: Model, question: Question, { duck, name, world }: OnDuck): Promise<Answer> {
  const query = compile(model, question, contextOf(world, "duckdb"));
  const results = await duck.run(name, query);
  return assemble(query, results, world.snapshot, { engine: "duckdb", ms: 0, bytes: null, freshness: [] }).answer;
}

async function onBigQuery(model: Model, question: Question, world: Loaded["world"], heart: Engine): Promise<string> {
  const query = compile(model, question, contextOf(world, "bigquery"));
  try {
    const { answer } = await heart.run(query, VIEWER, new AbortController().signal);
    return told(answer);
  } catch (error) {
    return error instanceof Error ? error.message : "no answer";
  }
}

/** `npm run bq:judge`: what is written for BigQuery, before Google's own analyser and reference engine. */
import { parseArgs } from "node:util";
import fc from "fast-check";
import type { Model } from "#lib/semantic/model.ts";
import { arbitraryWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";
import { calendarWorld, unknownWorld } from "#lib/semantic/testing/judge/calendar-world.ts";
import { type Asked, corpusOf } from "#lib/semantic/testing/judge/corpus.ts";
import { Judge, type Loaded, type Prepared } from "#lib/semantic/testing/judge/judge.ts";
import { MUTANTS } from "#lib/semantic/testing/judge/mutants.ts";
import { kindModels } from "#lib/semantic/testing/kind-models.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";
import { judgeDashboards } from "#lib/warehouse/bigquery/testing/judged-dashboards.ts";

/** Questions of the enumeration that are judged unless all are asked for; far above a thousand texts. */
const MOST_ASKED = 500;
const LEAST_TEXTS = 1000;
const RANDOM_WORLDS = 2;
const MOST_FAULTS_SHOWN = 20;

const { values } = parseArgs({ options: { seed: { type: "string" }, full: { type: "boolean", default: false } } });
const SEED = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function worldsOf(judge: Judge): Promise<Loaded[]> {
  const random = fc.sample(arbitraryWorld(), { numRuns: RANDOM_WORLDS, seed: SEED });
  const worlds = { calendar: calendarWorld(), planted: plantedWorld(), unknown: unknownWorld() };
  const named = [...Object.entries(worlds), ...random.map((world, index) => [`random_${index}`, world] as const)];
  const loaded: Loaded[] = [];
  for (const [name, world] of named) loaded.push(await judge.load(name, world));
  return loaded;
}

type Case = { readonly name: string; readonly statements: readonly Prepared[] };

/** The questions that are kept, over every world; those of the enumeration take turns over the worlds. */
async function casesOf(
  judge: Judge,
  worlds: readonly Loaded[],
  kept: readonly Asked[],
  more: readonly Asked[],
): Promise<Case[]> {
  const cases: Case[] = [];
  const add = async ({ name, question }: Asked, world: Loaded) => {
    const of = `${name} in ${world.name}`;
    try {
      cases.push({ name: of, statements: await judge.prepare(question, world) });
    } catch (error) {
      judge.tally.faults.push(`${of}: DuckDB does not run it: ${error instanceof Error ? error.message : ""}`);
    }
  };
  for (const world of worlds) for (const asked of kept) await add(asked, world);
  for (const [index, asked] of more.entries()) {
    const world = worlds[index % worlds.length];
    if (world !== undefined) await add(asked, world);
  }
  return cases;
}

async function judgeCases(judge: Judge, cases: readonly Case[]): Promise<void> {
  await Promise.all(
    cases.map(async ({ name, statements }) => {
      for (const statement of statements) {
        const difference = await judge.difference(statement);
        if (difference !== null)
          judge.tally.faults.push(`${name}, ${statement.expected.name}: ${difference}\n${statement.sql}`);
      }
    }),
  );
}

/** Whether a planted fault is noticed: only statements whose text it changes can tell. */
async function isNoticed(judge: Judge, cases: readonly Case[], mutate: (sql: string) => string): Promise<boolean> {
  for (const { statements } of cases) {
    for (const statement of statements) {
      const sql = mutate(statement.sql);
      if (sql !== statement.sql && (await judge.difference({ ...statement, sql })) !== null) return true;
    }
  }
  return false;
}

async function judgeAll(judge: Judge, model: Model): Promise<boolean> {
  const { kept, more } = corpusOf(model, values.full ? Number.POSITIVE_INFINITY : MOST_ASKED);
  const worlds = await worldsOf(judge);
  const [first] = worlds;
  if (first === undefined) throw new Error("there is no world to judge in");
  await judge.analyse([...kept, ...more], first);
  const cases = await casesOf(judge, worlds, kept, more);
  await judgeCases(judge, cases);
  const shown = await judgeDashboards(model, first, judge);
  judge.tally.faults.push(...shown.faults);
  const { texts, runs, rows, notRun, faults } = judge.tally;
  const told = { texts, runs, rows };
  for (const fault of faults.slice(0, MOST_FAULTS_SHOWN)) say(`FAULT ${fault}`);
  for (const reason of new Set(notRun)) say(`not run: ${reason}`);
  let noticed = 0;
  for (const [name, mutate] of Object.entries(MUTANTS)) {
    const isRed = await isNoticed(judge, cases, mutate);
    if (isRed) noticed++;
    else say(`FAULT not noticed: ${name}`);
  }
  const mutants = Object.keys(MUTANTS).length;
  if (texts < LEAST_TEXTS) say(`FAULT only ${texts} texts: the corpus has shrunk below ${LEAST_TEXTS}`);
  say(
    `judge: ${told.texts} texts analysed, ${told.runs} statements run on both engines, ${told.rows} rows equal, ` +
      `${shown.dashboards} dashboards (${shown.tiles} tiles) end to end, ` +
      `${notRun.length} could not be run, ${noticed} of ${mutants} planted faults noticed, ` +
      `${faults.length} faults (seed ${SEED})`,
  );
  return faults.length === 0 && noticed === mutants && texts >= LEAST_TEXTS;
}

async function main(): Promise<boolean> {
  const model = kindModels();
  const duck = await Duck.open();
  const judge = await Judge.open(model, duck);
  try {
    return await judgeAll(judge, model);
  } finally {
    judge.close();
    duck.close();
  }
}

process.exitCode = (await main()) ? 0 : 1;

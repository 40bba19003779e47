import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arbitraryWorld, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { ask } from "#lib/semantic/testing/asker.ts";
import { DayTable } from "#lib/semantic/testing/day-table.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";
import { KIND_IDS, KIND_METRICS, type KindMetric } from "#lib/semantic/testing/kind-models.ts";
import { KindOracle } from "#lib/semantic/testing/kind-oracle.ts";
import { byKey, expected, plain, questionOf, sorted } from "#lib/semantic/testing/plain-answer.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";

const SEED = Number(process.env["PROOF_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const WORLDS = 4;

let duck: Duck;
let worlds: { world: ProofWorld; table: DayTable }[];

beforeAll(async () => {
  duck = await Duck.open();
  const sampled = fc.sample(arbitraryWorld(), { numRuns: WORLDS, seed: SEED });
  worlds = [plantedWorld(), ...sampled].map((world) => ({ world, table: new DayTable(world) }));
  for (const [index, { world }] of worlds.entries()) await duck.load(`w${index}`, world);
}, 120_000);

afterAll(() => {
  duck.close();
});

const BY_ACCOUNT = [[], ["account.name"], ["account.type"]];
const NO_FILTER = {};
const FILTERS = [NO_FILTER, { "account.name": "Account A1" }];

function questionsOf(metric: KindMetric): ReturnType<typeof plain> {
  const [of, grains] = KIND_METRICS[metric];
  const monthly = !grains.includes("day");
  const hasHosting = !of.includes("ticket") && of !== "derived";
  const groups = [...BY_ACCOUNT, ...(hasHosting ? [["instance.hosting", "instance.name"]] : [])];
  const rows = of.startsWith("kind.") && !of.includes("seats") ? [["kind.version"]] : [];
  const filters = [...FILTERS, ...(hasHosting ? [{ "instance.hosting": "managed" }] : [])];
  const all = plain(metric, monthly ? ["month"] : ["day", "week", "month", null], [...groups, ...rows], filters);
  // Of the many a part that is another one for each metric and that meets every range, grain and grouping.
  return monthly ? all : all.filter((_, index) => index % 4 === KIND_IDS.indexOf(metric) % 4);
}

describe(`each kind of measure and ratio is what its words say, worked out by hand (PROOF_SEED=${SEED})`, () => {
  it.each(KIND_IDS)("%s", async (metric) => {
    let cells = 0;
    for (const [index, { world, table }] of worlds.entries()) {
      for (const question of questionsOf(metric)) {
        const answer = await ask(duck, `w${index}`, world, questionOf(question));
        const mine = expected(new KindOracle(table, question, metric).answer());
        cells += mine.size;
        const told = `${JSON.stringify(question)} in world ${index}`;
        expect(sorted(byKey(answer, question)), told).toEqual(sorted(mine));
      }
    }
    expect(cells).toBeGreaterThan(10);
  });
});

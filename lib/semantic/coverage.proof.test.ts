import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { arbitraryWorld, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { ask } from "#lib/semantic/testing/asker.ts";
import { type CoverageCase, CoverageOracle } from "#lib/semantic/testing/coverage-oracle.ts";
import { DayTable } from "#lib/semantic/testing/day-table.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";
import { QUESTIONS } from "#lib/semantic/testing/questions.ts";

const SEED = Number(process.env["PROOF_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const WORLDS = 12;

let duck: Duck;
let worlds: ProofWorld[];

beforeAll(async () => {
  duck = await Duck.open();
  worlds = [plantedWorld(), ...fc.sample(arbitraryWorld(), { numRuns: WORLDS, seed: SEED })];
  for (const [index, world] of worlds.entries()) await duck.load(`w${index}`, world);
}, 120_000);

afterAll(() => {
  duck.close();
});

const RANGES = [
  ["2026-01-01", "2026-05-01"],
  ["2026-01-17", "2026-02-20"],
] as const;
/** Few days: the loops go over all rows for each. */
const CUT = { from: "2026-02-24", to: "2026-03-04" };
const FILTERS = [{}, { "instance.hosting": "managed" }, { "account.name": "Account A1" }];
const METRICS = ["mau", "dau_mau", "seat_consumption"] as const;
const ANY_GRAIN = ["total_accounts", "active_instances", "events"] as const;

const CASES: readonly CoverageCase[] = RANGES.flatMap(([from, to]) =>
  FILTERS.flatMap((must) => [
    ...METRICS.map((metric) => ({ metric, must, grain: "month" as const, from, to })),
    ...ANY_GRAIN.flatMap((metric) => [
      { metric, must, grain: "month" as const, from, to },
      { metric, must, grain: null, from, to },
      { metric, must, grain: "day" as const, from: CUT.from, to: CUT.to },
    ]),
  ]),
);

function questionOf({ metric, must, grain, from, to }: CoverageCase): Question {
  return {
    ...EMPTY_QUESTION,
    fields: [{ id: metric }],
    time: { field: "instance_day.day", grain, range: `${from} to ${to}` },
    filters: Object.entries(must).map(([field, text]) => ({ field, text })),
  };
}

describe(`coverage (PROOF_SEED=${SEED})`, () => {
  it("is what loops over days and rows come to", async () => {
    const reasons = new Set<string>();
    for (const [index, world] of worlds.entries()) {
      const table = new DayTable(world);
      for (const one of CASES) {
        const { coverage } = await ask(duck, `w${index}`, world, questionOf(one));
        const { compare: _compare, ...told } = coverage;
        expect(told, `${JSON.stringify(one)} in world ${index}`).toEqual(new CoverageOracle(table, one).coverage());
        for (const { reason } of told.excluded) reasons.add(reason);
      }
    }
    expect(reasons.size, [...reasons].join()).toBeGreaterThanOrEqual(5);
    expect(reasons).toContain("version_too_old");
  });

  it("always adds up, whatever is asked", async () => {
    for (const [index, world] of worlds.entries()) {
      for (const [name, question] of Object.entries(QUESTIONS)) {
        const { coverage } = await ask(duck, `w${index}`, world, question);
        const excluded = coverage.excluded.reduce((sum, { count }) => sum + count, 0);
        expect(coverage.covered + excluded, name).toBe(coverage.eligible);
        expect(coverage.partial).toBeLessThanOrEqual(coverage.covered);
        expect(coverage.eligible).toBeLessThanOrEqual(coverage.population.count);
        for (const group of coverage.excluded) expect(group.names.length + group.more).toBe(group.count);
        for (const period of coverage.periods) expect(period.covered).toBeLessThanOrEqual(period.eligible);
      }
    }
  });
});

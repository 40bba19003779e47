import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arbitraryWorld, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { ask } from "#lib/semantic/testing/asker.ts";
import { DayTable } from "#lib/semantic/testing/day-table.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";
import { MetricOracle, type PlainQuestion } from "#lib/semantic/testing/metric-oracle.ts";
import { byKey, expected, plain, questionOf, sorted } from "#lib/semantic/testing/plain-answer.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";

const SEED = Number(process.env["PROOF_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const WORLDS = 7;

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

const REGISTRY_GROUPS = [
  [],
  ["account.name"],
  ["instance.hosting", "account.type"],
  ["instance.tier", "instance.name"],
];
const NO_FILTER = {};
const REGISTRY_FILTERS = [NO_FILTER, { "instance.hosting": "managed" }, { "account.name": "Account A1" }];

const PING_GROUPS = [...REGISTRY_GROUPS, ["instance_day.version"]];
const PING_FILTERS = [...REGISTRY_FILTERS, { "instance_day.version": "5.0.0" }];
const EVENT_GROUPS = [[], ["account.name"], ["event.name", "instance.hosting"], ["event.client"]];
const EVENT_FILTERS = [NO_FILTER, { "event.client": "web" }, { "account.name": "Account A1" }];

const CASES: readonly (readonly [string, PlainQuestion[]])[] = [
  ["mau", plain("mau", ["month"], PING_GROUPS, PING_FILTERS)],
  ["total_accounts", plain("total_accounts", ["week", "month", null], PING_GROUPS, PING_FILTERS)],
  ["dau_mau", plain("dau_mau", ["month"], PING_GROUPS, PING_FILTERS)],
  ["active_instances", plain("active_instances", ["day", "month", null], PING_GROUPS, PING_FILTERS)],
  ["seats", plain("seats", ["week", "month", null], REGISTRY_GROUPS, REGISTRY_FILTERS)],
  ["seat_consumption", plain("seat_consumption", ["month"], REGISTRY_GROUPS, REGISTRY_FILTERS)],
  ["instances", plain("instances", ["week", "month", null], REGISTRY_GROUPS, REGISTRY_FILTERS)],
  ["events", plain("events", ["week", "month", null], EVENT_GROUPS, EVENT_FILTERS)],
  ["event_active_users", plain("event_active_users", ["week", "month", null], EVENT_GROUPS, EVENT_FILTERS)],
];

describe(`each metric is what its definition says, worked out by hand (PROOF_SEED=${SEED})`, () => {
  it.each(CASES)("%s", async (_, questions) => {
    let cells = 0;
    for (const [index, { world, table }] of worlds.entries()) {
      for (const question of questions) {
        const answer = await ask(duck, `w${index}`, world, questionOf(question));
        const mine = expected(new MetricOracle(table, question).answer());
        cells += mine.size;
        const told = `${JSON.stringify(question)} in world ${index}`;
        expect(sorted(byKey(answer, question)), told).toEqual(sorted(mine));
      }
    }
    expect(cells).toBeGreaterThan(20);
  });
});

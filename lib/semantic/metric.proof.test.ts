import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer, Cell } from "#lib/semantic/answer.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { arbitraryWorld, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { ask } from "#lib/semantic/testing/asker.ts";
import { DayTable } from "#lib/semantic/testing/day-table.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";
import { MetricOracle, type PlainQuestion } from "#lib/semantic/testing/metric-oracle.ts";
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

const RANGES = [
  ["2026-01-01", "2026-05-01"],
  ["2026-01-17", "2026-02-20"],
  ["2026-02-01", "2026-03-01"],
] as const;

const REGISTRY_GROUPS = [
  [],
  ["account.name"],
  ["instance.hosting", "account.type"],
  ["instance.tier", "instance.name"],
];
const NO_FILTER = {};
const REGISTRY_FILTERS = [NO_FILTER, { "instance.hosting": "managed" }, { "account.name": "Account A1" }];

function plain(
  metric: string,
  grains: readonly PlainQuestion["grain"][],
  groups: readonly (readonly string[])[],
  filters: readonly Readonly<Record<string, string>>[],
): PlainQuestion[] {
  return RANGES.flatMap(([from, to]) =>
    grains.flatMap((grain) =>
      groups.flatMap((group, index) => {
        // Every group meets every grain and range; the filters take turns.
        const must = filters[(index + from.length + Number(from.slice(8))) % filters.length] ?? NO_FILTER;
        return [{ metric, grain, groups: group, must, from, to }];
      }),
    ),
  );
}

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

function questionOf({ metric, groups, must, grain, from, to }: PlainQuestion): Question {
  return {
    ...EMPTY_QUESTION,
    fields: [...groups, metric].map((id) => ({ id })),
    time: { field: "instance_day.day", grain, range: `${from} to ${to}` },
    filters: Object.entries(must).map(([field, text]) => ({ field, text })),
    limit: 5000,
  };
}

const CODES: Readonly<Record<string, string>> = { "Self-hosted": "self_hosted", "Former customer": "former" };
const CODED = ["Managed", "Dotcom", "Customer", "Prospect", "Free", "Internal"];

function codeOf(cell: Cell): string {
  const text = cell === null ? "∅" : String(cell);
  return CODES[text] ?? (CODED.includes(text) ? text.toLowerCase() : text);
}

/** Rows as the oracle writes them; periods that were only filled in are left out. */
function byKey(answer: Answer, { grain, from, groups }: PlainQuestion): Map<string, string> {
  const found = new Map<string, string>();
  for (const [index, row] of answer.rows.entries()) {
    const period = grain === null ? from : String(row[0]);
    const start = grain === null ? 0 : 1;
    const key = [period, ...row.slice(start, start + groups.length).map(codeOf)].join("|");
    const value = row.at(-1) ?? null;
    const blank = answer.blanks.find((one) => one.row === index)?.code;
    if (blank === "not_yet_sent" || blank === "no_consented_data") continue;
    found.set(key, blank ?? number(value));
  }
  return found;
}

function number(value: Cell): string {
  return typeof value === "number" ? value.toFixed(5) : String(value);
}

function expected(table: DayTable, question: PlainQuestion): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, { value, users }] of new MetricOracle(table, question).answer()) {
    const hidden = users !== null && value !== 0 && users < 5;
    found.set(key, hidden ? "suppressed" : value === null ? "zero_denominator" : number(value));
  }
  return found;
}

describe(`each metric is what its definition says, worked out by hand (PROOF_SEED=${SEED})`, () => {
  it.each(CASES)("%s", async (_, questions) => {
    let cells = 0;
    for (const [index, { world, table }] of worlds.entries()) {
      for (const question of questions) {
        const answer = await ask(duck, `w${index}`, world, questionOf(question));
        const mine = expected(table, question);
        cells += mine.size;
        const told = `${JSON.stringify(question)} in world ${index}`;
        expect(sorted(byKey(answer, question)), told).toEqual(sorted(mine));
      }
    }
    expect(cells).toBeGreaterThan(20);
  });
});

function sorted(map: Map<string, string>): string[] {
  return [...map].map(([key, value]) => `${key} = ${value}`).toSorted();
}

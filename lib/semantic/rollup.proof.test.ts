import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Day } from "#lib/consent/model.ts";
import { FOREVER, type Snapshot, type SnapshotInterval } from "#lib/consent/snapshot-model.ts";
import type { Answer } from "#lib/semantic/answer.ts";
import { CONSENT_GATE, type GateText } from "#lib/semantic/print/gate.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { arbitraryWorld, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { ask, needsOf } from "#lib/semantic/testing/asker.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";

const SEED = Number(process.env["PROOF_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const WORLDS = 3;
const QUESTIONS = 28;

let duck: Duck;
let worlds: ProofWorld[];
let questions: Question[];

beforeAll(async () => {
  duck = await Duck.open();
  const cut = arbitraryWorld().chain((world) =>
    intervalsOf(world.snapshot).map((snapshot) => ({ ...world, snapshot })),
  );
  const sampled = fc.sample(cut, { numRuns: 6 * WORLDS, seed: SEED });
  worlds = sampled.toSorted((a, b) => b.events.length - a.events.length).slice(0, WORLDS);
  for (const [index, world] of worlds.entries()) await duck.load(`w${index}`, world);
  questions = fc.sample(arbitraryQuestion, { numRuns: QUESTIONS, seed: SEED });
}, 120_000);

afterAll(() => {
  duck.close();
});

function dayAt(index: number): Day {
  return new Date(Date.parse("2026-01-01T00:00:00Z") + index * 86_400_000).toISOString().slice(0, 10);
}

const often = <T>(usual: T, other: T) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });

/** What holds of an instance for a while; relinks, moves and withdrawals all begin another one. */
function arbitraryState(accounts: readonly string[]) {
  return fc.record({
    level: often<3 | 2>(3, 2),
    accountId: fc.constantFrom(...accounts),
    hosting: fc.constantFrom("managed" as const, "dotcom" as const),
    environment: often<"production" | "staging">("production", "staging"),
    gap: often(false, true),
  });
}

/** Consent that changes on any day, several times a month for some and never for others. */
function intervalsOf(snapshot: Snapshot): fc.Arbitrary<Snapshot> {
  const accounts = snapshot.accounts.map(({ accountId }) => accountId);
  const one = fc.tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 92 }), { minLength: 2, maxLength: 5 }),
    fc.array(arbitraryState(accounts), { minLength: 6, maxLength: 6 }),
  );
  const all = fc.array(one, { minLength: snapshot.instances.length, maxLength: snapshot.instances.length });
  return all.map((lists) => ({
    ...snapshot,
    intervals: snapshot.instances.flatMap(({ instanceNo, siteId }, index) => {
      const [cuts, states] = lists[index] ?? [[], []];
      const bounds = [0, ...cuts.toSorted((a, b) => a - b)];
      return bounds.flatMap((from, place): SnapshotInterval[] => {
        const state = states[place];
        const next = bounds[place + 1];
        if (state === undefined || state.gap) return [];
        const { level, accountId, hosting, environment } = state;
        const to = next === undefined ? FOREVER : dayAt(next);
        const is = { accountType: "customer", reasons: [null, null, null] } as const;
        return [{ instanceNo, siteId, from: dayAt(from), to, level, accountId, hosting, environment, ...is }];
      });
    }),
  }));
}

const day = fc.integer({ min: -5, max: 100 }).map(dayAt);
const range = fc.oneof(
  fc.tuple(day, day).map(([a, b]) => (a < b ? `${a} to ${b}` : a > b ? `${b} to ${a}` : a)),
  fc.constantFrom(
    "2026-01-01 to 2026-03-01",
    "2026-02",
    "2026-03",
    "2026-01-05 to 2026-02-16",
    "3 months",
    "last month",
    "2026",
  ),
);

const FILTERS: readonly Readonly<Record<string, string>>[] = [
  {},
  {},
  {},
  { "event.family": "search" },
  { "event.family": "search,code nav" },
  { "event.family": "-search" },
  { "event.client": "web" },
  { "event.client": "v%", "event.family": "Code Nav" },
  { "event.name": "hover" },
  { "instance.hosting": "managed" },
  { "event.client": "web", "instance.hosting": "dotcom" },
];

const arbitraryQuestion: fc.Arbitrary<Question> = fc
  .record({
    metrics: fc.constantFrom(["events"], ["event_active_users"], ["events", "event_active_users"]),
    groups: fc.subarray(["account.name", "instance.hosting", "event.family", "event.client", "event.name"], {
      maxLength: 2,
    }),
    grain: fc.constantFrom("day", "week", "week", "month", "month", "month", "quarter", null),
    range,
    filters: fc.constantFrom(...FILTERS),
    total: fc.boolean(),
    held: often(false, true),
    top: often(false, true),
  })
  .map(({ metrics, groups, grain, range: text, filters, total, held, top }) => ({
    ...EMPTY_QUESTION,
    fields: [...groups, ...metrics].map((id) => ({ id })),
    time: { field: "event.day", grain, range: text },
    filters: Object.entries(filters).map(([field, is]) => ({ field, text: is })),
    totals: { ...EMPTY_QUESTION.totals, grand: total },
    like_for_like: held && grain !== "day",
    topN: top && groups[0] !== undefined ? { field: groups[0], by: metrics[0], n: 1, other: true } : null,
    limit: 5000,
  }));

/** What of an answer the data decide. */
function told({ rows, blanks, totals, coverage, truncated }: Answer): string {
  return JSON.stringify({ rows, blanks, totals, coverage, truncated });
}

const rawAnswers = new Map<string, string>();

/** What the rows themselves say, asked once. */
async function ofRows(index: number, world: ProofWorld, question: Question): Promise<string> {
  const key = `${index} ${JSON.stringify(question)}`;
  const known = rawAnswers.get(key) ?? told(await ask(duck, `w${index}`, world, { ...question, no_rollup: true }));
  rawAnswers.set(key, known);
  return known;
}

/** The first question that rollups answer otherwise than rows do. */
async function firstDifference(gate: GateText): Promise<string | null> {
  for (const [index, world] of worlds.entries()) {
    for (const question of questions) {
      const rolled = told(await ask(duck, `w${index}`, world, question, gate));
      const raw = await ofRows(index, world, question);
      if (rolled !== raw) return `world ${index}: ${JSON.stringify(question)}\n${rolled}\n${raw}`;
    }
  }
  return null;
}

const { join, described, days, bounds } = CONSENT_GATE;

/** Faults that only rollups can have. */
const MUTANTS: Readonly<Record<string, GateText>> = {
  "open days end a day late": { join, described, days, bounds: { ...bounds, to: "(i.valid_to + 1)" } },
  "open days begin a day early": { join, described, days, bounds: { ...bounds, from: "(i.valid_from - 1)" } },
  "days of any level are open": { join, described, bounds, days: () => [] },
  "a period counts that is open on its first day": { described, days, bounds, join: (scan, is) => join(scan, is) },
  "a period counts that is open on its last day": {
    described,
    days,
    bounds,
    join: (scan, is, last) =>
      join(scan, is, last).map((text) => (last === undefined ? text : text.replace("s.start >=", `${last} >=`))),
  },
};

describe(`rollups (PROOF_SEED=${SEED})`, () => {
  it("are asked, each of them, and rows where none is exact", () => {
    const tables = questions.flatMap((question) => needsOf(question).tables);
    expect([...new Set(tables)].toSorted()).toEqual(["event", "event_day", "event_period", "user_month"]);
  });

  it("give what the rows give, for any range, group, filter and change of consent", async () => {
    expect(await firstDifference(CONSENT_GATE)).toBeNull();
  });

  it.each(Object.entries(MUTANTS))("are told from those where %s", async (_, mutant) => {
    expect(await firstDifference(mutant)).not.toBeNull();
  });
});

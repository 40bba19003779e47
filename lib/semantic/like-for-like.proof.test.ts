import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Day, Tier } from "#lib/consent/model.ts";
import type { Answer } from "#lib/semantic/answer.ts";
import { EMPTY_QUESTION, type Grain, type Question } from "#lib/semantic/question.ts";
import { arbitraryWorld, DATA_CLOCK, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { ask } from "#lib/semantic/testing/asker.ts";
import { DayTable, eachDay, nextDay } from "#lib/semantic/testing/day-table.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";
import { account, FIRST, instance, term, typical } from "#lib/semantic/testing/registry-rows.ts";
import { type RegistryWorld, snapshotOf } from "#lib/testing/registry-world.ts";

const SEED = Number(process.env["PROOF_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const WORLDS = 10;

let duck: Duck;
let worlds: ProofWorld[];

beforeAll(async () => {
  duck = await Duck.open();
  worlds = fc.sample(arbitraryWorld(), { numRuns: WORLDS, seed: SEED });
  for (const [index, world] of worlds.entries()) await duck.load(`w${index}`, world);
}, 120_000);

afterAll(() => {
  duck.close();
});

function question(fields: readonly string[], grain: Grain | null, range: string, rest: Partial<Question>): Question {
  const time = { field: "instance_day.day", grain, range };
  return { ...EMPTY_QUESTION, fields: fields.map((id) => ({ id })), time, ...rest };
}

describe("ten customers who use it alike, of whom five agree to share, and three more later", () => {
  const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const LATER: Day = "2026-03-01";
  const PEOPLE = [1, 2, 3, 4, 5, 6];

  function termsOf(number: number): RegistryWorld["rows"]["terms"][number][] {
    const always: Tier = number <= 5 ? 3 : 0;
    if (number <= 5 || number > 8) return [term(`A${number}`, always, FIRST, null)];
    return [term(`A${number}`, 0, FIRST, LATER), term(`A${number}`, 3, LATER, null)];
  }

  function world(): ProofWorld {
    const registry: RegistryWorld = {
      rows: {
        accounts: NUMBERS.map((number) => account(`A${number}`)),
        accountTypes: [],
        instances: NUMBERS.map((number) => instance(`site-${number}`, `A${number}`)),
        instanceHistory: [],
        licences: [],
        terms: NUMBERS.flatMap(termsOf),
        optOuts: [],
        people: [],
      },
      ...typical,
    };
    const rows = eachDay(FIRST, nextDay(DATA_CLOCK)).flatMap((day) =>
      NUMBERS.map((instanceNo) => ({ day, instanceNo })),
    );
    const ping = { version: "5.0.0", deployType: "kubernetes", mau: 100, totalUserAccounts: 200, dau: 30 };
    const is = { name: "hover", family: "code nav", client: "web", countsAsActive: true, isOperator: false };
    return {
      registry,
      consentToday: "2026-03-29",
      snapshot: snapshotOf(registry, "2026-03-29"),
      dataClock: DATA_CLOCK,
      languages: [],
      tickets: [],
      instanceDays: rows.map(({ day, instanceNo }) => ({
        ...ping,
        day,
        instanceNo,
        lastTs: `${day} 10:00:00`,
        mauMonth: `${day.slice(0, 7)}-01`,
      })),
      events: rows.flatMap((row, index) =>
        PEOPLE.map((person) => ({ ...row, ...is, insertId: index * 10 + person, userKey: `u${person}` })),
      ),
    };
  }

  beforeAll(async () => {
    await duck.load("alike", world());
  });

  it.each(["mau", "event_active_users"])(
    "%s: plain it grows by 60 per cent, like for like it does not",
    async (metric) => {
      const asked = question([metric], null, "2026-03-01 to 2026-03-29", { compare: "previous_period" });
      const monthly = question([metric], "month", "2026-03", { compare: "previous_period" });
      const one = metric === "mau" ? monthly : asked;
      const plain = await ask(duck, "alike", world(), one);
      const held = await ask(duck, "alike", world(), { ...one, like_for_like: true });
      const changeIn = ({ columns, rows }: Answer) => rows[0]?.[columns.findIndex(({ role }) => role === "change")];
      expect(changeIn(plain)).toBeCloseTo(0.6, 9);
      expect(changeIn(held)).toBe(0);
      expect(plain.coverage).toMatchObject({ eligible: 10, covered: 8, compare: { eligible: 10, covered: 5 } });
      expect(held.coverage).toMatchObject({ eligible: 10, covered: 5, compare: { eligible: 10, covered: 5 } });
      expect(held.coverage.excluded).toMatchObject([
        { reason: "consent_tier", kind: "agreed", tier: 0, count: 2 },
        { reason: "not_throughout", kind: "ours", count: 3 },
      ]);
      expect(held.coverage.compare?.excluded).toMatchObject([{ reason: "consent_tier", count: 5 }]);
    },
  );

  it("holds a trend constant over all of its months, and marks the month in which the plain one changes", async () => {
    const asked = question(["mau"], "month", "2026-01-01 to 2026-04-01", {});
    const plain = await ask(duck, "alike", world(), asked);
    const held = await ask(duck, "alike", world(), { ...asked, like_for_like: true });
    expect(plain.rows.map((row) => row[1])).toEqual([500, 500, 800]);
    expect(plain.coverage.changes).toEqual([{ day: LATER, entered: 3, left: 0, marked: true }]);
    expect(held.rows.map((row) => row[1])).toEqual([500, 500, 500]);
    expect(held.coverage.changes).toEqual([]);
  });

  it("leaves figures of the registry as they are, and says so", async () => {
    const held = await ask(duck, "alike", world(), {
      ...question(["instances", "mau"], "month", "2026-02-01 to 2026-04-01", {}),
      like_for_like: true,
    });
    expect(held.rows.map((row) => row[1])).toEqual([10, 10]);
    expect(held.notices).toContain("Instances is on record for everybody: Like for like leaves it as it is.");
  });
});

type Case = {
  readonly metric: string;
  readonly grain: Grain | null;
  readonly range: string;
  readonly compare: boolean;
};

const MONTHS = "2026-02-01 to 2026-04-01";
const CASES: readonly Case[] = [
  { metric: "mau", grain: "month", range: MONTHS, compare: false },
  { metric: "mau", grain: "month", range: "2026-02", compare: true },
  { metric: "dau_mau", grain: "month", range: "2026-02", compare: true },
  { metric: "seat_consumption", grain: "month", range: MONTHS, compare: false },
  { metric: "total_accounts", grain: "week", range: "2026-02-02 to 2026-03-02", compare: false },
  { metric: "active_instances", grain: null, range: "2026-02-10 to 2026-02-20", compare: true },
  { metric: "events", grain: null, range: "2026-02-10 to 2026-02-20", compare: true },
  { metric: "event_active_users", grain: "month", range: MONTHS, compare: false },
];
const LEVEL: Readonly<Record<string, number>> = { dau_mau: 2, events: 3, event_active_users: 3 };
const WHOLE = ["mau", "dau_mau", "seat_consumption"];

/** Instances that are there in every period of a plain answer by instance, and visible on every day of all of them. */
async function heldIn(index: number, world: ProofWorld, { metric, grain, range, compare }: Case): Promise<Set<number>> {
  const table = new DayTable(world);
  const names = world.registry.rows.instances.map(({ name }) => name);
  const ranges = compare ? [range, before(range)] : [range];
  const answers = await Promise.all(
    ranges.map((text) =>
      ask(duck, `w${index}`, world, { ...question(["instance.name", metric], grain, text, {}), limit: 5000 }),
    ),
  );
  const types = metric === "seat_consumption" ? ["customer"] : ["customer", "prospect", "free"];
  const isSeen = (instanceNo: number, day: Day) => {
    const known = table.on(instanceNo, day);
    const isCounted = known?.environment === "production" || metric === "active_instances";
    return (
      isCounted && known != null && known.visible >= (LEVEL[metric] ?? 1) && types.includes(known.accountType ?? "")
    );
  };
  const days = answers.flatMap(({ coverage, range: clipped }) => {
    const [first] = coverage.periods;
    const from = WHOLE.includes(metric) ? (first?.start ?? "") : (clipped?.from ?? "");
    return eachDay(from, clipped?.to ?? "");
  });
  const held = table.instances.filter((instanceNo) => {
    const isThere = answers.every(({ columns, rows, coverage }) => {
      const name = columns.findIndex(({ id }) => id === "instance.name");
      const own = rows.filter((row) => row[name] === names[instanceNo - 1]);
      return own.length === coverage.periods.length;
    });
    return isThere && days.every((day) => isSeen(instanceNo, day));
  });
  return new Set(held);
}

function before(range: string): string {
  return range === "2026-02" ? "2026-01" : "2026-01-31 to 2026-02-10";
}

function onlyOf(world: ProofWorld, held: ReadonlySet<number>): ProofWorld {
  return {
    ...world,
    instanceDays: world.instanceDays.filter(({ instanceNo }) => held.has(instanceNo)),
    events: world.events.filter(({ instanceNo }) => held.has(instanceNo)),
  };
}

describe(`like for like (PROOF_SEED=${SEED})`, () => {
  it("is the plain answer of a world in which only those who are seen throughout have sent", async () => {
    const counts = { held: 0, dropped: 0 };
    for (const [index, world] of worlds.entries()) {
      for (const one of CASES) {
        const held = await heldIn(index, world, one);
        const asked = question([one.metric], one.grain, one.range, {
          compare: one.compare ? "previous_period" : null,
          totals: { grand: true, row: false, sub: false },
        });
        const answer = await ask(duck, `w${index}`, world, { ...asked, like_for_like: true });
        await duck.load("held_only", onlyOf(world, held));
        const expected = await ask(duck, "held_only", world, asked);
        const seen = ({ rows, totals }: Answer) => ({ rows: rows.filter((row) => row.some(isFigure)), totals });
        const place = `${JSON.stringify(one)} in world ${index}`;
        expect(seen(answer), place).toEqual(seen(expected));
        expect(answer.coverage.covered, place).toBe(expected.coverage.covered);
        counts.held += held.size;
        counts.dropped += answer.coverage.excluded.find(({ reason }) => reason === "not_throughout")?.count ?? 0;
      }
    }
    expect(counts.held).toBeGreaterThan(0);
    expect(counts.dropped).toBeGreaterThan(0);
  }, 120_000);
});

function isFigure(cell: unknown): boolean {
  return typeof cell === "number";
}

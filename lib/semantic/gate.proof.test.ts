import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "#lib/semantic/answer.ts";
import { CONSENT_GATE, type GateText } from "#lib/semantic/print/gate.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { arbitraryWorld, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { ask, needsOf } from "#lib/semantic/testing/asker.ts";
import { DayTable } from "#lib/semantic/testing/day-table.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";
import { KIND_QUESTIONS } from "#lib/semantic/testing/kind-models.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";
import { QUESTIONS } from "#lib/semantic/testing/questions.ts";
import { OPEN_GATE, withoutUnseen } from "#lib/semantic/testing/removed.ts";

const SEED = Number(process.env["PROOF_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const WORLDS = 20;
const LEVELS = [1, 2, 3] as const;
/** Of the shipped metrics, and of every kind of measure there is. */
const ALL = { ...QUESTIONS, ...KIND_QUESTIONS };

/** In the planted world all of them, in the others all of the shipped metrics and the kinds in turn. */
function askedIn(world: number): [string, Question][] {
  const kinds = Object.entries(KIND_QUESTIONS).filter((_, index) => world === 0 || index % 5 === world % 5);
  return [...Object.entries(QUESTIONS), ...kinds];
}

let duck: Duck;
let worlds: ProofWorld[];

beforeAll(async () => {
  duck = await Duck.open();
  worlds = [plantedWorld(), ...fc.sample(arbitraryWorld(), { numRuns: WORLDS, seed: SEED })];
  for (const [index, world] of worlds.entries()) {
    await duck.load(`w${index}`, world);
    const table = new DayTable(world);
    for (const level of LEVELS) await duck.load(`w${index}_${level}`, withoutUnseen(table, level));
  }
}, 180_000);

afterAll(() => {
  duck.close();
});

/** What of an answer the data decide. */
function told({ rows, blanks, totals, coverage, truncated }: Answer): unknown {
  return { rows, blanks, totals, coverage, truncated };
}

/** The first question that a gate answers otherwise than over rows that were taken out beforehand. */
async function firstDifference(gate: GateText): Promise<string | null> {
  for (const [index, world] of worlds.entries()) {
    for (const [name, question] of askedIn(index)) {
      const { level } = needsOf(question);
      if (level === 0) continue;
      const filtered = told(await ask(duck, `w${index}`, world, question, gate));
      const removed = told(await ask(duck, `w${index}_${level}`, world, question, OPEN_GATE));
      if (JSON.stringify(filtered) !== JSON.stringify(removed)) return `${name} in world ${index}`;
    }
  }
  return null;
}

function monthly(fields: readonly string[]): Question {
  const time = { field: "instance_day.day", grain: "month", range: "2026-01-01 to 2026-05-01" } as const;
  return { ...EMPTY_QUESTION, fields: fields.map((id) => ({ id })), time, limit: 5000 };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** Every figure that is there, by its row and metric. */
function figures({ columns, rows }: Answer): [string, unknown][] {
  const measures = columns.flatMap(({ id, kind }, column) => (kind === "measure" ? [{ id, column }] : []));
  const found = rows.flatMap((row) =>
    measures.map(({ id, column }): [string, unknown] => [`${String(row[0])}/${String(row[1])}/${id}`, row[column]]),
  );
  return found.filter(([, value]) => value !== null).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const { join, described, days, bounds } = CONSENT_GATE;

/** The fault in the join of rows, and the same one in the days that an interval lets pass. */
function replaced(from: string | RegExp, to: string, moved: Partial<GateText["bounds"]> = {}): GateText {
  return {
    described,
    days,
    join: (scan, dialect, last) => join(scan, dialect, last).map((text) => text.replace(from, to)),
    bounds: { ...bounds, ...moved },
  };
}

/** Gates with one planted fault each. */
const MUTANTS: Readonly<Record<string, GateText>> = {
  "the last day is in": replaced("< i.valid_to", "<= i.valid_to", { to: "(i.valid_to + 1)" }),
  "the first day is out": replaced(">= i.valid_from", "> i.valid_from", { from: "(i.valid_from + 1)" }),
  "one level too low": replaced(/>= (\d)$/, ">= $1 - 1"),
  "one level too high": replaced(/>= (\d)$/, "> $1"),
  "any level": replaced(/i\.level >= \d/, "TRUE"),
  "only exactly this level": replaced(/>= (\d)$/, "= $1"),
  "any instance": replaced(/^i\.instance_no = s\.instance_no$/, "TRUE"),
  "today's consent for every day": replaced(/^s\.day/, "CAST('2026-03-28' AS DATE)"),
  "the described month is not asked": { join, days, bounds, described: () => [] },
  "days in between are not asked": { join, described, bounds, days: () => [] },
};

describe(`the gate (PROOF_SEED=${SEED})`, () => {
  it("hides something and shows something at each level", () => {
    for (const level of LEVELS) {
      const count = ({ events, instanceDays }: Pick<ProofWorld, "instanceDays" | "events">) =>
        (level === 3 ? events : instanceDays).length;
      const all = sum(worlds.map(count));
      const left = sum(worlds.map((world) => count(withoutUnseen(new DayTable(world), level))));
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThan(all);
    }
  });

  it("counts nothing from pings where a question needs user-level data", () => {
    const asked = Object.values(ALL).map(needsOf);
    const events = asked.filter(({ level }) => level === 3);
    expect(events.length).toBeGreaterThan(0);
    const made = ["event", "event_period", "user_month", "event_day"];
    for (const { tables } of events) expect(made).toEqual(expect.arrayContaining([...tables]));
  });

  it("answers as if what may not be seen had never arrived", async () => {
    expect(await firstDifference(CONSENT_GATE)).toBeNull();
  });

  it("gives each figure alone what it gives beside others, each at its own level", async () => {
    const together = ["account.name", "mau", "dau_mau", "seat_consumption", "seats", "events"];
    for (const [index, world] of worlds.entries()) {
      const all = figures(await ask(duck, `w${index}`, world, monthly(together)));
      for (const metric of together.slice(1)) {
        const alone = figures(await ask(duck, `w${index}`, world, monthly(["account.name", metric])));
        const beside = all.filter(([key]) => key.endsWith(`/${metric}`));
        expect(beside, `${metric} in world ${index}`).toEqual(alone);
      }
    }
  });

  it("does not depend on the order in which rows lie", async () => {
    for (const [index, world] of worlds.slice(0, 4).entries()) {
      const instanceDays = world.instanceDays.toReversed();
      await duck.load("reversed", { ...world, instanceDays, events: world.events.toReversed() });
      for (const [name, question] of askedIn(index)) {
        const one = told(await ask(duck, `w${index}`, world, question));
        expect(told(await ask(duck, "reversed", world, question)), name).toEqual(one);
      }
    }
  });

  it.each(Object.entries(MUTANTS))("is told from one where %s", async (_, mutant) => {
    expect(await firstDifference(mutant)).not.toBeNull();
  });
});

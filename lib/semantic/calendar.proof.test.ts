import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "#lib/semantic/answer.ts";
import { addDays, daysBetween, earlier, later } from "#lib/semantic/calendar.ts";
import { EMPTY_QUESTION, type Grain, type Question } from "#lib/semantic/question.ts";
import { arbitraryWorld, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { ask } from "#lib/semantic/testing/asker.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";

const SEED = Number(process.env["PROOF_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

let duck: Duck;
let worlds: ProofWorld[];

beforeAll(async () => {
  duck = await Duck.open();
  worlds = [plantedWorld(), ...fc.sample(arbitraryWorld(), { numRuns: 3, seed: SEED })];
  for (const [index, world] of worlds.entries()) await duck.load(`w${index}`, world);
}, 120_000);

afterAll(() => {
  duck.close();
});

const FROM = "2026-01-09";
const TO = "2026-04-17";

function question(metric: string, grain: Grain | null, range: string, rest: Partial<Question>): Question {
  return {
    ...EMPTY_QUESTION,
    fields: [{ id: metric }],
    time: { field: "instance_day.day", grain, range },
    limit: 5000,
    ...rest,
  };
}

/** Ends of weeks, quarters and years by counting days, without the calendar that is tried here. */
function endOf(start: string, grain: Grain): string {
  if (grain === "week") return addDays(start, 7);
  let day = addDays(start, grain === "quarter" ? 84 : 355);
  while (!day.endsWith("-01")) day = addDays(day, 1);
  return day;
}

function figures(answer: Answer): Map<string, string> {
  const codes = new Map(answer.blanks.map(({ row, code }) => [row, code]));
  return new Map(answer.rows.map(([start, value], row) => [String(start), codes.get(row) ?? String(value)]));
}

const CALENDARS: readonly (readonly [Grain, Partial<Question>])[] = [
  ["week", { week_start: "sunday" }],
  ["week", { week_start: "monday" }],
  ["quarter", { fiscal: { start_month: 2 } }],
  ["quarter", { fiscal: { start_month: 12 } }],
  ["year", { fiscal: { start_month: 3 } }],
];

describe(`a period of any calendar is what its days are alone (PROOF_SEED=${SEED})`, () => {
  it.each(CALENDARS)("%s, %j", async (grain, rest) => {
    for (const metric of ["events", "event_active_users", "active_instances", "total_accounts", "seats"]) {
      for (const [index, world] of worlds.entries()) {
        const answer = await ask(duck, `w${index}`, world, question(metric, grain, `${FROM} to ${TO}`, rest));
        for (const [start, told] of figures(answer)) {
          const days = `${later(start, FROM)} to ${earlier(endOf(start, grain), TO)}`;
          const alone = await ask(duck, `w${index}`, world, question(metric, null, days, {}));
          const said = `${metric} in ${days} of world ${index}`;
          if (alone.rows.length === 0) expect(["not_yet_sent", "no_consented_data"], said).toContain(told);
          else expect(told, said).toBe(String(alone.rows[0]?.[0] ?? alone.blanks[0]?.code));
        }
      }
    }
  });

  it("begins where it says", async () => {
    const [world] = worlds;
    if (world === undefined) throw new Error("no world");
    const starts = async (grain: Grain, rest: Partial<Question>) =>
      (await ask(duck, "w0", world, question("events", grain, `${FROM} to ${TO}`, rest))).rows.map(([start]) =>
        String(start),
      );
    const sundays = await starts("week", { week_start: "sunday" });
    expect(sundays[0]).toBe("2026-01-04");
    expect(sundays.every((day) => daysBetween("2026-01-04", day) % 7 === 0)).toBe(true);
    expect(await starts("quarter", { fiscal: { start_month: 2 } })).toEqual(["2025-11-01", "2026-02-01"]);
    expect(await starts("year", { fiscal: { start_month: 3 } })).toEqual(["2025-03-01", "2026-03-01"]);
  });
});

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "#lib/semantic/answer.ts";
import { assemble } from "#lib/semantic/assemble.ts";
import { compile } from "#lib/semantic/compile.ts";
import { buildGrid } from "#lib/semantic/grid.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import type { ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { MODEL } from "#lib/semantic/testing/asker.ts";
import { attack } from "#lib/semantic/testing/attacker.ts";
import { arbitraryCrowd } from "#lib/semantic/testing/crowd-world.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";

const SEED = Number(process.env["PROOF_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const WORLDS = 12;

let duck: Duck;
let worlds: ProofWorld[];

beforeAll(async () => {
  duck = await Duck.open();
  worlds = fc.sample(arbitraryCrowd("2026-01-29", "2026-02-06"), { numRuns: WORLDS, seed: SEED });
  for (const [index, world] of worlds.entries()) await duck.load(`w${index}`, world);
}, 120_000);

afterAll(() => {
  duck.close();
});

const TOTALS = { grand: true, row: true, sub: true };
/** Customers and instances have people of their own. */
const SEVERAL = new Set(["event.name", "event.family", "event.client", "event.day"]);
const FIELDS = [
  { id: "event_active_users", countsPeople: true, overlaps: SEVERAL },
  { id: "events", countsPeople: false, overlaps: new Set<string>() },
];

function question(rows: readonly string[], pivots: readonly string[], rest: Partial<Question> = {}): Question {
  return {
    ...EMPTY_QUESTION,
    fields: [...rows, ...FIELDS.map(({ id }) => id)].map((id) => ({ id })),
    pivots: pivots.map((id) => ({ id })),
    time: { field: "event.day", grain: null, range: "2026-02-02 to 2026-02-03" },
    totals: TOTALS,
    limit: 5000,
    ...rest,
  };
}

const DAYS = { field: "event.day", grain: "day", range: "2026-02-02 to 2026-02-06" } as const;

const QUESTIONS: readonly Question[] = [
  question(["account.name"], []),
  question(["account.name", "event.name"], []),
  question(["account.name"], ["event.name"]),
  question(["account.name", "instance.name"], ["event.client"]),
  question(["event.family", "event.name", "event.client"], []),
  question(["account.name"], ["event.day"], { time: DAYS }),
  question(["event.day"], ["event.client"], { time: DAYS, compare: "previous_period" }),
  question(["event.name"], [], { compare: "previous_period", sort: [{ field: "events", desc: true }] }),
];

type Run = { readonly answer: Answer; readonly truth: (row: number, column: number) => unknown };

async function run(index: number, asked: Question): Promise<Run> {
  const world = worlds[index];
  if (world === undefined) throw new Error("no such world");
  const { snapshot, dataClock } = world;
  const context = { engine: "duckdb", snapshot: snapshot.key, dataClock, permissions: new Set<never>() } as const;
  const query = compile(MODEL, asked, context);
  const results = await duck.run(`w${index}`, query);
  const { answer } = assemble(query, results, snapshot, { engine: "duckdb", ms: 0, bytes: null, freshness: [] });
  const grid = buildGrid(query, results);
  // Rows may have moved: the true figure is found by the keys of its row.
  const keyOf = (cells: readonly unknown[], depth: number) => JSON.stringify(cells.slice(0, depth));
  const truth = (row: number, column: number) => {
    const line = grid.lines.find(({ kind, row: own, keys, depth }) =>
      row < 0 ? own === row : kind === "row" && keyOf(keys, depth) === keyOf(answer.rows[row] ?? [], depth),
    );
    return grid.figures[grid.lines.indexOf(line ?? grid.lines[0] ?? fail())]?.[column]?.value ?? null;
  };
  return { answer, truth };
}

function fail(): never {
  throw new Error("no such line");
}

/** The answer as it would be if only the small figures were hidden. */
function withoutWithholding({ answer, truth }: Run): Answer {
  const isShown = ({ code }: { code: string }) => code === "withheld";
  const open = structuredClone(answer);
  for (const { row, column } of answer.blanks.filter(isShown)) {
    const value = truth(row, column);
    const cells = row >= 0 ? open.rows[row] : row === -1 ? open.totals : open.subtotals[-2 - row]?.cells;
    if (cells != null && typeof value === "number") cells[column] = value;
  }
  return { ...open, blanks: open.blanks.filter((blank) => !isShown(blank)) };
}

/** Small figures that the attacker gets right. */
function recovered({ truth }: Run, answer: Answer): string[] {
  return FIELDS.flatMap((field) =>
    attack(answer, field)
      .filter(({ row, column }) =>
        answer.blanks.some((one) => one.row === row && one.column === column && one.code === "suppressed"),
      )
      .filter(({ row, column, value }) => truth(row, column) === value)
      .map(({ row, column, value }) => `${field.id} in row ${row}, column ${column} is ${value}`),
  );
}

describe(`disclosure control (PROOF_SEED=${SEED})`, () => {
  it("leaves nobody with one answer and a pencil a figure about 1 to 4 people", async () => {
    const counts = { small: 0, withheld: 0, without: 0 };
    for (const index of worlds.keys()) {
      for (const asked of QUESTIONS) {
        const one = await run(index, asked);
        const { blanks } = one.answer;
        expect(recovered(one, one.answer), JSON.stringify([index, asked])).toEqual([]);
        counts.small += blanks.filter(({ code }) => code === "suppressed").length;
        counts.withheld += blanks.filter(({ code }) => code === "withheld").length;
        counts.without += recovered(one, withoutWithholding(one)).length;
      }
    }
    expect(counts.small).toBeGreaterThan(100);
    expect(counts.withheld).toBeGreaterThan(0);
    expect(counts.without, "the attack would find something if nothing were withheld").toBeGreaterThan(0);
  }, 120_000);

  it("shows no figure about 1 to 4 people, and every zero as zero", async () => {
    for (const index of worlds.keys()) {
      for (const asked of QUESTIONS) {
        const { answer, truth } = await run(index, asked);
        const people = answer.columns.findIndex(({ id }) => id === "event_active_users");
        for (const [row, cells] of answer.rows.entries()) {
          const value = cells[people];
          if (typeof value === "number") expect(value === 0 || value >= 5).toBe(true);
          if (truth(row, people) === 0) expect(value).toBe(0);
        }
      }
    }
  }, 120_000);

  it("puts rows that are hidden last, so that their place in the order tells nothing", async () => {
    let hidden = 0;
    for (const index of worlds.keys()) {
      const asked = { ...question(["event.name", "event.client"], []), totals: EMPTY_QUESTION.totals };
      const { answer } = await run(index, { ...asked, sort: [{ field: "event_active_users", desc: true }] });
      const people = answer.columns.findIndex(({ id }) => id === "event_active_users");
      const shown = answer.rows.map((cells) => typeof cells[people] === "number");
      expect(shown.toSorted((a, b) => Number(b) - Number(a))).toEqual(shown);
      const names = answer.rows
        .filter((_, row) => shown[row] === false)
        .map((cells) => JSON.stringify(cells.slice(0, 2)));
      expect(names).toEqual(names.toSorted());
      hidden += names.length;
    }
    expect(hidden).toBeGreaterThan(0);
  }, 120_000);
});

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer, AnswerColumn, Cell } from "#lib/semantic/answer.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { arbitraryWorld, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { ask } from "#lib/semantic/testing/asker.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";

const SEED = Number(process.env["PROOF_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const WORLDS = 5;

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

const ALL = { grand: true, row: true, sub: true } as const;
const TIME = "instance_day.day";

type Short = {
  readonly rows: readonly string[];
  readonly pivots: readonly string[];
  readonly metrics: readonly string[];
  readonly time: NonNullable<Question["time"]>;
};

const MONTHS = { field: TIME, grain: "month", range: "2026-01-01 to 2026-04-01" } as const;
const WHOLE = { field: TIME, grain: null, range: "2026-02-03 to 2026-03-11" } as const;
const WEEKS = { field: TIME, grain: "week", range: "2026-02-02 to 2026-03-16" } as const;

const CASES: readonly Short[] = [
  {
    rows: ["account.name", "event.name"],
    pivots: ["event.client"],
    metrics: ["events", "event_active_users"],
    time: WHOLE,
  },
  { rows: [TIME, "instance.hosting"], pivots: [], metrics: ["event_active_users"], time: WEEKS },
  { rows: ["account.name"], pivots: [TIME], metrics: ["mau", "seat_consumption"], time: MONTHS },
  { rows: ["account.type", "instance.hosting"], pivots: ["instance.tier"], metrics: ["active_instances"], time: WHOLE },
  { rows: ["instance.hosting", TIME], pivots: ["account.type"], metrics: ["total_accounts", "seats"], time: WEEKS },
  { rows: [], pivots: ["instance.hosting", TIME], metrics: ["dau_mau"], time: MONTHS },
];

function questionOf({ rows, pivots, metrics, time }: Short, rest: Partial<Question> = {}): Question {
  const ids = (list: readonly string[]) => list.map((id) => ({ id }));
  return { ...EMPTY_QUESTION, fields: ids([...rows, ...metrics]), pivots: ids(pivots), time, limit: 5000, ...rest };
}

/** The plain question about the fields that stay, over those days. */
function plainOf({ metrics, time }: Short, kept: readonly string[], range: string): Question {
  const grain = kept.includes(TIME) ? time.grain : null;
  return questionOf({ rows: kept, pivots: [], metrics, time: { ...time, grain, range } });
}

/** Each figure of an answer without pivots by the values beside it. */
function byKeys(answer: Answer, kept: readonly string[], metric: string): Map<string, string> {
  const keys = kept.map((id) => answer.columns.findIndex((column) => column.id === id));
  const at = answer.columns.findIndex(({ id }) => id === metric);
  return new Map(
    answer.rows.map((row, index) => [
      JSON.stringify(keys.map((key) => row[key] ?? null)),
      told(row[at] ?? null, codeOf(answer, index, at)),
    ]),
  );
}

function codeOf({ blanks }: Answer, row: number, column: number): string | null {
  return blanks.find((blank) => blank.row === row && blank.column === column)?.code ?? null;
}

function told(value: Cell, code: string | null): string {
  return typeof value === "number" ? value.toPrecision(10) : (code ?? "nothing");
}

type Line = {
  readonly row: number;
  readonly cells: readonly Cell[];
  readonly kept: readonly string[];
  readonly keys: readonly Cell[];
};

function linesOf(answer: Answer, rows: readonly string[]): Line[] {
  const keysOf = (cells: readonly Cell[], depth: number) =>
    rows
      .slice(0, depth)
      .map((id) => cells[answer.columns.findIndex((column) => column.id === id && column.pivot === null)] ?? null);
  const lines = answer.rows.map((cells, row) => ({ row, cells, kept: rows, keys: keysOf(cells, rows.length) }));
  const subtotals = answer.subtotals.map(({ depth, cells }, index) => ({
    row: -2 - index,
    cells,
    kept: rows.slice(0, depth),
    keys: keysOf(cells, depth),
  }));
  const total = answer.totals === null ? [] : [{ row: -1, cells: answer.totals, kept: [], keys: [] }];
  return [...lines, ...subtotals, ...total];
}

/** What the plain question says instead of a figure that is in no group of it. */
const ABSENT = ["not_yet_sent", "no_consented_data", "late_data"];

/** Plain questions in one world, each asked once. */
class Plain {
  private readonly known = new Map<string, Map<string, string>>();
  private readonly short: Short;
  private readonly world: number;

  constructor(short: Short, world: number) {
    this.short = short;
    this.world = world;
  }

  async figure(kept: readonly string[], keys: readonly Cell[], metric: string, range: string): Promise<string> {
    const name = JSON.stringify([kept, metric, range]);
    const question = plainOf(this.short, kept, range);
    const known = this.known.get(name) ?? byKeys(await askIn(this.world, question), kept, metric);
    this.known.set(name, known);
    return known.get(JSON.stringify(keys)) ?? "nothing";
  }
}

async function askIn(index: number, question: Question): Promise<Answer> {
  const world = worlds[index];
  if (world === undefined) throw new Error("no such world");
  return await ask(duck, `w${index}`, world, question);
}

type Place = { readonly answer: Answer; readonly line: Line; readonly column: AnswerColumn; readonly at: number };

/** What the answer says there, and what the plain question says; null where there is nothing to compare. */
async function both(short: Short, plain: Plain, place: Place): Promise<{ mine: string; theirs: string } | null> {
  const { answer, line, column, at } = place;
  const wanted = keptBy(short, line, column);
  if (wanted === null || !isAsked(answer, short, column, wanted.kept)) return null;
  const mine = told(line.cells[at] ?? null, codeOf(answer, line.row, at));
  if (mine === "suppressed") return null;
  const { compare } = answer;
  if (column.role !== "compared" || compare === null)
    return { mine, theirs: await plain.figure(wanted.kept, wanted.keys, column.id, short.time.range) };
  const range = `${compare.from} to ${compare.to}`;
  return { mine, theirs: await plain.figure(wanted.kept, moved(answer, wanted), column.id, range) };
}

describe(`every grain of an answer is what the plain question about it says (PROOF_SEED=${SEED})`, () => {
  it.each(CASES.map((one) => [JSON.stringify(one), one] as const))("%s", async (_, short) => {
    let compared = 0;
    for (const index of worlds.keys()) {
      const plain = new Plain(short, index);
      const answer = await askIn(index, questionOf(short, { totals: ALL, compare: "previous_period" }));
      for (const line of linesOf(answer, short.rows)) {
        for (const [at, column] of answer.columns.entries()) {
          const found = await both(short, plain, { answer, line, column, at });
          if (found === null) continue;
          compared++;
          const told = `row ${line.row} of ${column.key} in world ${index}`;
          const nothing = found.mine === "nothing" || ABSENT.includes(found.mine);
          if (nothing) expect([...ABSENT, "nothing"], told).toContain(found.theirs);
          else expect(found.mine, told).toBe(found.theirs);
        }
      }
    }
    expect(compared).toBeGreaterThan(10);
  });
});

type Wanted = { readonly kept: readonly string[]; readonly keys: readonly Cell[] };

function keptBy({ rows, pivots }: Short, { kept, keys }: Line, column: AnswerColumn): Wanted | null {
  if (column.role !== "value" && column.role !== "compared") return null;
  if (column.pivot === null) return { kept, keys };
  return {
    kept: [...kept, ...pivots],
    keys: [...keys, ...column.pivot.map(({ text }) => text)].slice(0, rows.length + pivots.length),
  };
}

/** A figure that is counted by month has none over several, and then its cell is empty without a reason. */
function isAsked(answer: Answer, { time }: Short, { id }: AnswerColumn, kept: readonly string[]): boolean {
  const monthly = ["mau", "seat_consumption", "dau_mau"].includes(id);
  return !monthly || kept.includes(TIME) || time.grain === null || answer.compare?.periods.length === 1;
}

function moved({ compare }: Answer, { kept, keys }: Wanted): readonly Cell[] {
  return keys.map((cell, at) =>
    kept[at] === TIME ? (compare?.periods.find(({ start }) => start === cell)?.compared ?? null) : cell,
  );
}

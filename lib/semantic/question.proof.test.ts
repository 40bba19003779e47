import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer, Cell } from "#lib/semantic/answer.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { arbitraryWorld, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { ask } from "#lib/semantic/testing/asker.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";

const SEED = Number(process.env["PROOF_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

let duck: Duck;
let worlds: ProofWorld[];

beforeAll(async () => {
  duck = await Duck.open();
  worlds = [plantedWorld(), ...fc.sample(arbitraryWorld(), { numRuns: 5, seed: SEED })];
  for (const [index, world] of worlds.entries()) await duck.load(`w${index}`, world);
}, 120_000);

afterAll(() => {
  duck.close();
});

const WHOLE = { field: "instance_day.day", grain: null, range: "2026-01-09 to 2026-04-17" } as const;
const MONTHS = { ...WHOLE, grain: "month", range: "2026-01-01 to 2026-04-01" } as const;

function question(fields: readonly string[], time: Question["time"], rest: Partial<Question> = {}): Question {
  return { ...EMPTY_QUESTION, fields: fields.map((id) => ({ id })), time, limit: 5000, ...rest };
}

async function asked(index: number, one: Question): Promise<Answer> {
  const world = worlds[index];
  if (world === undefined) throw new Error("no such world");
  return await ask(duck, `w${index}`, world, one);
}

/** The last column by the ones before it; an empty cell by its reason. */
function byKeys({ rows, blanks }: Answer): Map<string, string> {
  return new Map(
    rows.flatMap((row, index) => {
      const code = blanks.find((blank) => blank.row === index && blank.column === row.length - 1)?.code;
      const told = code ?? told12(row.at(-1) ?? null);
      const isNothing = code === "not_yet_sent" || code === "no_consented_data";
      return isNothing ? [] : [[JSON.stringify(row.slice(0, -1)), told] as const];
    }),
  );
}

function told12(cell: Cell): string {
  return typeof cell === "number" ? cell.toPrecision(12) : String(cell);
}

const FILTERED: readonly (readonly [metric: string, where: string, field: string, text: string])[] = [
  ["mau", "instance.hosting = 'managed'", "instance.hosting", "managed"],
  ["seat_consumption", "instance.hosting = 'managed'", "instance.hosting", "managed"],
  ["seats", "account.name = 'Account A1'", "account.name", "Account A1"],
  ["dau_mau", "instance_day.version != '5.0.0'", "instance_day.version", "-5.0.0,-NULL"],
  ["events", "event.client = 'web' and not (event.name = 'hover')", "event.client", "web"],
  ["instances", "instance.environment = 'production'", "instance.environment", "production"],
];

describe(`the parts of a question (PROOF_SEED=${SEED})`, () => {
  it.each(FILTERED)(
    "a custom measure of %s where %s is the metric under the filter",
    async (metric, where, field, text) => {
      const custom = [{ kind: "measure", id: "custom.part", label: "Part", of: metric, where }] as const;
      const filters = [{ field, text }, ...(where.includes("hover") ? [{ field: "event.name", text: "-hover" }] : [])];
      for (const index of worlds.keys()) {
        for (const group of [[], ["account.name"]]) {
          const mine = await asked(index, question([...group, "custom.part"], MONTHS, { custom: [...custom] }));
          const theirs = await asked(index, question([...group, metric], MONTHS, { filters }));
          expect(byKeys(mine), `world ${index}`).toEqual(byKeys(theirs));
        }
      }
    },
  );

  it("a custom dimension groups as its parts filter", async () => {
    const expr = "if(instance.hosting = 'managed' and event.client = 'web', 'Ours', coalesce(account.name, 'nobody'))";
    const custom = [{ kind: "dimension", id: "custom.place", label: "Place", expr }] as const;
    const ours = [
      { field: "instance.hosting", text: "managed" },
      { field: "event.client", text: "web" },
    ];
    for (const index of worlds.keys()) {
      const mine = await asked(index, question(["custom.place", "events"], WHOLE, { custom: [...custom] }));
      const theirs = await asked(index, question(["events"], WHOLE, { filters: ours }));
      expect(byKeys(mine).get('["Ours"]') ?? "null", `world ${index}`).toBe(byKeys(theirs).get("[]") ?? "null");
      const named = mine.rows.map(([name]) => name).filter((name) => name !== "Ours");
      for (const name of named) {
        const filters = [{ field: "custom.place", text: String(name) }];
        const alone = await asked(index, question(["custom.place", "events"], WHOLE, { custom: [...custom], filters }));
        expect(byKeys(alone).get(JSON.stringify([name]))).toBe(byKeys(mine).get(JSON.stringify([name])));
      }
    }
  });

  it.each([
    ["events", WHOLE],
    ["events", MONTHS],
    ["event_active_users", WHOLE],
    ["total_accounts", MONTHS],
    ["seat_consumption", { ...MONTHS, range: "2026-02" }],
    ["dau_mau", MONTHS],
  ] as const)(
    "the largest by %s stand apart, and Other is the plain question without them (%j)",
    async (metric, time) => {
      for (const index of worlds.keys()) {
        const topN = { field: "account.name", by: metric, n: 2, other: true } as const;
        const mine = await asked(index, question(["account.name", metric], time, { topN }));
        const at = time.grain === null ? 0 : 1;
        const names = new Set(mine.rows.map((row) => row[at] ?? null));
        names.delete("Other");
        expect(names.size).toBeLessThanOrEqual(2);
        const expected = await largest(index, metric, time);
        for (const name of names) expect(expected.slice(0, 2), `world ${index}`).toContain(name);
        const text = expected
          .slice(0, 2)
          .map((name) => `-${String(name)}`)
          .join(",");
        const rest = await asked(index, question([metric], time, { filters: [{ field: "account.name", text }] }));
        expect(valuesOf(mine, at, "Other"), `world ${index}`).toEqual(valuesOf(rest, at, null));
        const plain = await asked(index, question(["account.name", metric], time));
        for (const name of names) expect(valuesOf(mine, at, name)).toEqual(valuesOf(plain, at, name));
      }
    },
  );

  it("without Other the rest is in no total", async () => {
    for (const index of worlds.keys()) {
      const topN = { field: "account.name", by: "total_accounts", n: 2, other: false } as const;
      const totals = { ...EMPTY_QUESTION.totals, grand: true };
      const mine = await asked(index, question(["account.name", "total_accounts"], WHOLE, { topN, totals }));
      const shown = mine.rows.map(([name]) => String(name)).join(",");
      const theirs = await asked(
        index,
        question(["total_accounts"], WHOLE, { filters: [{ field: "account.name", text: shown }] }),
      );
      expect(mine.totals?.[1] ?? null).toBe(theirs.rows[0]?.[0] ?? null);
    }
  });

  it.each(["events", "event_active_users", "total_accounts", "dau_mau"])(
    "rows kept by %s are those whose figure passes",
    async (metric) => {
      for (const index of worlds.keys()) {
        const time = metric === "dau_mau" ? MONTHS : WHOLE;
        const [text, low] = metric === "dau_mau" ? [">=30%", 0.3] : [">=6", 6];
        const kept = await asked(
          index,
          question(["account.name", metric], time, { having: [{ field: metric, text }] }),
        );
        const plain = byKeys(await asked(index, question(["account.name", metric], time)));
        const expected = [...plain].filter(([, told]) => Number(told) >= low);
        expect(byKeys(kept), `world ${index}`).toEqual(new Map(expected));
      }
    },
  );

  it("every order is total: the rows stand the same each time, and in the order asked for", async () => {
    for (const index of worlds.keys()) {
      const sort = [{ field: "total_accounts", desc: true }];
      const mine = await asked(
        index,
        question(["instance.hosting", "account.type", "total_accounts"], WHOLE, { sort }),
      );
      const again = await asked(
        index,
        question(["instance.hosting", "account.type", "total_accounts"], WHOLE, { sort }),
      );
      expect(again.rows).toEqual(mine.rows);
      const figures = mine.rows.map((row) => Number(row.at(-1) ?? -1));
      expect(figures).toEqual(figures.toSorted((a, b) => b - a));
    }
  });
});

/** Names by their figure over the range, or in its last complete month where it has none over several; hidden ones come last. */
async function largest(index: number, metric: string, time: NonNullable<Question["time"]>): Promise<Cell[]> {
  const isMonthly = metric === "dau_mau";
  const whole = isMonthly
    ? { ...time, range: "2026-02" }
    : { ...time, grain: metric === "seat_consumption" ? time.grain : null };
  const { rows } = await asked(index, question(["account.name", metric], whole));
  const at = whole.grain === null ? 0 : 1;
  const found = rows.map((row) => ({ name: row[at] ?? null, value: row.at(-1) ?? null }));
  const order = (value: Cell) => (typeof value === "number" ? value : -1);
  return found
    .toSorted((a, b) => order(b.value) - order(a.value) || (String(a.name ?? "") < String(b.name ?? "") ? -1 : 1))
    .map(({ name }) => name);
}

/** Figures by period of one value of the dimension; null: where there is no dimension. */
function valuesOf(answer: Answer, at: number, name: Cell): Map<string, string> {
  const has = answer.columns.some(({ kind }) => kind === "dimension");
  const found = new Map<string, string>();
  for (const [index, row] of answer.rows.entries()) {
    if (has && row[at] !== name) continue;
    const code = answer.blanks.find((blank) => blank.row === index)?.code;
    if (code === "not_yet_sent" || code === "no_consented_data") continue;
    found.set(at === 0 ? "" : String(row[0]), code ?? told12(row.at(-1) ?? null));
  }
  return found;
}

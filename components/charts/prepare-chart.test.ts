import { describe, expect, test } from "vitest";
import { prepareChart } from "#components/charts/prepare-chart.ts";
import { prepareSingle } from "#components/charts/prepare-single.ts";
import type { Vis } from "#lib/looks/contract.ts";
import type { Answer, AnswerColumn, Cell } from "#lib/semantic/answer.ts";

const LINE: Vis = { type: "line", horizontal: false, target: null };
const BAR: Vis = { ...LINE, type: "bar" };

const MONTH = column("instance_day.day", "time", { grain: "month", type: "date", format: "date" });
const ACCOUNT = column("account.name", "dimension", { label: "Account" });
const MAU = column("mau", "measure", { label: "MAU", type: "number", format: "integer", better: "up" });
const RATE = column("dau_mau", "measure", { label: "DAU/MAU", type: "number", format: "percent", better: "up" });

function column(id: string, kind: AnswerColumn["kind"], more: Partial<AnswerColumn>): AnswerColumn {
  const base = { type: "string", format: "text", level: "critical", grain: null, better: "neither" } as const;
  const role = kind === "measure" ? "value" : null;
  const plain = { role, of: null, pivot: null, rowTotal: false, calc: null } as const;
  return { id, key: id, kind, label: id, description: "", ...base, ...plain, ...more };
}

function answer(columns: AnswerColumn[], rows: Cell[][], more: Partial<Answer> = {}): Answer {
  return {
    columns,
    rows,
    blanks: [],
    totals: null,
    subtotals: [],
    compare: null,
    truncated: false,
    coverage: {
      population: { unit: "account", label: "customers", count: 2 },
      eligible: 2,
      covered: 2,
      partial: 0,
      seatsCovered: 1,
      excluded: [],
      periods: [],
      changes: [],
      compare: null,
    },
    range: { from: "2026-08-01", to: "2026-12-01", text: "4 months", words: "the last 4 months" },
    calendar: { weekStart: "monday", fiscalStart: null },
    incomplete: [],
    clocks: { data: "2026-11-21", consent: "2026-11-22" },
    freshness: [],
    route: { engine: "duckdb", table: "instance_day", ms: 1, bytes: null, cached: false },
    sql: "",
    readings: [],
    columnCoverage: [],
    definitions: [],
    annotations: [],
    notices: [],
    ...more,
  };
}

test.each([
  [
    ["2025-11-01", "2025-12-01", "2026-01-01"],
    ["Nov ’25", "Dec", "Jan ’26"],
  ],
  [
    ["2025-12-01", "2026-01-01"],
    ["Dec", "Jan ’26"],
  ],
  [["2025-12-01"], ["Dec ’25"]],
])("the year stands under the first month unless the next one brings it: %s", (months, ticks) => {
  const rows = months.map((month) => [month, 1]);
  const range = { from: "2025-11-01", to: months.at(-1) ?? "", text: "", words: "" };
  const [model] = prepareChart(answer([MONTH, MAU], rows, { range }), LINE, 320) ?? [];
  expect(model?.points.map(({ tick }) => tick)).toEqual(ticks);
});

describe("a line by month", () => {
  const open = answer(
    [MONTH, MAU],
    [
      ["2026-08-01", 100],
      ["2026-10-01", 300],
      ["2026-11-01", 200],
    ],
    { incomplete: [{ start: "2026-11-01", through: "2026-11-21" }] },
  );

  test("keeps the missing month as a gap and never as zero", () => {
    const [model] = prepareChart(open, LINE, 320) ?? [];
    expect(model?.points.map(({ key, values }) => [key, values[0]])).toEqual([
      ["2026-08-01", 100],
      ["2026-09-01", null],
      ["2026-10-01", 300],
      ["2026-11-01", 200],
    ]);
    expect(model?.points[0]?.alone).toEqual([true]);
  });

  test("leads into the incomplete month by a dashed stroke and says how far it goes", () => {
    const [model] = prepareChart(open, LINE, 320) ?? [];
    expect(model?.points.map(({ solid }) => solid[0])).toEqual([100, null, 300, null]);
    expect(model?.points.map(({ dashed }) => dashed[0])).toEqual([null, null, 300, 200]);
    expect(model?.points.at(-1)?.tick).toBe("to 21 Nov");
  });

  test("goes on to the data clock where the last rows are missing", () => {
    const silent = answer([MONTH, MAU], [["2026-08-01", 1]]);
    expect(prepareChart(silent, LINE, 320)?.[0]?.points.map(({ key }) => key)).toEqual([
      "2026-08-01",
      "2026-09-01",
      "2026-10-01",
      "2026-11-01",
    ]);
  });

  test("is told in a sentence", () => {
    expect(prepareChart(open, LINE, 320)?.[0]?.summary).toBe(
      "MAU from 100 in August 2026 to 200 in November 2026; highest 300 in October 2026.",
    );
  });

  test("marks the period in which the covered set changed enough to move the line", () => {
    const changes = [
      { day: "2026-09-01", entered: 1, left: 0, marked: false },
      { day: "2026-10-14", entered: 1, left: 2, marked: true },
    ];
    const changed = { ...open, coverage: { ...open.coverage, changes } };
    const points = prepareChart(changed, LINE, 320)?.[0]?.points;
    expect(points?.map(({ change }) => change)).toEqual([null, null, { entered: 1, left: 2 }, null]);
  });
});

describe("many values", () => {
  const rows = (measure: number) =>
    Array.from({ length: 12 }, (_, index) => ["2026-10-01", `C${String(index)}`, measure]);

  test("of a count: the eight largest and the sum of the rest", () => {
    const [model] = prepareChart(answer([MONTH, ACCOUNT, MAU], rows(5)), LINE, 320) ?? [];
    expect(model?.series).toHaveLength(9);
    expect(model?.series.at(-1)).toMatchObject({ label: "Other (4)", slot: 0 });
    expect(model?.points[0]?.values.at(-1)).toBe(20);
  });

  test.each([
    ["a rate", RATE],
    ["distinct people", { ...MAU, level: "user_level" as const }],
  ])("of %s: the rest is left to the table, not added up", (_, measure) => {
    const [model] = prepareChart(answer([MONTH, ACCOUNT, measure], rows(0.5)), LINE, 320) ?? [];
    expect(model?.series).toHaveLength(8);
    expect(model?.notes).toEqual(["The 8 largest of 12; the table has them all."]);
  });
});

test("unlike units never share an axis", () => {
  const models = prepareChart(answer([MONTH, MAU, RATE], [["2026-10-01", 100, 0.3]]), LINE, 320);
  expect(models?.map(({ format }) => format)).toEqual(["integer", "percent"]);
});

test("bars stand by value, lie down when names are long, and an unknown is not a zero", () => {
  const bars = answer(
    [ACCOUNT, MAU],
    [
      ["Quarry Bank", null],
      ["Ironvale Defence", 0],
      ["Birchwood Labs", 9],
    ],
    { blanks: [{ row: 0, column: 1, code: "no_consented_data" }] },
  );
  const [model] = prepareChart(bars, BAR, 320) ?? [];
  expect(model?.points.map(({ title }) => title)).toEqual(["Birchwood Labs", "Ironvale Defence", "Quarry Bank"]);
  expect(model?.points[2]).toMatchObject({ values: [null], blanks: ["no_consented_data"] });
  expect(model?.horizontal).toBe(true);
});

test("an answer without rows or measures draws nothing", () => {
  expect(prepareChart(answer([MONTH, MAU], []), LINE, 320)).toBeNull();
  expect(prepareChart(answer([ACCOUNT], [["Acme"]]), LINE, 320)).toBeNull();
});

describe("a single figure", () => {
  const months = answer(
    [MONTH, RATE],
    [
      ["2026-11-01", 0.1],
      ["2026-09-01", 0.342],
      ["2026-10-01", 0.354],
    ],
    { incomplete: [{ start: "2026-11-01", through: "2026-11-21" }] },
  );

  test("is the last complete period against the one before, in points", () => {
    expect(prepareSingle(months)).toMatchObject({
      text: "35.4%",
      period: "October 2026",
      delta: { text: "+1.2 pp", against: "Sep", tone: "good" },
      spark: [0.342, 0.354, 0.1],
      open: true,
    });
  });

  test("that is suppressed shows <5, and one without data shows nothing but the reason", () => {
    const suppressed = answer([MAU], [[null]], { blanks: [{ row: 0, column: 0, code: "suppressed" }] });
    expect(prepareSingle(suppressed)).toMatchObject({ text: "<5", delta: null });
    const unknown = answer([MAU], [[null]], { blanks: [{ row: 0, column: 0, code: "no_consented_data" }] });
    expect(prepareSingle(unknown)?.text).toBeNull();
    expect(prepareSingle(unknown)?.reason).toContain("not a zero");
  });
});

test("compared days are a fainter series in the same colour, where marks do not stack", () => {
  const compared = column("mau", "measure", { label: "MAU, previous year", type: "number", format: "integer" });
  const columns = [MONTH, MAU, { ...compared, key: "mau~compared", role: "compared" as const, of: "mau" }];
  const rows = [
    ["2026-09-01", 5, 3],
    ["2026-10-01", 6, 4],
  ];
  const [line] = prepareChart(answer(columns, rows), LINE, 300) ?? [];
  expect(line?.series.map(({ ghost, slot, label }) => [ghost, slot, label])).toEqual([
    [false, 1, "MAU"],
    [true, 1, "MAU, previous year"],
  ]);
  expect(line?.points[0]?.values).toEqual([5, 3]);
  const [area] = prepareChart(answer(columns, rows), { ...LINE, type: "area" }, 300) ?? [];
  expect(area?.series).toHaveLength(1);
});

import { expect, test } from "vitest";
import { liftPeriod, pivotSpans, sortFieldOf, sortRows, tableLines } from "#components/charts/prepare-table.ts";
import type { Answer } from "#lib/semantic/answer.ts";

const PLAIN = { role: null, of: null, pivot: null, rowTotal: false, calc: null } as const;
const COLUMN = { ...PLAIN, label: "", description: "", level: "critical", grain: null, better: "up" } as const;
const answer = {
  columns: [
    { ...COLUMN, id: "account.name", key: "account.name", kind: "dimension", type: "string", format: "text" },
    { ...COLUMN, id: "mau", key: "mau", kind: "measure", type: "number", format: "integer" },
  ],
  rows: [
    ["Quarry Bank", null],
    ["Birchwood Labs", 9],
    ["Meridian Health", 40],
    ["Ironvale Defence", 0],
  ],
} satisfies Pick<Answer, "columns" | "rows">;

const ASKED: Answer = {
  ...answer,
  blanks: [],
  totals: null,
  subtotals: [],
  compare: null,
  truncated: false,
  coverage: {
    population: { unit: "account", label: "customers", count: 4 },
    eligible: 4,
    covered: 3,
    partial: 0,
    seatsCovered: null,
    excluded: [],
    periods: [],
    changes: [],
    compare: null,
  },
  range: null,
  calendar: { weekStart: "monday", fiscalStart: null },
  incomplete: [],
  clocks: { data: "2026-11-21", consent: "2026-11-22" },
  freshness: [],
  route: { engine: "duckdb", table: "", ms: 0, bytes: null, cached: false },
  sql: "",
  readings: [],
  columnCoverage: [],
  definitions: [],
  annotations: [],
  notices: [],
};

test.each([
  [{ field: "mau", desc: true }, [2, 1, 3, 0]],
  [{ field: "mau", desc: false }, [3, 1, 2, 0]],
  [{ field: "account.name", desc: false }, [1, 3, 2, 0]],
  [null, [0, 1, 2, 3]],
  [{ field: "gone", desc: true }, [0, 1, 2, 3]],
])("sorted by %o, numbers as numbers and what is missing last", (sort, order) => {
  expect(sortRows(ASKED, sort)).toEqual(order);
});

const MONTHS: Answer = {
  ...ASKED,
  columns: [
    { ...COLUMN, id: "ping.date", key: "ping.date", kind: "time", type: "date", format: "date", grain: "month" },
    ...answer.columns,
  ],
  rows: answer.rows.map((row) => ["2026-10-01", ...row]),
  totals: [null, null, 49],
  blanks: [{ row: 0, column: 2, code: "no_consented_data" }],
};

test("a date that every row has is taken out of the table and said once", () => {
  const { answer: lifted, period } = liftPeriod(MONTHS);
  expect(period).toBe("October 2026");
  expect(lifted.columns).toEqual(answer.columns);
  expect(lifted.rows).toEqual(answer.rows);
  expect(lifted.totals).toEqual([null, 49]);
  expect(lifted.blanks).toEqual([{ row: 0, column: 1, code: "no_consented_data" }]);
});

test("dates that differ, and a table of nothing else, stay as they are", () => {
  const two: Answer = { ...MONTHS, rows: [...MONTHS.rows, ["2026-11-01", "Quarry Bank", 3]] };
  const bare: Answer = { ...MONTHS, columns: MONTHS.columns.slice(0, 2) };
  expect(liftPeriod(two)).toEqual({ answer: two, period: null });
  expect(liftPeriod(bare)).toEqual({ answer: bare, period: null });
});

test("subtotals stand behind their groups, and go when the rows are sorted anew", () => {
  const subtotals = [
    { after: 1, depth: 1, cells: [null, 9] },
    { after: 3, depth: 1, cells: [null, 40] },
  ];
  const lines = tableLines({ ...ASKED, subtotals }, null);
  expect(lines.map(({ row }) => row)).toEqual([0, 1, -2, 2, 3, -3]);
  expect(tableLines({ ...ASKED, subtotals }, { field: "mau", desc: true }).map(({ row }) => row)).toEqual([2, 1, 3, 0]);
});

test("columns of one pivot value stand under one head", () => {
  const [name, mau] = answer.columns;
  if (name === undefined || mau === undefined) throw new Error("no columns");
  const under = (value: string, key: string) => ({
    ...mau,
    key,
    pivot: [{ id: "instance.hosting", label: "Hosting type", value, text: value, grain: null }],
  });
  const columns = [name, under("a", "1"), under("a", "2"), under("b", "3"), { ...mau, key: "4", rowTotal: true }];
  expect(pivotSpans(columns).map(({ count }) => count)).toEqual([1, 2, 1, 1]);
  expect(pivotSpans(answer.columns)).toEqual([]);
  expect(sortFieldOf(under("a", "1"), true)).toBeNull();
  expect(sortFieldOf(under("a", "1"), false)).toBe("1");
  expect(sortFieldOf({ ...mau, role: "calc" }, true)).toBeNull();
  expect(sortFieldOf({ ...mau, role: "value" }, true)).toBe("mau");
});

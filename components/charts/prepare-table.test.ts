import { expect, test } from "vitest";
import { sortRows } from "#components/charts/prepare-table.ts";
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

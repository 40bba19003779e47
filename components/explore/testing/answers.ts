import type { Answer, AnswerColumn, Cell } from "#lib/semantic/answer.ts";

const PLAIN = { role: null, of: null, pivot: null, rowTotal: false, calc: null } as const;
const BASE = { ...PLAIN, level: "critical", grain: null, description: "", better: "up" } as const;
export const MONTH: AnswerColumn = {
  ...BASE,
  id: "instance_day.day",
  key: "instance_day.day",
  label: "Month",
  kind: "time",
  type: "date",
  format: "date",
  grain: "month",
};
export const HOSTING_COLUMN: AnswerColumn = {
  ...BASE,
  id: "instance.hosting",
  key: "instance.hosting",
  label: "Hosting type",
  kind: "dimension",
  type: "string",
  format: "text",
};
export const ACCOUNT_COLUMN: AnswerColumn = {
  ...HOSTING_COLUMN,
  id: "account.name",
  key: "account.name",
  label: "Account name",
};
export const MAU_COLUMN: AnswerColumn = {
  ...BASE,
  id: "mau",
  key: "mau",
  label: "MAU",
  kind: "measure",
  role: "value",
  type: "number",
  format: "integer",
};

/** An answer with these columns and rows, and nothing remarkable otherwise. */
export function answerOf(columns: readonly AnswerColumn[], rows: readonly (readonly Cell[])[]): Answer {
  return {
    columns: [...columns],
    rows: rows.map((row) => [...row]),
    blanks: [],
    totals: null,
    subtotals: [],
    compare: null,
    truncated: false,
    coverage: {
      population: { unit: "account", label: "customers", count: 3 },
      eligible: 3,
      covered: 2,
      partial: 0,
      seatsCovered: 0.5,
      excluded: [
        { reason: "consent_tier", kind: "agreed", tier: 0, count: 1, names: [{ id: "acc_1", name: "Acme" }], more: 0 },
      ],
      periods: [],
      changes: [],
      compare: null,
    },
    range: { from: "2026-01-01", to: "2026-04-01", text: "2026-01-01 to 2026-04-01", words: "1 Jan to 31 Mar 2026" },
    calendar: { weekStart: "monday", fiscalStart: null },
    incomplete: [],
    clocks: { data: "2026-03-31", consent: "2026-04-01" },
    freshness: [],
    route: { engine: "duckdb", table: "instance_day", ms: 38.4, bytes: null, cached: false },
    sql: "SELECT 1",
    readings: [],
    columnCoverage: [],
    definitions: [],
    annotations: [],
    notices: [],
  };
}

import type { Answer } from "#lib/semantic/answer.ts";

type Given = { readonly covered: number; readonly periods?: readonly (readonly [start: string, covered: number])[] };

/** An answer of ten accounts of which some are covered; the rest sent nothing. */
export function answerWith({ covered, periods = [] }: Given): Answer {
  return {
    columns: [],
    rows: [],
    blanks: [],
    totals: null,
    subtotals: [],
    compare: null,
    truncated: false,
    coverage: {
      population: { unit: "account", label: "accounts", count: 10 },
      eligible: 10,
      covered,
      partial: 0,
      seatsCovered: null,
      excluded: [
        { reason: "offline", kind: "fixable", tier: null, count: 10 - covered, names: [], more: 10 - covered },
      ],
      periods: periods.map(([start, some]) => ({ start, eligible: 10, covered: some, partial: 0 })),
      changes: [],
      compare: null,
    },
    range: null,
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
  };
}

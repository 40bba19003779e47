import { describe, expect, test } from "vitest";
import { explainBlank } from "#components/charts/blank-words.ts";
import { answerOf } from "#components/explore/testing/answers.ts";
import { type Answer, type AnswerColumn, BLANK_CODES, type BlankCode, type Coverage } from "#lib/semantic/answer.ts";

const PLAIN = { label: "", description: "", better: "up", of: null, pivot: null, rowTotal: false, calc: null } as const;

const COLUMNS: readonly AnswerColumn[] = [
  {
    ...PLAIN,
    id: "day",
    key: "day",
    kind: "time",
    type: "date",
    format: "date",
    level: "registry",
    grain: "month",
    role: null,
  },
  {
    ...PLAIN,
    id: "mau",
    key: "mau",
    kind: "measure",
    type: "number",
    format: "integer",
    level: "critical",
    grain: null,
    role: "value",
  },
];

function blankIn(code: BlankCode, rest: Partial<Answer> = {}): Answer {
  const rows = [
    ["2026-07-01", 10],
    ["2026-08-01", null],
    ["2026-09-01", null],
  ];
  const answer = answerOf(COLUMNS, rows);
  return { ...answer, blanks: [1, 2].map((row) => ({ row, column: 1, code })), ...rest };
}

describe("why a cell is blank", () => {
  test.each([
    ["suppressed", "Ours", "<5"],
    ["withheld", "Ours", "…"],
    ["zero_denominator", "Real zero", ""],
    ["late_data", "Ours", ""],
    ["not_yet_sent", "Fixable", ""],
    ["no_consented_data", "Agreed", ""],
    ["no_access", "Fixable", ""],
  ] as const)("%s is %s", (code, kind, shown) => {
    const explained = explainBlank(blankIn(code), 2, 1);
    expect(explained).toMatchObject({ kind, shown });
    expect(explained.text).toMatch(/\.$/);
    expect(explained.step).toMatch(/\.$/);
  });

  test("has words for every code", () => {
    for (const code of BLANK_CODES) expect(explainBlank(blankIn(code), 1, 1).text).not.toBe("");
  });

  test("says since when, and the last period with a figure", () => {
    const since = "Blank since August 2026; last figure in July 2026.";
    expect(explainBlank(blankIn("not_yet_sent"), 2, 1).since).toBe(since);
    expect(explainBlank(blankIn("suppressed"), 2, 1).since).toBeNull();
  });

  test("says how far a late source has come", () => {
    const late = { source: "pings", label: "Pings", lastDay: "2026-08-20", status: "late", note: null } as const;
    expect(explainBlank(blankIn("late_data", { freshness: [late] }), 1, 1).since).toBe("Last data 20 Aug 2026.");
  });

  test("goes by the coverage of the figure's own column", () => {
    const { coverage } = blankIn("no_consented_data");
    const excluded: Coverage["excluded"] = [
      { reason: "offline", kind: "fixable", tier: null, count: 3, names: [], more: 3 },
    ];
    const columnCoverage = [{ metrics: ["mau"], coverage: { ...coverage, excluded } }];
    const apart = blankIn("no_consented_data", { columnCoverage });
    expect(explainBlank(apart, 1, 1)).toMatchObject({ kind: "Fixable" });
  });
});

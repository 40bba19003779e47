import { describe, expect, test } from "vitest";
import { defaultVis, whyNotVis } from "#components/explore/default-vis.ts";
import { filterWords } from "#components/explore/filter-words.ts";
import { pickerGroups } from "#components/explore/picker.ts";
import { placeOf, problemWords } from "#components/explore/place.ts";
import {
  advanceRun,
  byteWords,
  isStale,
  NEVER_RUN,
  patience,
  type Run,
  type RunAction,
  statusLine,
} from "#components/explore/run.ts";
import { ACCOUNT_COLUMN, answerOf, HOSTING_COLUMN, MAU_COLUMN, MONTH } from "#components/explore/testing/answers.ts";
import { CATALOGUE } from "#components/explore/testing/fields.ts";
import { daysOfRange, rangeOfDays } from "#components/explore/time-range.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";

const ANSWER = answerOf([MAU_COLUMN], [[12]]);
const ASKED: Question = { ...EMPTY_QUESTION, fields: [{ id: "mau" }] };

function after(...actions: readonly RunAction[]): Run {
  return actions.reduce(advanceRun, NEVER_RUN);
}
const START: RunAction = { type: "start", turn: 1, question: ASKED, at: 1000 };
const AGAIN: RunAction = { ...START, turn: 2 };

describe("a run", () => {
  test("keeps its answer in sight while the next one runs, fails or is cancelled", () => {
    const done = after(START, { type: "answer", turn: 1, answer: ANSWER });
    expect(done).toMatchObject({ phase: "done", last: { question: ASKED, answer: ANSWER } });
    const failed = [AGAIN, { type: "fail", turn: 2, error: new Error("no") } as const].reduce(advanceRun, done);
    expect(failed).toMatchObject({ phase: "failed", last: { answer: ANSWER }, error: new Error("no") });
    const cancelled = [AGAIN, { type: "cancel", turn: 2 } as const].reduce(advanceRun, done);
    expect(cancelled).toMatchObject({ phase: "cancelled", last: { answer: ANSWER } });
  });

  test("drops what arrives too late: of an older turn, or after a cancel", () => {
    const twice = after(START, AGAIN);
    expect(advanceRun(twice, { type: "answer", turn: 1, answer: ANSWER })).toBe(twice);
    expect(advanceRun(twice, { type: "cancel", turn: 1 })).toBe(twice);
    const cancelled = after(START, { type: "cancel", turn: 1 });
    expect(advanceRun(cancelled, { type: "answer", turn: 1, answer: ANSWER })).toBe(cancelled);
    expect(advanceRun(cancelled, { type: "fail", turn: 1, error: new Error("late") })).toBe(cancelled);
  });

  test("is stale as soon as the question differs from the one answered", () => {
    const done = after(START, { type: "answer", turn: 1, answer: ANSWER });
    expect(isStale(NEVER_RUN, ASKED)).toBe(false);
    expect(isStale(done, ASKED)).toBe(false);
    expect(isStale(done, { ...ASKED, limit: 10 })).toBe(true);
  });

  test("says the seconds after two, offers Cancel loudly after five", () => {
    expect([1999, 2000, 4999, 5000].map(patience)).toEqual(["quiet", "elapsed", "elapsed", "cancel"]);
  });

  test("its status line has rows, time, table and zone, and never hides the limit", () => {
    expect(statusLine(ANSWER)).toBe("1 row · 38 ms · instance_day · UTC");
    const many = { ...ANSWER, rows: Array.from({ length: 1204 }, () => [1]), truncated: true };
    const paid = { ...ANSWER, route: { ...ANSWER.route, engine: "bigquery" as const, bytes: 12_345_678 } };
    expect(statusLine(paid)).toBe("1 row · 38 ms · BigQuery, 12 MB read · instance_day · UTC");
    expect([0, 999, 1_000, 1_500_000, 10 ** 15].map(byteWords)).toEqual(["0 B", "999 B", "1 KB", "1.5 MB", "1,000 TB"]);
    const kept = { ...ANSWER, route: { ...ANSWER.route, cached: true } };
    expect(statusLine(kept)).toBe("1 row · from cache, ran 38 ms · instance_day · UTC");
    expect(statusLine(many)).toBe("1,204 rows (limit reached) · 38 ms · instance_day · UTC");
  });
});

describe("the drawing", () => {
  test.each([
    [[MAU_COLUMN], [[1]], "single_value"],
    [[MONTH, MAU_COLUMN], [["2026-01-01", 1]], "line"],
    [[MONTH, HOSTING_COLUMN, MAU_COLUMN], [["2026-01-01", "managed", 1]], "line"],
    [[HOSTING_COLUMN, MAU_COLUMN], [["managed", 1]], "bar"],
    [[HOSTING_COLUMN, ACCOUNT_COLUMN, MAU_COLUMN], [["managed", "Acme", 1]], "table"],
    [[ACCOUNT_COLUMN], [["Acme"]], "table"],
    [[ACCOUNT_COLUMN, MAU_COLUMN], Array.from({ length: 26 }, (_, at) => [`Account ${String(at)}`, at]), "table"],
    [
      [MONTH, ACCOUNT_COLUMN, MAU_COLUMN],
      Array.from({ length: 9 }, (_, at) => ["2026-01-01", `A${String(at)}`, at]),
      "table",
    ],
  ] as const)("suits the answer (case %#)", (columns, rows, type) => {
    const answer = answerOf(columns, rows);
    expect(defaultVis(answer).type).toBe(type);
    expect(whyNotVis(type, answer)).toBeNull();
  });

  test("what cannot be drawn says why", () => {
    expect(whyNotVis("line", answerOf([HOSTING_COLUMN, MAU_COLUMN], []))).toBe("A line needs a date with a grain.");
    expect(whyNotVis("bar", ANSWER)).toBe("Bars need a dimension or a date.");
    expect(whyNotVis("single_value", answerOf([HOSTING_COLUMN, MAU_COLUMN], []))).toBe(
      "A single value cannot show a dimension.",
    );
  });
});

describe("the field picker", () => {
  const labels = (search: string, question = EMPTY_QUESTION, tab: "all" | "in_use" = "all"): string[] =>
    pickerGroups(question, CATALOGUE, tab, search).flatMap((group) => group.fields.map((entry) => entry.field.label));

  test("searches labels, groups, ids and synonyms, by all words", () => {
    expect(labels("deploy")).toEqual(["Hosting type"]);
    expect(labels("events date")).toEqual(["Event date"]);
    expect(labels("nothing such")).toEqual([]);
  });

  test("dims what cannot stand beside the chosen metric, with the reason", () => {
    const groups = pickerGroups(ASKED, CATALOGUE, "all", "event name");
    expect(groups[0]?.fields[0]?.refusal).toBe("MAU cannot be broken down by Event name.");
  });

  test("In use holds what is chosen or filtered by", () => {
    const question = { ...ASKED, filters: [{ field: "account.name", text: "" }] };
    expect(labels("", question, "in_use")).toEqual(["MAU", "Account name"]);
  });
});

test.each([
  ["question.filters.2.text", { part: "filter", at: 2, of: "text" }],
  ["question.filters[1].field", { part: "filter", at: 1, of: "field" }],
  ["filters", { part: "question" }],
  ["question.fields.0.id", { part: "field", at: 0 }],
  ["question.time.range", { part: "range" }],
  ["question.time.grain", { part: "grain" }],
  ["question.population", { part: "population" }],
  [null, { part: "question" }],
])("a problem at %s belongs there", (path, place) => {
  expect(placeOf(path)).toEqual(place);
});

test("a problem says each thing once", () => {
  const at = { path: "filters.0.text", detail: 'Hosting type has no value "x".', suggestion: "managed, dotcom" };
  expect(problemWords(at)).toBe('Hosting type has no value "x". Known values: managed, dotcom.');
  expect(problemWords({ ...at, detail: 'No "x", did you mean "managed, dotcom"?' })).toBe(
    'No "x", did you mean "managed, dotcom"?',
  );
  expect(problemWords({ ...at, suggestion: null })).toBe(at.detail);
});

test.each([
  ["", "Region is any value"],
  ["EMEA", "Region is “EMEA”"],
  ["EMEA,AMER,APAC", "Region is “EMEA”, “AMER” or “APAC”"],
  ["-EMEA,-AMER", "Region is not “EMEA” nor “AMER”"],
  ["%ME%", "Region contains “ME”"],
  ["-NULL", "Region is not null"],
  ["E%A", null],
])("%j is said as %j", (text, words) => {
  expect(filterWords("Region", text)).toBe(words);
});

test("picked days become a half-open range and come back", () => {
  expect(rangeOfDays("2026-02-01", "2026-02-28")).toBe("2026-02-01 to 2026-03-01");
  expect(daysOfRange("2026-02-01 to 2026-03-01")).toEqual({ first: "2026-02-01", last: "2026-02-28" });
  expect(rangeOfDays("2026-03-01", "2026-02-01")).toBeNull();
  expect(rangeOfDays("2026-02-30", "2026-03-01")).toBeNull();
  expect(daysOfRange("12 months")).toBeNull();
});

import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { compile } from "#lib/semantic/compile.ts";
import { withVersions } from "#lib/semantic/definition.ts";
import { buildModel, readTexts } from "#lib/semantic/load.ts";
import { ModelError } from "#lib/semantic/model-file.ts";
import { inlined } from "#lib/semantic/print/share.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";

const GOOD = readTexts("models");
const FIRST = GOOD.get("metrics/mau.yml") ?? "";
const SECOND = FIRST.replace(
  "version: 1",
  "version: 2\nsince: 2026-02-10\nchanged: Signed-in people alone are counted.",
).replace("measure: instance_day.mau", "measure: instance_day.total_accounts");

function models(texts: Readonly<Record<string, string>>): ReturnType<typeof buildModel> {
  const all = new Map(GOOD);
  for (const [path, text] of Object.entries(texts)) all.set(path, text);
  return buildModel(all);
}

const BOTH = { "metrics/mau.yml": SECOND, "metrics/mau@1.yml": FIRST };
const MODEL = models(BOTH);
const CONTEXT = {
  engine: "duckdb",
  snapshot: { epoch: 1, consentToday: "2026-03-29" },
  dataClock: "2026-03-28",
  permissions: new Set<never>(),
} as const;

function ask(versions: Question["versions"], range = "2026-01-01 to 2026-04-01"): Question {
  const time = { field: "instance_day.day", grain: "month", range } as const;
  return { ...EMPTY_QUESTION, fields: [{ id: "mau" }], time, versions };
}

function sqlOf(question: Question, model = MODEL): string {
  const [rows] = compile(model, question, CONTEXT).statements;
  return rows === undefined ? "" : inlined(rows).sql;
}

describe("a metric that is defined anew", () => {
  it("is answered by the newest version, or by the one that a question was saved with", () => {
    expect(sqlOf(ask({}))).toContain("s.total_user_accounts AS value");
    expect(sqlOf(ask({ mau: 2 }))).toBe(sqlOf(ask({})));
    expect(sqlOf(ask({ mau: 1 }))).toBe(sqlOf(ask({}), models({})));
  });

  it("marks the day and says what changed, in ranges that hold it", () => {
    const mark = { metric: "mau", label: "MAU", day: "2026-02-10", from: 1, to: 2 };
    const changed = "Signed-in people alone are counted.";
    expect(compile(MODEL, ask({}), CONTEXT).definitions).toEqual([{ ...mark, changed, shown: 2 }]);
    expect(compile(MODEL, ask({ mau: 1 }), CONTEXT).definitions).toEqual([{ ...mark, changed, shown: 1 }]);
    expect(compile(MODEL, ask({}, "2026-02-11 to 2026-04-01"), CONTEXT).definitions).toEqual([]);
    expect(compile(MODEL, ask({}, "2026-01-01 to 2026-02-10"), CONTEXT).definitions).toEqual([]);
  });

  it("says so where figures follow an older version", () => {
    expect(compile(MODEL, ask({ mau: 1 }), CONTEXT).notices).toEqual([
      "MAU follows version 1 of its definition; version 2 is in force. Signed-in people alone are counted.",
    ]);
    expect(compile(MODEL, ask({}), CONTEXT).notices).toEqual([]);
  });

  it("refuses a version that never was", () => {
    expect(() => sqlOf(ask({ mau: 3 }))).toThrow(AppError);
    expect(() => sqlOf(ask({ mau: 3 }))).toThrow("MAU has no version 3 of its definition; there is 1, 2.");
  });

  it("is held to its version when a question is saved, and stays held", () => {
    expect(withVersions(MODEL, ask({})).versions).toEqual({ mau: 2 });
    expect(withVersions(MODEL, ask({ mau: 1, gone: 4 })).versions).toEqual({ mau: 1 });
  });
});

describe("versions that do not follow one another", () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "a version is missing",
      { "metrics/mau.yml": SECOND },
      "Version 1 of mau is missing: it belongs into metrics/mau@1.yml",
    ],
    [
      "a later version says no day",
      { ...BOTH, "metrics/mau.yml": SECOND.replace("since: 2026-02-10\n", "") },
      "A later version says since when it is in force",
    ],
    [
      "a file has another version's name",
      { "metrics/mau.yml": SECOND, "metrics/mau@3.yml": FIRST },
      'The file of metric "mau" has its name, or mau@1',
    ],
    [
      "the older one is called the one of now",
      { "metrics/mau.yml": FIRST, "metrics/mau@2.yml": SECOND },
      "The last version of mau is the one in metrics/mau.yml",
    ],
  ])("%s", (_, texts, message) => {
    expect(() => models(texts)).toThrow(ModelError);
    expect(() => models(texts)).toThrow(message);
  });
});

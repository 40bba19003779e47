import { expect, test } from "vitest";
import { newerVersion, suggestedTitle, titleError, usageWords } from "#components/explore/look-name.ts";
import { CATALOGUE } from "#components/explore/testing/fields.ts";
import { CallError } from "#lib/http/call.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";

function asking(ids: readonly string[], grain: "month" | null): Question {
  return {
    ...EMPTY_QUESTION,
    fields: ids.map((id) => ({ id })),
    time: { field: "instance_day.day", grain, range: "12 months" },
  };
}

test("the first title says metric, dimension and grain", () => {
  expect(suggestedTitle(asking(["instance.hosting", "mau"], "month"), CATALOGUE)).toBe("MAU by hosting type (month)");
  expect(suggestedTitle(asking(["active_instances"], null), CATALOGUE)).toBe("Active instances");
  expect(suggestedTitle(asking(["account.name"], null), CATALOGUE)).toBe("List by account name");
});

test("the warning before a save counts every dashboard and names those one may open", () => {
  expect(usageWords([], 0)).toBeNull();
  expect(usageWords([{ title: "Mine" }], 0)).toBe("used in 1 dashboard: Mine");
  expect(usageWords([{ title: "A" }, { title: "B" }], 2)).toBe("used in 4 dashboards: A, B, 2 personal of others");
});

function refused(code: string, path: string | null, details: Record<string, unknown> | null): CallError {
  const rest = { type: "about:blank", title: code, status: 400, offset: null, suggestion: null, requestId: "req" };
  return new CallError({ ...rest, detail: "Give it a title", code, path, details });
}

test("a refusal is told apart: the title, a newer version, anything else", () => {
  expect(titleError(refused("invalid_input", "title", null))).toBe("Give it a title");
  expect(titleError(refused("invalid_input", "vis", null))).toBeNull();
  expect(newerVersion(refused("stale_version", null, { yours: "1", current: "2" }))).toBe("2");
  expect(newerVersion(refused("conflict", null, null))).toBeNull();
  expect(newerVersion(new Error("else"))).toBeNull();
});

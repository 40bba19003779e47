import { expect, test } from "vitest";
import { updatedWords } from "#components/dashboards/freshness-words.ts";
import { answerWith } from "#components/dashboards/testing/answer.ts";

const AT = Date.UTC(2026, 10, 25, 21, 36);
const ran = answerWith({ covered: 4 });
const kept = { ...ran, route: { ...ran.route, cached: true } };

test.each([
  [[ran, ran], "Updated 21:36 UTC"],
  [[ran, kept, ran], "Updated 21:36 UTC, 1 of 3 from cache"],
  [[kept, kept], "Updated 21:36 UTC, from cache"],
])("says when it was asked and what was kept (%#)", (answers, words) => {
  expect(updatedWords(answers, AT)).toBe(words);
});

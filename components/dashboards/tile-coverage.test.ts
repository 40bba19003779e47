import { expect, test } from "vitest";
import { answerWith } from "#components/dashboards/testing/answer.ts";
import { coverageShown, pageCoverage, sameCoverage } from "#components/dashboards/tile-coverage.ts";

const bar = { type: "bar", horizontal: false, target: null } as const;
const single = { ...bar, type: "single_value" } as const;

test("a single value is marked with the coverage of the period it shows, not of the whole range", () => {
  const answer = answerWith({
    covered: 9,
    periods: [
      ["2026-09-01", 5],
      ["2026-10-01", 7],
      ["2026-11-01", 2],
    ],
  });
  const open = { ...answer, incomplete: [{ start: "2026-11-01", through: "2026-11-21" }] };
  expect(coverageShown(open, single)).toMatchObject({ covered: 7, eligible: 10, excluded: [] });
  expect(coverageShown(open, bar)).toBe(open.coverage);
  expect(coverageShown(answer, single)).toMatchObject({ covered: 2 });
});

test("a single value without a complete period is marked with the running one", () => {
  const answer = answerWith({
    covered: 9,
    periods: [
      ["2026-10-01", 4],
      ["2026-11-01", 2],
    ],
  });
  const incomplete = answer.coverage.periods.map(({ start }) => ({ start, through: "2026-11-21" }));
  expect(coverageShown({ ...answer, incomplete }, single)).toMatchObject({ covered: 2 });
});

test("the page says the coverage that most tiles share", () => {
  const [rare, common] = [answerWith({ covered: 3 }), answerWith({ covered: 8 })];
  expect(pageCoverage([rare, common, common])).toBe(common.coverage);
  expect(pageCoverage([rare, common])).toBe(rare.coverage);
  expect(pageCoverage([])).toBeNull();
  expect(sameCoverage(rare.coverage, common.coverage)).toBe(false);
  expect(sameCoverage(rare.coverage, answerWith({ covered: 3 }).coverage)).toBe(true);
});

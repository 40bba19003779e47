import { describe, expect, it } from "vitest";
import type { ChartPoint } from "#components/charts/chart-model.ts";
import { annotationMarks, changeWords, prepareMarks } from "#components/charts/prepare-marks.ts";

const CHANGE = {
  metric: "mau",
  label: "MAU",
  day: "2026-02-10",
  from: 1,
  to: 2,
  changed: "Operators are left out.",
  shown: 2,
};

function point(key: string): ChartPoint {
  const none = { row: null, values: [], blanks: [], solid: [], dashed: [], alone: [], through: null, change: null };
  return { ...none, key, tick: key, title: key };
}

describe("where a definition changed", () => {
  it("is the period that holds the day", () => {
    const points = ["2026-01-01", "2026-02-01", "2026-03-01"].map(point);
    expect(prepareMarks([CHANGE], points)).toMatchObject([{ key: "2026-02-01", text: "v2" }]);
  });

  it("is nowhere before the first period", () => {
    expect(prepareMarks([CHANGE], [point("2026-03-01")])).toEqual([]);
  });

  it("stands beside what people noted, by letters", () => {
    const points = ["2026-01-01", "2026-02-01"].map(point);
    const shared = { metric: null, author: "Ada Moreau" };
    const annotations = [
      { ...shared, id: "ann_1", from: "2025-12-20", to: "2026-01-03", text: "Holidays" },
      { ...shared, id: "ann_2", from: "2026-02-10", to: "2026-02-11", text: "Pings arrived twice" },
    ];
    expect(annotationMarks(annotations, points)).toEqual([
      { key: "2026-01-01", text: "A", words: "20 Dec 2025 – 2 Jan 2026: Holidays" },
      { key: "2026-02-01", text: "B", words: "10 Feb 2026: Pings arrived twice" },
    ]);
    expect(annotationMarks(annotations, [])).toEqual([]);
  });

  it("says what changed and what the figures follow", () => {
    expect(changeWords(CHANGE)).toBe(
      "MAU is defined anew from 10 Feb 2026 (version 2): Operators are left out. All figures here follow version 2.",
    );
  });
});

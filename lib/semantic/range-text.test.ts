import { describe, expect, it } from "vitest";
import { RANGE_EXAMPLES, readRange } from "#lib/semantic/range-text.ts";

const CLOCK = "2026-11-21";

function days(text: string, clock = CLOCK): string {
  const reading = readRange(text, clock);
  return reading.ok ? `${reading.range.from} ${reading.range.to}` : reading.message;
}

describe("the text of a time range", () => {
  it.each([
    ["12 months", "2025-12-01 2026-12-01"],
    ["12 month", "2025-12-01 2026-12-01"],
    ["last 3 months", "2026-08-01 2026-11-01"],
    ["3 complete months", "2026-08-01 2026-11-01"],
    ["90 days", "2026-08-24 2026-11-22"],
    ["last 90 days", "2026-08-24 2026-11-22"],
    ["this month", "2026-11-01 2026-12-01"],
    ["last month", "2026-10-01 2026-11-01"],
    ["this quarter", "2026-10-01 2027-01-01"],
    ["last quarter", "2026-07-01 2026-10-01"],
    ["last complete week", "2026-11-09 2026-11-16"],
    ["this week", "2026-11-16 2026-11-23"],
    ["yesterday", "2026-11-21 2026-11-22"],
    ["4 week ago for 4 week", "2026-10-19 2026-11-16"],
    ["7 days ago for 7 days", "2026-11-15 2026-11-22"],
    ["2026-01-01 to 2026-04-01", "2026-01-01 2026-04-01"],
    ["2026-01 to now", "2026-01-01 2026-11-22"],
    ["after 2026-01-01", "2026-01-01 2026-11-22"],
    ["before 2014-01-01", "2013-01-01 2014-01-01"],
    ["2026", "2026-01-01 2027-01-01"],
    ["2026-05", "2026-05-01 2026-06-01"],
    ["2026/05/04", "2026-05-04 2026-05-05"],
    ["2026-Q2", "2026-04-01 2026-07-01"],
    ["  Last   Month ", "2026-10-01 2026-11-01"],
  ])("%s", (text, expected) => {
    expect(days(text)).toBe(expected);
  });

  it.each([
    ["3 months ago to now", "2026-08-01 2026-11-22"],
    ["1 month ago to 1 week ago", "2026-10-01 2026-11-09"],
    ["before 7 days ago", "2013-01-01 2026-11-15"],
    ["after 2 weeks ago", "2026-11-02 2026-11-22"],
    ["since last month", "2026-10-01 2026-11-22"],
    ["on or after 2026-11", "2026-11-01 2026-11-22"],
    ["2026-01-15 for 3 days", "2026-01-15 2026-01-18"],
    ["2026-Q1 for 2 quarters", "2026-01-01 2026-07-01"],
    ["Q2 2026", "2026-04-01 2026-07-01"],
    ["year to date", "2026-01-01 2026-11-22"],
    ["MTD", "2026-11-01 2026-11-22"],
    ["last friday", "2026-11-20 2026-11-21"],
    ["saturday", "2026-11-21 2026-11-22"],
    ["next month", "2026-12-01 2027-01-01"],
    ["4 weeks ago", "2026-10-19 2026-10-26"],
    ["90 day", "2026-08-24 2026-11-22"],
    ["48 months", "2022-12-01 2026-12-01"],
  ])("%s, as Looker writes it", (text, expected) => {
    expect(days(text)).toBe(expected);
  });

  it.each([
    ["this week", "2026-11-15 2026-11-22"],
    ["last week", "2026-11-15 2026-11-22"],
    ["4 weeks ago for 4 weeks", "2026-10-25 2026-11-22"],
    ["this fiscal year", "2026-02-01 2027-02-01"],
    ["last fiscal quarter", "2026-08-01 2026-11-01"],
    ["last quarter", "2026-07-01 2026-10-01"],
    ["2 fiscal quarters", "2026-08-01 2027-02-01"],
    ["fiscal year to date", "2026-02-01 2026-11-22"],
    ["FY2027", "2026-02-01 2027-02-01"],
    ["fy2027-q3", "2026-08-01 2026-11-01"],
    ["FY2026 to now", "2025-02-01 2026-11-22"],
  ])("%s, with weeks from Sunday and a fiscal year from February", (text, expected) => {
    const reading = readRange(text, CLOCK, { weekStart: "sunday", fiscalStart: 2 });
    expect(reading.ok ? `${reading.range.from} ${reading.range.to}` : reading.message).toBe(expected);
  });

  it("knows no fiscal year where none is set", () => {
    expect(readRange(" last fiscal year", CLOCK)).toMatchObject({ ok: false, offset: 6 });
    expect(days("FY2026")).toContain("no fiscal year");
  });

  it("counts a month as complete on its last day of data", () => {
    expect(days("last month", "2026-10-31")).toBe("2026-10-01 2026-11-01");
    expect(days("last month", "2026-10-30")).toBe("2026-09-01 2026-10-01");
    expect(days("12 months", "2026-10-31")).toBe("2025-11-01 2026-11-01");
  });

  it("knows leap days and refuses days that are none", () => {
    expect(days("2024-02-29")).toBe("2024-02-29 2024-03-01");
    expect(readRange("2026-02-29", CLOCK)).toMatchObject({ ok: false });
    expect(readRange("2026-01-01 to 2026-13-01", CLOCK)).toMatchObject({
      ok: false,
      message: '"2026-13-01" is not a day.',
    });
  });

  it.each([
    "",
    "soon",
    "0 days",
    "-3 days",
    "99999 days",
    "2026-04-01 to 2026-01-01",
    "after 2027-01-01",
    "last",
    "months",
  ])("refuses %j with a way out", (text) => {
    const reading = readRange(text, CLOCK);
    expect(reading.ok).toBe(false);
    expect(reading.ok ? "" : reading.suggestion).toContain("12 months");
  });

  it("points at the first word that it does not know", () => {
    expect(readRange("last moths", CLOCK)).toMatchObject({ ok: false, offset: 5 });
  });

  it("reads every example that it gives", () => {
    for (const example of RANGE_EXAMPLES) expect(readRange(example, CLOCK).ok, example).toBe(true);
  });

  it("says what it understood in plain words", () => {
    expect(readRange("last month", CLOCK)).toMatchObject({ words: "Oct 2026" });
    expect(readRange("90 days", CLOCK)).toMatchObject({ words: "24 Aug 2026 – 21 Nov 2026" });
    expect(readRange("2025", CLOCK)).toMatchObject({ words: "2025" });
    expect(readRange("yesterday", CLOCK)).toMatchObject({ words: "21 Nov 2026" });
  });
});

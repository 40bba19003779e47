import { describe, expect, it } from "vitest";
import { blankOf, isSuppressed, type RawFigure } from "#lib/semantic/disclosure.ts";

const PINGS: RawFigure = { value: 3, denominator: null, users: null, isAboutUsers: false };

function people(value: number | null, users: number | null): RawFigure {
  return { value, users, denominator: null, isAboutUsers: true };
}

describe("disclosure control", () => {
  it("hides figures about one to four people", () => {
    for (const users of [1, 2, 3, 4]) expect(isSuppressed(people(900, users))).toBe(true);
    expect(isSuppressed(people(5, 5))).toBe(false);
  });

  it("shows a zero as a zero", () => {
    expect(blankOf(people(0, 0), "not_yet_sent")).toBeNull();
  });

  it("hides what is there when it is not known of how many people it is", () => {
    expect(isSuppressed(people(7, 0))).toBe(true);
    expect(isSuppressed(people(7, null))).toBe(true);
  });

  it("never hides pings", () => {
    expect(isSuppressed(PINGS)).toBe(false);
  });

  it("says why a figure is not there", () => {
    expect(blankOf({ ...PINGS, value: null }, "no_consented_data")).toBe("no_consented_data");
    expect(blankOf({ ...PINGS, value: null, denominator: 0 }, "not_yet_sent")).toBe("zero_denominator");
  });
});

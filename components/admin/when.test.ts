import { expect, test } from "vitest";
import { agoText, whenText } from "#components/admin/when.ts";

const NOW = new Date("2026-11-22T19:20:00Z");

test.each([
  [null, "never"],
  ["2026-11-22T19:12:00Z", "just now"],
  ["2026-11-22T19:00:00Z", "20 min ago"],
  ["2026-11-22T02:00:00Z", "17 h ago"],
  ["2026-11-21T02:00:00Z", "1 day ago"],
  ["2026-11-15T19:00:00Z", "7 days ago"],
  ["2026-10-01T02:00:00Z", "2026-10-01"],
])("%s reads %s", (instant, text) => {
  expect(agoText(instant, NOW)).toBe(text);
});

test("an instant is read in UTC, whatever the reader's zone is", () => {
  expect(whenText("2026-11-22T23:59:00Z")).toBe("22 Nov 2026, 23:59 UTC");
});

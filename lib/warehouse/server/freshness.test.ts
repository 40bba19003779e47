import { expect, test } from "vitest";
import { freshnessFor } from "#lib/warehouse/server/freshness.ts";

const edition = {
  alias: "w_1",
  dataClock: "2026-11-21",
  dataVersion: "1",
  isSample: false,
  lastPing: "2026-11-21",
  lastEvent: null,
  unseenSince: null,
} as const;

test.each([
  ["2026-11-22", "fresh"],
  ["2026-11-23", "fresh"],
  ["2026-11-24", "late"],
  ["2026-11-25", "late"],
  ["2026-11-26", "stale"],
])("pings up to 21 November are, on %s, %s", (today, status) => {
  expect(freshnessFor(["instance_day"], edition, today)).toMatchObject([
    { source: "update_check", lastDay: "2026-11-21", status },
  ]);
});

test("what never came is unknown, what was made up is marked, the registry is as of now", () => {
  expect(freshnessFor(["event", "licence"], edition, "2026-11-22")).toMatchObject([
    { source: "event", lastDay: null, status: "unknown" },
    { source: "registry", lastDay: "2026-11-22", status: "fresh" },
  ]);
  const sample = { ...edition, isSample: true };
  expect(freshnessFor(["instance_day"], sample, "2026-12-24")).toMatchObject([
    { status: "manual", note: "sample data" },
  ]);
});

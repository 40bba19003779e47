import { expect, test } from "vitest";
import { coverageSentence, coverageShort, reasonWords } from "#components/coverage/coverage-words.ts";
import { EXCLUSION_REASONS, KIND_OF_REASON } from "#lib/consent/model.ts";
import type { Coverage } from "#lib/semantic/answer.ts";

const WHOLE: Coverage = {
  population: { unit: "account", label: "customers", count: 160 },
  eligible: 160,
  covered: 160,
  partial: 0,
  seatsCovered: 1,
  excluded: [],
  periods: [],
  changes: [],
  compare: null,
};

function excluded(reason: Coverage["excluded"][number]["reason"], count: number, tier: number | null = null) {
  return { reason, kind: KIND_OF_REASON[reason], tier, count, names: [], more: count };
}

const PART: Coverage = {
  ...WHOLE,
  covered: 118,
  seatsCovered: 0.834,
  excluded: [excluded("consent_tier", 24, 1), excluded("consent_tier", 14, 0), excluded("offline", 4)],
};

test("a part says how much of the seats it is and why the rest is missing", () => {
  expect(coverageSentence(PART)).toBe(
    "Covers 118 of 160 customers (83 % of seats). Not covered: 24 critical-only, 14 no telemetry, 4 sent nothing in this range.",
  );
  expect(coverageShort(PART)).toBe("118/160");
});

test("the whole is said without a remainder", () => {
  expect(coverageSentence(WHOLE)).toBe("Covers all 160 customers.");
  expect(coverageSentence({ ...WHOLE, eligible: 1, covered: 1 })).toBe("Covers the one customer.");
});

test("nobody is not zero of zero", () => {
  expect(coverageSentence({ ...WHOLE, eligible: 0, covered: 0, seatsCovered: null })).toBe(
    "Covers nobody: no customer matches.",
  );
});

test("partial members are counted, and a wholly partial figure says so", () => {
  expect(coverageSentence({ ...PART, partial: 6 })).toContain("(83 % of seats), 6 of them in part.");
  expect(coverageSentence({ ...WHOLE, partial: 160 })).toBe("Covers all 160 customers, in part.");
});

test.each([
  [0.9996, "99 %"],
  [0.004, "under 1 %"],
  [0, "0 %"],
])("a share of %d reads %s", (seatsCovered, words) => {
  expect(coverageSentence({ ...PART, seatsCovered })).toContain(`(${words} of seats)`);
});

test("seats are left out where nobody has any", () => {
  expect(coverageSentence({ ...PART, seatsCovered: null })).toContain("Covers 118 of 160 customers. Not covered");
});

test("every reason has words, and instances read differently where they must", () => {
  for (const reason of EXCLUSION_REASONS) {
    expect(reasonWords({ reason, tier: null }, "account").text).toMatch(/\.$/);
  }
  expect(reasonWords({ reason: "unlinked", tier: null }, "instance").short).toBe("linked to no account");
});

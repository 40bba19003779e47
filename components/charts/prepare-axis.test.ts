import fc from "fast-check";
import { expect, test } from "vitest";
import { prepareAxis } from "#components/charts/prepare-axis.ts";

test("an axis holds every value on round ticks, bars from zero", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1, maxLength: 30 }), (values) => {
      const axis = prepareAxis({ values, format: "integer", fromZero: true });
      expect(axis.domain[0]).toBe(0);
      expect(axis.domain[1]).toBeGreaterThanOrEqual(Math.max(...values));
      expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
      expect(axis.ticks.length).toBeLessThanOrEqual(6);
      expect(axis.ticks.every((tick) => Number.isInteger(tick))).toBe(true);
      expect(axis.broken).toBe(false);
    }),
  );
});

test("a line whose values hardly differ breaks its axis and says so", () => {
  const axis = prepareAxis({ values: [9800, 10_000], format: "integer", fromZero: false });
  expect(axis).toMatchObject({ broken: true });
  expect(axis.domain[0]).toBeLessThanOrEqual(9800);
  expect(axis.domain[0]).toBeGreaterThan(0);
});

test("a line that differs starts at zero", () => {
  expect(prepareAxis({ values: [5000, 10_000], format: "integer", fromZero: false })).toMatchObject({
    broken: false,
    domain: [0, 10_000],
    texts: ["0", "2k", "4k", "6k", "8k", "10k"],
  });
});

test("no value and all-zero values still have an axis", () => {
  expect(prepareAxis({ values: [], format: "integer", fromZero: true }).domain).toEqual([0, 1]);
  expect(prepareAxis({ values: [0, 0], format: "percent", fromZero: false }).domain).toEqual([0, 1]);
});

test("a rate's ticks are what they say", () => {
  const axis = prepareAxis({ values: [0.71, 0.75, 0.8], format: "percent", fromZero: false });
  expect(axis.texts.map((text) => Number(text.replace("%", "")) / 100)).toEqual(axis.ticks);
});

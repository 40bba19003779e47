import fc from "fast-check";
import { expect, test } from "vitest";
import { slotsFor } from "#components/charts/series-colour.ts";

const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 8 });

test("up to eight values get eight different colours, whatever their order", () => {
  fc.assert(
    fc.property(names, (list) => {
      const slots = slotsFor(list);
      expect(new Set(slots.values()).size).toBe(list.length);
      expect(slotsFor([...list].reverse())).toEqual(slots);
    }),
  );
});

test("hosting types keep their colour beside anything, however they are written", () => {
  expect(slotsFor(["dotcom", "Managed"]).get("Managed")).toBe(8);
  expect(slotsFor(["Acme", "managed", "self_hosted"]).get("self_hosted")).toBe(1);
});

test("a single series takes the first colour", () => {
  expect(slotsFor(["dotcom"]).get("dotcom")).toBe(1);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveEffective } from "#lib/consent/derive.ts";
import type { Day } from "#lib/consent/model.ts";
import { deriveVisible } from "#lib/consent/visible.ts";
import { arbitraryDay, arbitraryRegistry } from "#lib/testing/registry-arbitrary.ts";
import { oracleVisible } from "#lib/testing/registry-oracle.ts";
import { inputsOf, type RegistryWorld, snapshotOf } from "#lib/testing/registry-world.ts";

const runs = { numRuns: 400, verbose: 1 };

/** Each day from a week before the world begins to a week after it ends. */
function daysOf(world: RegistryWorld): Day[] {
  const days: Day[] = [];
  const end = Date.parse(`${world.last}T00:00:00Z`) + 7 * 86_400_000;
  for (let at = Date.parse(`${world.first}T00:00:00Z`) - 7 * 86_400_000; at <= end; at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

describe("what an instance allows", () => {
  test("effective equals the day-by-day oracle", () => {
    fc.assert(
      fc.property(arbitraryRegistry(), (world) => {
        const { instances, accounts, policy } = inputsOf(world);
        for (const instance of instances) {
          const spans = deriveEffective(instance, accounts, policy);
          for (const day of daysOf(world)) {
            const found = spans.filter((span) => span.from <= day && (span.to === null || day < span.to));
            expect(found.length).toBeLessThanOrEqual(1);
            const expected = oracleVisible(world, instance.instanceNo, day, day)?.effective ?? null;
            expect({ day, level: found[0]?.level ?? null }).toEqual({ day, level: expected });
          }
        }
      }),
      runs,
    );
  });

  test("visible, its reasons and the attributes of the day equal the day-by-day oracle", () => {
    fc.assert(
      fc.property(arbitraryRegistry(), arbitraryDay, (world, consentToday) => {
        const { intervals } = snapshotOf(world, consentToday);
        for (const [index] of world.rows.instances.entries()) {
          const mine = intervals.filter((interval) => interval.instanceNo === index + 1);
          for (const day of daysOf(world)) {
            const found = mine.filter((interval) => interval.from <= day && day < interval.to);
            expect(found.length).toBeLessThanOrEqual(1);
            const oracle = oracleVisible(world, index + 1, day, consentToday);
            const [got] = found;
            expect(got === undefined ? null : { day, ...seen(got) }).toEqual(
              oracle === null ? null : { day, ...seen({ ...oracle, level: oracle.visible }) },
            );
          }
        }
      }),
      runs,
    );
  });

  test("intervals are disjoint and maximal", () => {
    fc.assert(
      fc.property(arbitraryRegistry(), arbitraryDay, (world, consentToday) => {
        const { instances, accounts, policy } = inputsOf(world);
        for (const instance of instances) {
          const effective = deriveEffective(instance, accounts, policy);
          const visible = deriveVisible(instance, effective, accounts, consentToday);
          for (const [index, interval] of visible.entries()) {
            expect(interval.from < interval.to).toBe(true);
            const next = visible[index + 1];
            if (next === undefined) continue;
            expect(interval.to <= next.from).toBe(true);
            if (interval.to === next.from) expect(seen(interval)).not.toEqual(seen(next));
          }
        }
      }),
      runs,
    );
  });

  test("time passing never shows a day that was hidden before", () => {
    fc.assert(
      fc.property(arbitraryRegistry(), arbitraryDay, arbitraryDay, (world, one, other) => {
        const [sooner, later] = one <= other ? [one, other] : [other, one];
        for (const [index] of world.rows.instances.entries()) {
          for (const day of daysOf(world)) {
            const before = oracleVisible(world, index + 1, day, sooner)?.visible ?? 0;
            const after = snapshotLevel(world, index + 1, day, later);
            expect(after).toBeLessThanOrEqual(before);
          }
        }
      }),
      { ...runs, numRuns: 60 },
    );
  });
});

type Seen = Pick<
  NonNullable<ReturnType<typeof oracleVisible>>,
  "accountId" | "accountType" | "hosting" | "environment"
>;

function seen(from: Seen & { level: number; reasons: readonly (string | null)[] }): object {
  const { level, reasons, accountId, accountType, hosting, environment } = from;
  return { level, reasons: [...reasons], accountId, accountType, hosting, environment };
}

const memo = new WeakMap<RegistryWorld, Map<Day, ReturnType<typeof snapshotOf>>>();

function snapshotLevel(world: RegistryWorld, instanceNo: number, day: Day, consentToday: Day): number {
  const known = memo.get(world) ?? new Map<Day, ReturnType<typeof snapshotOf>>();
  memo.set(world, known);
  const snapshot = known.get(consentToday) ?? snapshotOf(world, consentToday);
  known.set(consentToday, snapshot);
  const found = snapshot.intervals.find((i) => i.instanceNo === instanceNo && i.from <= day && day < i.to);
  return found?.level ?? 0;
}

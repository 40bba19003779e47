import { CONSENT_GATE, type GateText } from "#lib/semantic/print/gate.ts";
import type { DayTable } from "#lib/semantic/testing/day-table.ts";
import type { World } from "#lib/semantic/testing/world.ts";

/**
 * The world as if nothing had arrived that may not be seen at the level: rows taken out one by one, by the oracle.
 * A question about events takes from pings only the release of an instance, which is a critical-level field: for
 * it pings stay that may be seen at that level.
 */
export function withoutUnseen(table: DayTable, level: number): World {
  const { world } = table;
  const pings = level === 3 ? 1 : level;
  return {
    ...world,
    instanceDays: world.instanceDays
      .filter((row) => table.sees(row.instanceNo, row.day, pings))
      .map((row) => (table.seesMonth(row.instanceNo, row.mauMonth, pings) ? row : { ...row, mau: null })),
    languages: world.languages.filter((row) => table.sees(row.instanceNo, row.day, level)),
    events: world.events.filter((row) => table.sees(row.instanceNo, row.day, level)),
  };
}

/**
 * A gate that lets everything on record pass; only the registry's attributes of the day are joined. Between which
 * rows days were hidden is decided on intervals alone, so it stays as it is.
 */
export const OPEN_GATE: GateText = {
  join: ({ key, dayColumn }, _, last = `s.${dayColumn}`) => [
    `i.${key} = s.${key}`,
    `s.${dayColumn} >= i.valid_from`,
    `${last} < i.valid_to`,
  ],
  described: () => [],
  days: CONSENT_GATE.days,
  bounds: CONSENT_GATE.bounds,
};

import type { Day } from "#lib/consent/model.ts";
import { addDays, dayNumber, monthStart } from "#warehouse/day.ts";

/** The vendor's real minor releases in their order; their dates are moved so that the newest is new. */
export const MINORS = [
  ...Array.from({ length: 18 }, (_, i) => `3.${26 + i}`),
  ...Array.from({ length: 6 }, (_, i) => `4.${i}`),
  ...Array.from({ length: 4 }, (_, i) => `5.${i}`),
];

export type Release = { readonly version: string; readonly releasedOn: Day };
export type Minor = { readonly name: string; readonly on: number; readonly patchOn: number };

/** From this minor on the vendor's critical-only switch had no effect. */
export const CRITICAL_SWITCH_DEAD = MINORS.indexOf("5.0");

/** One minor a month on the 20th, the newest on the last 20th up to `asOf`; a patch two weeks later. */
export function minors(asOf: Day): Minor[] {
  const last = asOf.slice(8) >= "20" ? 0 : -1;
  return MINORS.map((name, i) => {
    const on = dayNumber(addDays(monthStart(asOf, last - (MINORS.length - 1 - i)), 19));
    return { name, on, patchOn: on + 14 };
  });
}

export function releases(asOf: Day): Release[] {
  const end = dayNumber(asOf);
  const dated = minors(asOf).flatMap((minor) => [
    { version: `${minor.name}.0`, on: minor.on },
    { version: `${minor.name}.1`, on: minor.patchOn },
  ]);
  return dated
    .filter(({ on }) => on <= end)
    .map(({ version, on }) => ({ version, releasedOn: new Date(on * 86_400_000).toISOString().slice(0, 10) }));
}

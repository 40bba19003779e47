import { type Day } from "#lib/consent/model.ts";
import { addDays, isDay, monthStart } from "#warehouse/day.ts";
import type { Settings } from "#warehouse/generate/plan.ts";

const SCALES: Readonly<Record<string, { readonly months: number; readonly events: number }>> = {
  ci: { months: 9, events: 150_000 },
  small: { months: 18, events: 1_500_000 },
  full: { months: 18, events: 15_000_000 },
};
const MOST_EVENTS = 200_000_000;

/** A wish that cannot be fulfilled; the message is for the person at the command line. */
export class SettingsError extends Error {}

function scaleOf(text: string): { months: number; events: number } {
  const known = SCALES[text];
  if (known !== undefined) return known;
  const events = Number(/^events=([0-9_]{1,12})$/.exec(text)?.[1]?.replaceAll("_", "") ?? Number.NaN);
  if (events > 0 && events <= MOST_EVENTS) return { months: 18, events };
  throw new SettingsError(`--scale ${text} is not known. Use ci, small, full, or events=N with N up to 200 million.`);
}

/** Checks what the command line asks for. `asOf` null = yesterday in UTC. */
export function settings(wish: { scale: string; asOf: string | null; seed: string }, now: Date): Settings {
  const { months, events } = scaleOf(wish.scale);
  const yesterday: Day = addDays(now.toISOString().slice(0, 10), -1);
  const asOf = wish.asOf ?? yesterday;
  if (!isDay(asOf)) throw new SettingsError(`--as-of ${asOf} is not a day. Write it as YYYY-MM-DD.`);
  const seed = Number(wish.seed);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) {
    throw new SettingsError(`--seed ${wish.seed} is not a whole number from 0 to 4294967295.`);
  }
  return { asOf, seed, scale: wish.scale, events, start: monthStart(asOf, 1 - months) };
}

import type { Plain } from "#warehouse/append.ts";
import { dayNumber } from "#warehouse/day.ts";
import type { DayCount } from "#warehouse/generate/activity.ts";
import type { InstancePlan } from "#warehouse/generate/plan.ts";
import type { Random } from "#warehouse/generate/random.ts";
import { CRITICAL_SWITCH_DEAD, type Minor } from "#warehouse/generate/releases.ts";

const MS_PER_DAY = 86_400_000;
export const PINGS_PER_DAY = 41;
/** An instance pings every half hour and up to ten minutes more. */
const PING_EVERY_MS = MS_PER_DAY / PINGS_PER_DAY;

export type Version = { readonly text: string; readonly minor: number; readonly behind: boolean };

/** The version an instance runs on a day: so many minors behind, upgraded some days after a release. */
export function versionOn(minors: readonly Minor[], plan: InstancePlan, day: number, delay: number): Version {
  let newest = 0;
  minors.forEach((minor, i) => {
    if (minor.on + delay <= day) newest = i;
  });
  const at = Math.max(0, newest - plan.lag);
  const minor = minors[at];
  const patched = minor !== undefined && plan.lag > 0 && minor.patchOn + delay <= day && delay % 2 === 0;
  const behind = minors.some((other, i) => i > at && other.on <= day);
  return { text: `${minor?.name ?? "3.26"}.${patched ? "1" : "0"}`, minor: at, behind };
}

/** Days between a release and this instance's upgrade to it. */
export function upgradeDelay(plan: InstancePlan, rnd: Random): number {
  return plan.hosting === "managed" ? rnd.whole(1, 5) : rnd.whole(4, 24);
}

function sendsFull(plan: InstancePlan, version: Version): boolean {
  return plan.sends === "full" || version.minor >= CRITICAL_SWITCH_DEAD;
}

/** When a ping was sent and by which release; what it says is counted elsewhere, by instance and day. */
export const SENT = {
  instance: "INTEGER",
  day: "INTEGER",
  ts: "TIMESTAMP",
  is_full: "BOOLEAN",
  version: "VARCHAR",
  minor: "INTEGER",
  has_update: "BOOLEAN",
  /** How much of the day was over, in parts of PINGS_PER_DAY. */
  passed: "INTEGER",
} as const;

export type PingSink = (row: readonly Plain[]) => void;

/** The last ping of each day, and all of them in the last two days. A few days are lost on the way. */
export function writePings(
  plan: InstancePlan,
  instance: number,
  counts: readonly DayCount[],
  minors: readonly Minor[],
  asOf: string,
  seedOf: Random,
  sink: PingSink,
): void {
  if (plan.sends === "nothing") return;
  const rnd = seedOf.fork(`pings ${plan.siteId}`);
  const delay = upgradeDelay(plan, rnd.fork("delay"));
  const busyFrom = dayNumber(asOf) - 1;
  for (const count of counts) {
    const jitter = rnd.whole(0, 600_000);
    if (count.day < busyFrom && plan.users > 30 && rnd.chance(0.008)) continue;
    const version = versionOn(minors, plan, count.day, delay);
    const send = (ts: number, passed: number): void => {
      const full = sendsFull(plan, version);
      sink([instance, count.day, ts, full, version.text, version.minor, version.behind, passed]);
    };
    const last = (count.day + 1) * MS_PER_DAY - 1_300_000 + jitter;
    const earlier = count.day >= busyFrom ? PINGS_PER_DAY - 1 : 0;
    for (let back = earlier; back > 0; back -= 1) {
      const ts = last - Math.round(back * PING_EVERY_MS) + rnd.whole(0, 60_000);
      send(Math.max(ts, count.day * MS_PER_DAY), PINGS_PER_DAY - back);
    }
    send(last, PINGS_PER_DAY);
  }
}

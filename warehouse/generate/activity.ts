import { dayNumber } from "#warehouse/day.ts";
import type { InstancePlan, Settings } from "#warehouse/generate/plan.ts";
import type { Random } from "#warehouse/generate/random.ts";

/** What an instance knows of its users at the end of a day; `week` starts on Sunday, as instances count it. */
export type DayCount = {
  readonly day: number;
  readonly dau: number;
  readonly week: number;
  readonly wau: number;
  readonly month: number;
  readonly mau: number;
  readonly registered: number;
  readonly accounts: number;
};

/** A user on a day of use; `weight` is how much this user does. User ids count from 1. */
export type OnUse = (day: number, user: number, weight: number) => void;

type Users = {
  readonly count: number;
  readonly joined: Float64Array;
  readonly left: Float64Array;
  readonly share: Float64Array;
  readonly weight: Float64Array;
};

const WEEKEND = 0.13;
const HEAVY_TAIL = 2.2;
const ANONYMOUS_EVERY = 40;

export function isAnonymous(user: number): boolean {
  return user % ANONYMOUS_EVERY === 0;
}

/** Half of the people come in the first 60 days, the rest within two years; a few leave. */
function usersOf(plan: InstancePlan, rnd: Random): Users {
  const count = plan.users;
  const born = dayNumber(plan.from);
  const users: Users = {
    count,
    joined: new Float64Array(count),
    left: new Float64Array(count),
    share: new Float64Array(count),
    weight: new Float64Array(count),
  };
  for (let i = 0; i < count; i += 1) {
    const place = rnd.next();
    users.joined[i] = born + (place < 0.5 ? 120 * place : 60 + (place - 0.5) * 1300);
    users.left[i] = rnd.chance(0.12) ? born + 90 + rnd.next() * 1200 : Number.POSITIVE_INFINITY;
    const weight = (1 - 1 / HEAVY_TAIL) * (1 - rnd.next()) ** (-1 / HEAVY_TAIL);
    users.weight[i] = Math.min(8, weight);
    users.share[i] = Math.min(0.93, plan.intensity * weight);
  }
  return users;
}

function dayFactor(day: number, date: Date, rnd: Random): number {
  const weekday = (day + 4) % 7;
  const monthDay = (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
  const holidays = monthDay >= 1220 || monthDay <= 102 ? 0.35 : 1;
  const summer = monthDay >= 710 && monthDay <= 820 ? 0.9 : 1;
  const calm = weekday === 0 || weekday === 6 ? WEEKEND : 1;
  return calm * holidays * summer * (1 + 0.05 * rnd.normal());
}

type Seen = { readonly week: Int32Array; readonly month: Int32Array };
type Tally = { dau: number; wau: number; mau: number; registered: number; accounts: number };

/** Typed arrays have no holes; this says so to the compiler. */
const at = (values: Float64Array | Int32Array, i: number): number => values[i] ?? 0;

function isActive(users: Users, i: number, day: number, factor: number, rnd: Random): boolean {
  return day < at(users.left, i) && rnd.next() < at(users.share, i) * factor;
}

type Moment = { readonly day: number; readonly week: number; readonly month: number; readonly factor: number };

function countDay(users: Users, seen: Seen, moment: Moment, rnd: Random, onUse: OnUse | null): Tally {
  const { day, week, month, factor } = moment;
  const tally: Tally = { dau: 0, wau: 0, mau: 0, registered: 0, accounts: 0 };
  for (let i = 0; i < users.count; i += 1) {
    if (day < at(users.joined, i)) continue;
    tally.accounts += 1;
    if (isActive(users, i, day, factor, rnd)) {
      tally.dau += 1;
      seen.week[i] = week;
      seen.month[i] = month;
      onUse?.(day, i + 1, at(users.weight, i));
    }
    if (seen.week[i] === week) tally.wau += 1;
    if (seen.month[i] !== month) continue;
    tally.mau += 1;
    if (!isAnonymous(i + 1)) tally.registered += 1;
  }
  return tally;
}

/** Plays an instance's users day by day, so that pings and events tell the same story. */
export function simulate(plan: InstancePlan, settings: Settings, seedOf: Random, onUse: OnUse | null): DayCount[] {
  const rnd = seedOf.fork(`use ${plan.siteId}`);
  const users = usersOf(plan, rnd);
  const seen: Seen = { week: new Int32Array(users.count), month: new Int32Array(users.count) };
  const first = Math.max(dayNumber(plan.from), dayNumber(settings.start));
  const end = plan.silentFrom === null ? dayNumber(settings.asOf) : dayNumber(plan.silentFrom) - 1;
  const counts: DayCount[] = [];
  for (let day = first; day <= end; day += 1) {
    const date = new Date(day * 86_400_000);
    const week = day - ((day + 4) % 7);
    const month = day - date.getUTCDate() + 1;
    const tally = countDay(users, seen, { day, week, month, factor: dayFactor(day, date, rnd) }, rnd, onUse);
    counts.push({ day, week, month, ...tally });
  }
  return counts;
}

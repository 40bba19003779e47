import { dayNumber, monthStart } from "#warehouse/day.ts";
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
  /** What became of registered users since the month before, to date; null where that month is not played. */
  readonly growth: Growth | null;
};

export type Growth = {
  readonly created: number;
  readonly deleted: number;
  readonly retained: number;
  readonly resurrected: number;
  readonly churned: number;
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
/** Of those who leave, every so many has the account deleted; the others' accounts stay, unused. */
const DELETED_EVERY = 5;

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

type Seen = { readonly week: Int32Array; readonly month: Int32Array; readonly before: Int32Array };
type Tally = { dau: number; wau: number; mau: number; registered: number; accounts: number };

/** Typed arrays have no holes; this says so to the compiler. */
const at = (values: Float64Array | Int32Array, i: number): number => values[i] ?? 0;

function isActive(users: Users, i: number, day: number, factor: number, rnd: Random): boolean {
  return day < at(users.left, i) && rnd.next() < at(users.share, i) * factor;
}

type Moment = { readonly day: number; readonly week: number; readonly month: number; readonly factor: number };

function countDay(users: Users, seen: Seen, moment: Moment, rnd: Random, onUse: OnUse): Tally {
  const { day, week, month, factor } = moment;
  const tally: Tally = { dau: 0, wau: 0, mau: 0, registered: 0, accounts: 0 };
  for (let i = 0; i < users.count; i += 1) {
    if (day < at(users.joined, i)) continue;
    if (!(isDeleted(i) && day >= at(users.left, i))) tally.accounts += 1;
    if (isActive(users, i, day, factor, rnd)) {
      tally.dau += 1;
      seen.week[i] = week;
      if (seen.month[i] !== month) seen.before[i] = at(seen.month, i);
      seen.month[i] = month;
      onUse(day, i + 1, at(users.weight, i));
    }
    if (seen.week[i] === week) tally.wau += 1;
    if (seen.month[i] !== month) continue;
    tally.mau += 1;
    if (!isAnonymous(i + 1)) tally.registered += 1;
  }
  return tally;
}

const isDeleted = (i: number): boolean => i % DELETED_EVERY === 0;

/** The states of the vendor's own query: of those who had an account before the month began, and of the new ones. */
function growthOf(users: Users, seen: Seen, day: number, month: number, monthBefore: number): Growth {
  const growth = { created: 0, deleted: 0, retained: 0, resurrected: 0, churned: 0, none: 0 };
  for (let i = 0; i < users.count; i += 1) {
    if (day < at(users.joined, i) || isAnonymous(i + 1)) continue;
    const left = at(users.left, i);
    const gone = isDeleted(i) && left <= day;
    if (gone && left >= month) growth.deleted += 1;
    if (at(users.joined, i) >= month) growth.created += 1;
    else if (!gone) growth[stateOf(at(seen.month, i), at(seen.before, i), month, monthBefore)] += 1;
  }
  const { created, deleted, retained, resurrected, churned } = growth;
  return { created, deleted, retained, resurrected, churned };
}

type State = "retained" | "resurrected" | "churned" | "none";

function stateOf(last: number, lastBut: number, month: number, monthBefore: number): State {
  if (last === month) return lastBut === monthBefore ? "retained" : "resurrected";
  return last === monthBefore ? "churned" : "none";
}

/** Whoever signed up in a week, from Monday, and how many of them were active so many weeks later. */
export type Cohort = { readonly week: number; readonly size: number; readonly retained: readonly number[] };

const COHORTS = 12;

/** The last twelve weeks of sign-ups, with the weeks after each that are over. */
function cohortsOf(users: Users, active: Int32Array, day: number): Cohort[] {
  const monday = day - ((day + 3) % 7);
  const cohorts = Array.from({ length: COHORTS }, (_, back) => {
    const week = monday - 7 * (COHORTS - 1 - back);
    const weeks = Math.floor((day + 1 - week - 7) / 7);
    return { week, size: 0, retained: Array.from({ length: Math.max(0, weeks) }, () => 0) };
  });
  for (let i = 0; i < users.count; i += 1) {
    const joined = Math.floor(at(users.joined, i));
    const cohort = cohorts.find(({ week }) => joined >= week && joined < week + 7);
    if (cohort === undefined || joined > day || isAnonymous(i + 1)) continue;
    cohort.size += 1;
    cohort.retained.forEach((number, n) => {
      cohort.retained[n] = number + ((at(active, i) >> n) & 1);
    });
  }
  return cohorts.filter(({ size }) => size > 0);
}

export type Played = {
  readonly counts: readonly DayCount[];
  /** On the days asked for. */
  readonly cohorts: ReadonlyMap<number, readonly Cohort[]>;
};

/** Plays an instance's users day by day, so that pings and events tell the same story. */
export function simulate(
  plan: InstancePlan,
  settings: Settings,
  seedOf: Random,
  onUse: OnUse | null,
  withCohorts: (day: number) => boolean = () => false,
): Played {
  const rnd = seedOf.fork(`use ${plan.siteId}`);
  const users = usersOf(plan, rnd);
  const numbers = (): Int32Array => new Int32Array(users.count);
  const seen: Seen = { week: numbers(), month: numbers(), before: numbers() };
  const active = numbers();
  const begin = dayNumber(settings.start);
  const first = Math.max(dayNumber(plan.from), begin);
  const end = plan.silentFrom === null ? dayNumber(settings.asOf) : dayNumber(plan.silentFrom) - 1;
  const counts: DayCount[] = [];
  const cohorts = new Map<number, Cohort[]>();
  const use: OnUse = (day, user, weight) => {
    const weeks = Math.floor((day - Math.floor(at(users.joined, user - 1))) / 7);
    if (weeks < COHORTS) active[user - 1] = at(active, user - 1) | (1 << weeks);
    onUse?.(day, user, weight);
  };
  for (let day = first; day <= end; day += 1) {
    const date = new Date(day * 86_400_000);
    const week = day - ((day + 4) % 7);
    const month = day - date.getUTCDate() + 1;
    const tally = countDay(users, seen, { day, week, month, factor: dayFactor(day, date, rnd) }, rnd, use);
    // What was before the first month of the sample was not played, so nobody can be said to have come back in it.
    const isKnown = month > begin || dayNumber(plan.from) >= begin;
    const before = dayNumber(monthStart(settings.start, monthsBetween(begin, month) - 1));
    const growth = isKnown ? growthOf(users, seen, day, month, before) : null;
    counts.push({ day, week, month, ...tally, growth });
    if (withCohorts(day)) cohorts.set(day, cohortsOf(users, active, day));
  }
  return { counts, cohorts };
}

/** From the first of one month to the first of another. */
function monthsBetween(from: number, to: number): number {
  return Math.round((to - from) / 30.44);
}

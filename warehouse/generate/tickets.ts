import type { Day } from "#lib/consent/model.ts";
import type { Plain } from "#warehouse/append.ts";
import { addDays, dayNumber } from "#warehouse/day.ts";
import type { AccountPlan, Settings } from "#warehouse/generate/plan.ts";
import type { Random } from "#warehouse/generate/random.ts";

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const PEOPLE_PER_TICKET_A_MONTH = 180;
const AREAS = ["search", "code-intelligence", "batch-changes", "code-insights", "deployment", "permissions", "licence"];
const CHANNELS = ["email", "email", "email", "slack", "web"];
const TYPES = ["help", "help", "help", "defect", "defect", "task", "product-gap", "feedback"];

/** Minutes within which the first answer is promised: business hours of the vendor's terms, as the clock runs. */
const TARGET: Readonly<Record<string, number>> = { p0: 120, p1: 240, p2: 480, p3: 2880, none: 2880 };

export type Span = { readonly from: Day; readonly to: Day };

/** When the account was a customer, within the sample. */
export function customerSpan({ types }: AccountPlan, settings: Settings): Span | null {
  const customer = types.find(({ value }) => value === "customer");
  if (customer === undefined) return null;
  const from = customer.from > settings.start ? customer.from : settings.start;
  const last = addDays(settings.asOf, 1);
  const to = customer.to !== null && customer.to < last ? customer.to : last;
  return from < to ? { from, to } : null;
}

export function sizeOf({ instances, employees }: AccountPlan): number {
  const people = instances.filter((one) => one.environment === "production").reduce((sum, one) => sum + one.users, 0);
  return people > 0 ? people : Math.ceil(employees / 10);
}

function priority(rnd: Random): string {
  const place = rnd.next();
  if (place < 0.02) return "p0";
  if (place < 0.17) return "p1";
  if (place < 0.62) return "p2";
  return place < 0.85 ? "p3" : "none";
}

function lifecycle(account: AccountPlan, day: Day): string {
  const age = account.contractStart === null ? 0 : dayNumber(day) - dayNumber(account.contractStart);
  if (age < 60) return "onboarding";
  return age < 180 ? "adoption" : "established";
}

type Course = { readonly created: number; readonly answered: number | null; readonly solved: number | null };

/** What happened to it before the sample ends. */
function courseOf(day: Day, target: number, end: number, rnd: Random): Course {
  const created = dayNumber(day) * MS_PER_DAY + rnd.whole(7 * 60, 19 * 60) * MS_PER_MINUTE;
  const answer = created + Math.round(target * Math.exp(-1.6 + 0.9 * rnd.normal())) * MS_PER_MINUTE;
  const solution = answer + Math.round(1440 * Math.exp(0.6 + 1.1 * rnd.normal())) * MS_PER_MINUTE;
  return { created, answered: answer < end ? answer : null, solved: solution < end ? solution : null };
}

/** Null while the time for an answer is not over. */
function isMet({ created, answered }: Course, target: number, end: number): boolean | null {
  const due = created + target * MS_PER_MINUTE;
  if (answered !== null) return answered <= due;
  return due < end ? false : null;
}

function statusOf({ answered, solved }: Course): string {
  if (solved !== null) return "solved";
  return answered === null ? "open" : "pending";
}

function ticket(account: AccountPlan, number: number, day: Day, end: number, rnd: Random): Plain[] {
  const urgency = priority(rnd);
  const target = TARGET[urgency] ?? 2880;
  const course = courseOf(day, target, end, rnd);
  const { created, answered, solved } = course;
  const [asked, happy, named] = [rnd.chance(0.3), rnd.chance(0.92), rnd.chance(0.7)];
  const main = account.instances[0]?.siteId ?? null;
  return [
    `T-${String(number)}`,
    account.ref,
    named ? main : null,
    created,
    solved ?? answered ?? created,
    answered,
    solved,
    urgency,
    rnd.pick(TYPES),
    statusOf(course),
    rnd.pick(CHANNELS),
    rnd.pick(AREAS),
    lifecycle(account, day),
    `h-${String(rnd.whole(1, 14))}`,
    target,
    isMet(course, target, end),
    asked && solved !== null ? happy : null,
  ];
}

/** Tickets of everybody who was a customer, also of those who send no telemetry; the busier, the more. */
export function tickets(accounts: readonly AccountPlan[], settings: Settings, seedOf: Random): Plain[][] {
  const end = (dayNumber(settings.asOf) + 1) * MS_PER_DAY;
  const rows: Plain[][] = [];
  for (const account of accounts) {
    const span = customerSpan(account, settings);
    if (span === null) continue;
    const rnd = seedOf.fork(`tickets ${account.ref}`);
    const days = dayNumber(span.to) - dayNumber(span.from);
    const wanted = ((0.3 + sizeOf(account) / PEOPLE_PER_TICKET_A_MONTH) * days) / 30;
    const number = Math.floor(wanted * (0.6 + 0.8 * rnd.next()) + rnd.next());
    for (let i = 0; i < number; i += 1) {
      const day = addDays(span.from, rnd.whole(0, days - 1));
      rows.push(ticket(account, 10_000 + rows.length, day, end, rnd));
    }
  }
  return rows;
}

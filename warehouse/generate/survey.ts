import type { Plain } from "#warehouse/append.ts";
import { addDays, dayNumber } from "#warehouse/day.ts";
import type { AccountPlan, Settings } from "#warehouse/generate/plan.ts";
import type { Random } from "#warehouse/generate/random.ts";
import { customerSpan, sizeOf } from "#warehouse/generate/tickets.ts";

const MS_PER_DAY = 86_400_000;
const PEOPLE_PER_ANSWER_A_YEAR = 14;

/** Most like it; an account has its own mood. */
function score(mood: number, rnd: Random): number {
  return Math.max(0, Math.min(10, Math.round(mood + 1.9 * rnd.normal())));
}

/** Answers to the survey, by account; those of airgapped instances come in by hand, without a site. */
export function answers(accounts: readonly AccountPlan[], settings: Settings, seedOf: Random): Plain[][] {
  const rows: Plain[][] = [];
  for (const account of accounts) {
    const span = customerSpan(account, settings);
    if (span === null) continue;
    const rnd = seedOf.fork(`survey ${account.ref}`);
    const days = dayNumber(span.to) - dayNumber(span.from);
    const mood = 6.6 + 2.4 * rnd.next();
    const number = Math.floor(((sizeOf(account) / PEOPLE_PER_ANSWER_A_YEAR) * days) / 365 + rnd.next());
    const main = account.instances.find((one) => one.sends !== "nothing") ?? null;
    for (let i = 0; i < number; i += 1) {
      const day = dayNumber(addDays(span.from, rnd.whole(0, days - 1)));
      const at = day * MS_PER_DAY + rnd.whole(28_800, 64_800) * 1000;
      rows.push([`N-${String(10_000 + rows.length)}`, account.ref, main?.siteId ?? null, at, score(mood, rnd), null]);
    }
  }
  return rows;
}

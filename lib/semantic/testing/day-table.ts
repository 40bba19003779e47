import type { AccountType, Day } from "#lib/consent/model.ts";
import type { ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { type OracleDay, oracleVisible } from "#lib/testing/registry-oracle.ts";

export function nextDay(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Every day of `[from, to)`. */
export function eachDay(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day < to; day = nextDay(day)) days.push(day);
  return days;
}

/** What the oracle says of each instance and day, looked up once. */
export class DayTable {
  readonly world: ProofWorld;
  private readonly known = new Map<string, OracleDay | null>();

  constructor(world: ProofWorld) {
    this.world = world;
  }

  get instances(): number[] {
    return this.world.registry.rows.instances.map((_, index) => index + 1);
  }

  get accounts(): string[] {
    return this.world.registry.rows.accounts.map(({ accountRef }) => accountRef);
  }

  on(instanceNo: number, day: Day): OracleDay | null {
    const key = `${instanceNo}/${day}`;
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const fresh = oracleVisible(this.world.registry, instanceNo, day, this.world.consentToday);
    this.known.set(key, fresh);
    return fresh;
  }

  /** Whether the instance may be seen at the level on that day; not on record means no. */
  sees(instanceNo: number, day: Day, level: number): boolean {
    const known = this.on(instanceNo, day);
    return known !== null && known.visible >= level;
  }

  /** Whether some day of the month may be seen. */
  seesMonth(instanceNo: number, month: Day, level: number): boolean {
    const days = eachDay(month, nextMonth(month));
    return days.some((day) => this.sees(instanceNo, day, level));
  }

  typeOf(account: string, day: Day): AccountType | null {
    const { accountTypes, accounts } = this.world.registry.rows;
    const dated = accountTypes.filter(({ accountRef }) => accountRef === account);
    const row = accounts.find(({ accountRef }) => accountRef === account);
    if (dated.length === 0) return row?.typeFrom != null && day >= row.typeFrom ? row.type : null;
    return dated.find(({ from, to }) => day >= from && (to === null || day < to))?.type ?? null;
  }
}

export function nextMonth(month: Day): Day {
  const date = new Date(`${month}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1);
  return date.toISOString().slice(0, 10);
}

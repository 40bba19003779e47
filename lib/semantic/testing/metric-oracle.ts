import type { AccountType, Day } from "#lib/consent/model.ts";
import { type DayTable, eachDay, nextDay, nextMonth } from "#lib/semantic/testing/day-table.ts";
import { type Context, contextOf, fieldOf } from "#lib/semantic/testing/oracle-fields.ts";
import type { EventRow, InstanceDayRow } from "#lib/semantic/testing/world.ts";
import type { OracleDay } from "#lib/testing/registry-oracle.ts";

/** A question in the plainest form: one metric, fields by id, values that a field must have. */
export type PlainQuestion = {
  readonly metric: string;
  readonly groups: readonly string[];
  readonly must: Readonly<Record<string, string>>;
  readonly grain: "day" | "week" | "month" | null;
  readonly from: Day;
  readonly to: Day;
};

/** By period and group values, joined with `|`. People are counted where disclosure control looks at them. */
export type PlainAnswer = Map<string, { readonly value: number | null; readonly users: number | null }>;

const EVENT_METRICS = ["events", "event_active_users"];

/** Works a question out from the raw rows with loops, day by day, from the definitions in words. */
export class MetricOracle {
  private readonly table: DayTable;
  private readonly asked: PlainQuestion;
  private readonly level: number;
  private readonly types: readonly string[];
  private readonly production: boolean;

  constructor(table: DayTable, asked: PlainQuestion) {
    const { metric, groups, must } = asked;
    this.table = table;
    this.asked = asked;
    const fields = [...groups, ...Object.keys(must)];
    const own = EVENT_METRICS.includes(metric)
      ? 3
      : metric === "dau_mau"
        ? 2
        : metric === "seats" || metric === "instances"
          ? 0
          : 1;
    this.level = fields.some((field) => field.startsWith("event.")) ? 3 : own;
    this.types = metric === "seats" || metric === "seat_consumption" ? ["customer"] : ["customer", "prospect", "free"];
    this.production = metric !== "active_instances" && metric !== "instances";
  }

  answer(): PlainAnswer {
    switch (this.asked.metric) {
      case "events":
      case "event_active_users":
        return this.events();
      case "seats":
        return sums(this.periods().flatMap((period) => this.licencesIn(period)));
      case "instances":
        return sums(this.periods().flatMap((period) => this.onRecord(period)));
      case "dau_mau":
        return this.dauMau();
      case "seat_consumption":
        return this.seatConsumption();
      default:
        return sums(
          this.lasts()
            .filter(({ context }) => this.passes(context))
            .map(({ period, context, value }) => ({ key: this.key(period, context), value })),
        );
    }
  }

  /** End of the days that are read. */
  private get end(): Day {
    const after = nextDay(this.table.world.dataClock);
    return this.asked.to < after ? this.asked.to : after;
  }

  private periodOf(day: Day): Day {
    const { grain, from } = this.asked;
    if (grain === null) return from;
    if (grain === "month") return `${day.slice(0, 7)}-01`;
    if (grain === "day") return day;
    const monday = new Date(`${day}T00:00:00Z`);
    while (monday.getUTCDay() !== 1) monday.setUTCDate(monday.getUTCDate() - 1);
    return monday.toISOString().slice(0, 10);
  }

  /** Each period with its last day that can be spoken about. */
  private periods(): { period: Day; last: Day }[] {
    const last = new Map<Day, Day>();
    for (const day of eachDay(this.asked.from, this.end)) last.set(this.periodOf(day), day);
    return [...last].map(([period, day]) => ({ period, last: day }));
  }

  /** What the day holds of an instance that counts on it and may be seen; else null. */
  private counted(instanceNo: number, day: Day): OracleDay | null {
    const known = this.table.on(instanceNo, day);
    if (known === null || known.visible < this.level) return null;
    if (known.accountType === null || !this.types.includes(known.accountType)) return null;
    return this.production && known.environment !== "production" ? null : known;
  }

  private seenPings(): { row: InstanceDayRow; known: OracleDay }[] {
    return this.table.world.instanceDays.flatMap((row) => {
      if (row.day < this.asked.from || row.day >= this.end) return [];
      const known = this.counted(row.instanceNo, row.day);
      return known === null ? [] : [{ row, known }];
    });
  }

  /** The last seen value of each instance and period, before any filter. */
  private lasts(): { period: Day; instanceNo: number; context: Context; value: number }[] {
    const best = new Map<string, { period: Day; instanceNo: number; order: string; context: Context; value: number }>();
    for (const { row, known } of this.seenPings()) {
      const value = this.valueOf(row);
      const period = this.describes() ? row.mauMonth : this.periodOf(row.day);
      if (value === null || !this.describesSeen(row)) continue;
      const order = `${row.day} ${row.lastTs} ${row.mauMonth}`;
      const key = `${period}/${row.instanceNo}`;
      const context = contextOf(known, row.instanceNo, row);
      if (order > (best.get(key)?.order ?? ""))
        best.set(key, { period, instanceNo: row.instanceNo, order, context, value });
    }
    return [...best.values()];
  }

  private describes(): boolean {
    return this.asked.metric !== "total_accounts" && this.asked.metric !== "active_instances";
  }

  private valueOf(row: InstanceDayRow): number | null {
    if (this.asked.metric === "active_instances") return 1;
    return this.asked.metric === "total_accounts" ? row.totalUserAccounts : row.mau;
  }

  private describesSeen(row: InstanceDayRow): boolean {
    if (!this.describes()) return true;
    const first = `${this.asked.from.slice(0, 7)}-01`;
    const inRange = row.mauMonth >= first && row.mauMonth < this.end;
    return inRange && this.table.seesMonth(row.instanceNo, row.mauMonth, this.level);
  }

  private dauMau(): PlainAnswer {
    const parts = this.lasts().flatMap(({ period, instanceNo, context, value }) => {
      const mean = this.meanDau(instanceNo, period);
      return mean === null || !this.passes(context) ? [] : [{ key: this.key(period, context), value: mean, by: value }];
    });
    return ratios(parts);
  }

  private meanDau(instanceNo: number, month: Day): number | null {
    const days = eachDay(month, nextMonth(month)).flatMap((day) => {
      const rows = this.seenPings().filter(
        ({ row }) => row.instanceNo === instanceNo && row.day === day && row.dau !== null,
      );
      const last = rows.toSorted((a, b) => (a.row.lastTs < b.row.lastTs ? 1 : -1))[0];
      return last?.row.dau == null ? [] : [last.row.dau];
    });
    return days.length === 0 ? null : days.reduce((sum, dau) => sum + dau, 0) / days.length;
  }

  private seatConsumption(): PlainAnswer {
    const lasts = this.lasts();
    const parts = lasts
      .filter(({ context }) => this.passes(context))
      .map(({ period, context, value }) => ({ key: this.key(period, context), value, by: 0 }));
    for (const { period, last } of this.periods()) {
      for (const licence of this.licencesOn(last)) {
        const context = licence.siteNo === null ? this.alone(licence.account, last) : null;
        const own = lasts.find((one) => one.period === period && one.instanceNo === licence.siteNo);
        const whole =
          licence.siteNo === null &&
          this.everyInstanceIn(
            licence.account,
            last,
            lasts.filter((one) => one.period === period),
          );
        const used = own?.context ?? (whole ? context : null);
        if (used !== null && this.passes(used))
          parts.push({ key: this.key(period, used), value: Number.NaN, by: licence.seats });
      }
    }
    return ratios(parts);
  }

  private everyInstanceIn(account: string, day: Day, lasts: readonly { instanceNo: number }[]): boolean {
    const production = this.table.instances.filter((instanceNo) => {
      const known = this.table.on(instanceNo, day);
      return known?.accountId === account && known.environment === "production";
    });
    return production.length > 0 && production.every((one) => lasts.some(({ instanceNo }) => instanceNo === one));
  }

  private licencesOn(day: Day): { account: string; siteNo: number | null; seats: number; type: AccountType }[] {
    const { licences, instances } = this.table.world.registry.rows;
    return licences.flatMap(({ accountRef, siteId, seats, from, to }) => {
      const type = this.table.typeOf(accountRef, day);
      if (day < from || (to !== null && day >= to) || type === null || !this.types.includes(type)) return [];
      const siteNo = siteId === null ? null : instances.findIndex((one) => one.siteId === siteId) + 1;
      return [{ account: accountRef, siteNo, seats, type }];
    });
  }

  private licencesIn({ period, last }: { period: Day; last: Day }): { key: string; value: number }[] {
    return this.licencesOn(last).flatMap(({ account, siteNo, seats, type }) => {
      const known = siteNo === null ? null : this.table.on(siteNo, last);
      if (known !== null && known.environment !== "production") return [];
      const context: Context = { known, accountId: account, accountType: type, instanceNo: siteNo, row: null };
      return this.passes(context) ? [{ key: this.key(period, context), value: seats }] : [];
    });
  }

  private alone(account: string, day: Day): Context {
    return {
      known: null,
      accountId: account,
      accountType: this.table.typeOf(account, day),
      instanceNo: null,
      row: null,
    };
  }

  private onRecord({ period, last }: { period: Day; last: Day }): { key: string; value: number }[] {
    return this.table.instances.flatMap((instanceNo) => {
      const known = this.counted(instanceNo, last);
      const context = known === null ? null : contextOf(known, instanceNo, null);
      return context === null || !this.passes(context) ? [] : [{ key: this.key(period, context), value: 1 }];
    });
  }

  private events(): PlainAnswer {
    const cells = new Map<string, EventRow[]>();
    for (const row of this.table.world.events) {
      const known = row.day >= this.asked.from && row.day < this.end ? this.counted(row.instanceNo, row.day) : null;
      const context = known === null ? null : contextOf(known, row.instanceNo, row);
      if (context === null || !this.passes(context)) continue;
      const key = this.key(this.periodOf(row.day), context);
      cells.set(key, [...(cells.get(key) ?? []), row]);
    }
    const isCount = this.asked.metric === "events";
    return new Map([...cells].map(([key, rows]) => [key, isCount ? countOf(rows) : usersOf(rows)]));
  }

  private key(period: Day, context: Context): string {
    return [period, ...this.asked.groups.map((field) => fieldOf(this.table, field, context) ?? "∅")].join("|");
  }

  private passes(context: Context): boolean {
    return Object.entries(this.asked.must).every(([field, value]) => fieldOf(this.table, field, context) === value);
  }
}

type Figure = { readonly value: number; readonly users: number };

function countOf(rows: readonly EventRow[]): Figure {
  const ours = rows.filter(({ isOperator }) => !isOperator);
  return { value: ours.length, users: peopleIn(ours) };
}

function usersOf(rows: readonly EventRow[]): Figure {
  const active = peopleIn(rows.filter(({ isOperator, countsAsActive }) => countsAsActive && !isOperator));
  return { value: active, users: active };
}

function peopleIn(rows: readonly EventRow[]): number {
  const known = rows.filter(({ userKey }) => userKey !== null);
  return new Set(known.map(({ instanceNo, userKey }) => `${instanceNo}/${userKey ?? ""}`)).size;
}

function sums(parts: readonly { readonly key: string; readonly value: number }[]): PlainAnswer {
  const found: PlainAnswer = new Map();
  for (const { key, value } of parts) found.set(key, { value: (found.get(key)?.value ?? 0) + value, users: null });
  return found;
}

/** Numerators are numbers; a part that only adds to the denominator has none. */
function ratios(parts: readonly { readonly key: string; readonly value: number; readonly by: number }[]): PlainAnswer {
  const found: PlainAnswer = new Map();
  for (const [key, group] of Map.groupBy(parts, (part) => part.key)) {
    const above = group.filter(({ value }) => !Number.isNaN(value));
    if (above.length === 0) continue;
    const [top, below] = [above.reduce((sum, { value }) => sum + value, 0), group.reduce((sum, { by }) => sum + by, 0)];
    found.set(key, { value: below === 0 ? null : top / below, users: null });
  }
  return found;
}

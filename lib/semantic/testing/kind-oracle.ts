import type { Day } from "#lib/consent/model.ts";
import type { LicenceRow } from "#lib/customers/model.ts";
import { type DayTable, eachDay, nextDay } from "#lib/semantic/testing/day-table.ts";
import { type KindMetric, weightOn } from "#lib/semantic/testing/kind-models.ts";
import type { PlainAnswer, PlainQuestion } from "#lib/semantic/testing/metric-oracle.ts";
import { type Context, contextOf, fieldOf } from "#lib/semantic/testing/oracle-fields.ts";
import type { EventRow, InstanceDayRow, TicketRow } from "#lib/semantic/testing/world.ts";
import type { OracleDay } from "#lib/testing/registry-oracle.ts";

const TYPES = ["customer", "prospect", "free"];

/** What one instance says of one thing on one day; `order` tells which saying is the later one. */
type Saying = { readonly day: Day; readonly instanceNo: number; readonly thing: string; readonly order: string };
type Ping = Saying & {
  readonly row: InstanceDayRow | null;
  readonly actions: number | null;
  readonly repos: number | null;
};

type How = "last" | "month" | "sum" | "mean" | "max" | "increase" | "present";
type Side = { readonly how: How; readonly of: (ping: Ping) => number | null };

const dau = (ping: Ping) => ping.row?.dau ?? null;
const accounts = (ping: Ping) => ping.row?.totalUserAccounts ?? null;
const mau = (ping: Ping) => ping.row?.mau ?? null;
const onNew = (ping: Ping) => (ping.row?.version === "5.0.0" ? accounts(ping) : null);
const elsewhere = (ping: Ping) => (ping.row?.version === "5.0.0" ? null : 1);
const goRepos = (ping: Ping) => (ping.thing === "go" ? ping.repos : null);
const repos = (ping: Ping) => ping.repos;
const actions = (ping: Ping) => ping.actions;

type Newest = {
  readonly level: number;
  readonly value: Side;
  readonly by: Side | "seats" | null;
  readonly across: string;
};

function newest(level: number, value: Side, by: Newest["by"] = null, across = "sum"): Newest {
  return { level, value, by, across };
}

const NEWEST: Readonly<Partial<Record<KindMetric, Newest>>> = {
  kind_sum: newest(2, { how: "sum", of: dau }),
  kind_max: newest(1, { how: "max", of: accounts }),
  kind_increase: newest(1, { how: "increase", of: accounts }),
  kind_last_new: newest(1, { how: "last", of: onNew }),
  kind_present_new: newest(1, { how: "present", of: elsewhere }),
  kind_median: newest(1, { how: "last", of: accounts }, null, "median"),
  kind_median_month: newest(1, { how: "month", of: mau }, null, "median"),
  kind_lowest: newest(2, { how: "last", of: dau }, null, "lowest"),
  kind_highest: newest(2, { how: "last", of: dau }, null, "highest"),
  kind_month_by_last: newest(1, { how: "month", of: mau }, { how: "last", of: accounts }),
  kind_sum_by_last: newest(2, { how: "sum", of: dau }, { how: "last", of: accounts }),
  kind_increase_by_max: newest(1, { how: "increase", of: accounts }, { how: "max", of: accounts }),
  kind_sum_by_present: newest(2, { how: "sum", of: dau }, { how: "present", of: () => 1 }),
  kind_max_by_seats: newest(1, { how: "max", of: accounts }, "seats"),
  kind_keyed_last: newest(2, { how: "last", of: repos }),
  kind_keyed_sum: newest(2, { how: "sum", of: actions }),
  kind_keyed_mean: newest(2, { how: "mean", of: repos }),
  kind_keyed_max: newest(2, { how: "max", of: repos }),
  kind_keyed_increase: newest(2, { how: "increase", of: actions }),
  kind_keyed_share: newest(2, { how: "last", of: goRepos }, { how: "last", of: repos }),
};

/** Works out a metric of `kind-models.ts` from raw rows with loops, from what its kind means in words. */
export class KindOracle {
  private readonly table: DayTable;
  private readonly asked: PlainQuestion;
  private readonly metric: KindMetric;

  constructor(table: DayTable, asked: PlainQuestion, metric: KindMetric) {
    this.table = table;
    this.asked = asked;
    this.metric = metric;
  }

  answer(): PlainAnswer {
    if (this.metric === "kind_score") return this.score();
    const spec = NEWEST[this.metric];
    if (spec !== undefined) return this.ofNewest(spec);
    return this.metric.startsWith("kind_user") || this.metric === "kind_points" || this.metric === "kind_hover_share"
      ? this.ofEvents()
      : this.ofTickets();
  }

  private get end(): Day {
    const after = nextDay(this.table.world.dataClock);
    return this.asked.to < after ? this.asked.to : after;
  }

  private periodOf(day: Day): Day {
    const { grain, from } = this.asked;
    if (grain === null) return from;
    if (grain === "day") return day;
    if (grain === "month") return `${day.slice(0, 7)}-01`;
    const date = new Date(`${day}T00:00:00Z`);
    while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
    return date.toISOString().slice(0, 10);
  }

  /** The instance on a day on which it may be seen and counts; else null. */
  private counted(instanceNo: number, day: Day, level: number): OracleDay | null {
    const known = this.table.on(instanceNo, day);
    if (known === null || known.visible < level || known.environment !== "production") return null;
    return known.accountType !== null && TYPES.includes(known.accountType) ? known : null;
  }

  private readonly known = new Map<string, Ping[]>();

  private pings(level: number, from: Day): Ping[] {
    const found = this.known.get(from) ?? this.readPings(level, from);
    this.known.set(from, found);
    return found;
  }

  private readPings(level: number, from: Day): Ping[] {
    const { instanceDays, languages } = this.table.world;
    const all: Ping[] = this.metric.startsWith("kind_keyed")
      ? languages.map((row) => ({ ...row, thing: row.language, order: `${row.day} ${row.lastTs}`, row: null }))
      : instanceDays.map((row) => {
          const order = `${row.day} ${row.lastTs} ${row.mauMonth}`;
          return { day: row.day, instanceNo: row.instanceNo, thing: "", order, row, actions: null, repos: null };
        });
    return all.filter(
      ({ day, instanceNo }) => day >= from && day < this.end && this.counted(instanceNo, day, level) !== null,
    );
  }

  private ofNewest(spec: Newest): PlainAnswer {
    const { by, across } = spec;
    const placed = this.table.instances.flatMap((instanceNo) => this.placesOf(instanceNo, spec));
    const cells = Map.groupBy(
      placed.filter(({ context }) => this.passes(context)),
      ({ period, context }) => this.key(period, context),
    );
    if (by === "seats") return this.perSeat(cells, placed);
    return new Map(
      [...cells].map(([key, parts]) => [key, { value: together(parts, by !== null, across), users: null }]),
    );
  }

  /** An instance's periods that have a number, each with the row that says where it stands. */
  private placesOf(instanceNo: number, spec: Newest): Placed[] {
    const { level, value, by } = spec;
    const base = by === "seats" ? null : by;
    // A last value says where the instance stands, the upper side before the lower.
    const isLast = ({ how }: Side) => how === "last" || how === "month" || how === "present";
    const anchor = base !== null && isLast(base) && !isLast(value) ? base : value;
    const own = this.pings(level, this.asked.from).filter((ping) => ping.instanceNo === instanceNo);
    return [...this.periodsOf(own, anchor)].flatMap((period) => {
      const at = latest(this.in(own, period, anchor, level).filter((ping) => anchor.of(ping) !== null));
      const known = at === null ? null : this.counted(instanceNo, at.day, level);
      const number = this.numberOf(instanceNo, period, value, spec);
      const below = base === null ? 1 : this.numberOf(instanceNo, period, base, spec);
      if (at === null || known === null || number === null || below === null) return [];
      return [{ period, instanceNo, value: number, by: below, context: contextOf(known, instanceNo, at.row) }];
    });
  }

  private periodsOf(pings: readonly Ping[], { how }: Side): Set<Day> {
    return new Set(pings.map((ping) => (how === "month" ? (ping.row?.mauMonth ?? "") : this.periodOf(ping.day))));
  }

  private in(pings: readonly Ping[], period: Day, { how }: Side, level: number): Ping[] {
    if (how !== "month") return pings.filter(({ day }) => this.periodOf(day) === period);
    if (period < `${this.asked.from.slice(0, 7)}-01` || period >= this.end) return [];
    return pings.filter(
      ({ row, instanceNo }) => row?.mauMonth === period && this.table.seesMonth(instanceNo, period, level),
    );
  }

  private numberOf(instanceNo: number, period: Day, side: Side, { level }: Newest): number | null {
    if (side.how === "increase") return this.increase(instanceNo, period, side, level);
    const own = this.pings(level, this.asked.from).filter((ping) => ping.instanceNo === instanceNo);
    const said = this.in(own, period, side, level).filter((ping) => side.of(ping) !== null);
    if (said.length === 0) return null;
    if (side.how === "present") return 1;
    const things = [...Map.groupBy(said, ({ thing }) => thing).values()];
    const number = (ping: Ping | null) => (ping === null ? 0 : (side.of(ping) ?? 0));
    if (side.how === "last" || side.how === "month") return total(things.map((list) => number(latest(list))));
    if (side.how === "max") return total(things.map((list) => Math.max(...list.map(number))));
    const daily = things.flatMap((list) => [...Map.groupBy(list, ({ day }) => day).values()].map(latest));
    const sum = total(daily.map(number));
    return side.how === "sum" ? sum : sum / new Set(said.map(({ day }) => day)).size;
  }

  /** From each day's last word to the next day's, if every day from one to the other may be seen and counts. */
  private increase(instanceNo: number, period: Day, side: Side, level: number): number | null {
    const early = new Date(`${this.asked.from}T00:00:00Z`);
    early.setUTCDate(early.getUTCDate() - 31);
    const said = this.pings(level, early.toISOString().slice(0, 10)).filter(
      (ping) => ping.instanceNo === instanceNo && side.of(ping) !== null,
    );
    const rises = [...Map.groupBy(said, ({ thing }) => thing).values()].flatMap((list) => {
      const days = [...Map.groupBy(list, ({ day }) => day).values()].flatMap((one) => latest(one) ?? []);
      const sorted = days.toSorted((a, b) => (a.day < b.day ? -1 : 1));
      return sorted.flatMap((ping, index) => {
        const before = sorted[index - 1];
        if (before === undefined || ping.day < this.asked.from || this.periodOf(ping.day) !== period) return [];
        const between = eachDay(before.day, nextDay(ping.day));
        if (!between.every((day) => this.counted(instanceNo, day, level) !== null)) return [];
        return [Math.max(0, (side.of(ping) ?? 0) - (side.of(before) ?? 0))];
      });
    });
    return rises.length === 0 ? null : total(rises);
  }

  private perSeat(cells: Map<string, Placed[]>, placed: readonly Placed[]): PlainAnswer {
    const seats = new Map<string, number>();
    const add = (key: string, number: number) => seats.set(key, (seats.get(key) ?? 0) + number);
    for (const [period, days] of Map.groupBy(eachDay(this.asked.from, this.end), (day) => this.periodOf(day))) {
      const last = days.at(-1) ?? period;
      const here = placed.filter((one) => one.period === period);
      for (const licence of this.licencesOn(last)) {
        const { accountRef, siteId } = licence;
        const context = siteId === null ? this.alone(accountRef, last, here) : this.placeOf(siteId, here);
        if (context !== null && this.passes(context)) add(this.key(period, context), licence.seats);
      }
    }
    return new Map(
      [...cells].map(([key, parts]) => {
        const below = seats.get(key) ?? 0;
        return [key, { value: below === 0 ? null : total(parts.map(({ value }) => value)) / below, users: null }];
      }),
    );
  }

  private licencesOn(day: Day): LicenceRow[] {
    return this.table.world.registry.rows.licences.filter(({ accountRef, from, to }) => {
      const type = this.table.typeOf(accountRef, day);
      return day >= from && (to === null || day < to) && type !== null && TYPES.includes(type);
    });
  }

  private placeOf(siteId: string, here: readonly Placed[]): Context | null {
    const number = this.table.world.registry.rows.instances.findIndex((one) => one.siteId === siteId) + 1;
    return here.find(({ instanceNo }) => instanceNo === number)?.context ?? null;
  }

  /** Seats for no instance in particular count where every production instance of the account is seen. */
  private alone(accountId: string, day: Day, here: readonly Placed[]): Context | null {
    const production = this.table.instances.filter((instanceNo) => {
      const known = this.table.on(instanceNo, day);
      return known?.accountId === accountId && known.environment === "production";
    });
    const all = production.length > 0 && production.every((one) => here.some(({ instanceNo }) => instanceNo === one));
    const accountType = this.table.typeOf(accountId, day);
    return all ? { known: null, accountId, accountType, instanceNo: null, row: null } : null;
  }

  /** Of each account in its group both parts, then the mean over the accounts that have them. */
  private score(): PlainAnswer {
    const of = (metric: KindMetric) => {
      const asked = { ...this.asked, groups: [...this.asked.groups, "account.name"] };
      return new KindOracle(this.table, asked, metric).answer();
    };
    const [use, full] = [of("kind_month_by_last"), of("kind_max_by_seats")];
    const scores = [...use].flatMap(([key, { value }]) => {
      const other = full.get(key)?.value ?? null;
      return value === null || other === null ? [] : this.scoreOf(key, value, other);
    });
    return new Map(
      [...Map.groupBy(scores, ({ key }) => key)].map(([key, group]) => {
        return [key, { value: total(group.map(({ score }) => score)) / group.length, users: null }];
      }),
    );
  }

  private scoreOf(key: string, value: number, other: number): { key: string; score: number }[] {
    const [period = "", ...rest] = key.split("|");
    const account = rest.pop() ?? "";
    const last = eachDay(this.asked.from, this.end).findLast((day) => this.periodOf(day) === period);
    const first = last === undefined ? null : this.customerSince(account, last);
    if (last === undefined || first === null) return [];
    const weight = weightOn(last);
    const mixed = weight * Math.min(1, value) + ((1 - weight) * Math.max(other, 0.5)) / 2;
    return [{ key: [period, ...rest].join("|"), score: daysFrom(first, last) < 40 ? 0 : 100 * mixed }];
  }

  /** The first day on which the account is on record as a customer; null where that is after the day or never. */
  private customerSince(name: string, day: Day): Day | null {
    const { accounts, accountTypes } = this.table.world.registry.rows;
    const row = accounts.find((one) => one.name === name);
    const dated = accountTypes.filter(({ accountRef }) => accountRef === row?.accountRef);
    const starts = dated.flatMap(({ type, from }) => (type === "customer" ? [from] : []));
    if (dated.length === 0 && row?.type === "customer" && row.typeFrom !== null) starts.push(row.typeFrom);
    return starts.filter((from) => from <= day).toSorted()[0] ?? null;
  }

  private ofEvents(): PlainAnswer {
    const cells = new Map<string, EventRow[]>();
    for (const row of this.table.world.events) {
      const inRange = row.day >= this.asked.from && row.day < this.end;
      const known = inRange ? this.counted(row.instanceNo, row.day, 3) : null;
      const context = known === null ? null : contextOf(known, row.instanceNo, row);
      if (context === null || !this.passes(context)) continue;
      const key = this.key(this.periodOf(row.day), context);
      cells.set(key, [...(cells.get(key) ?? []), row]);
    }
    return new Map([...cells].map(([key, rows]) => [key, this.ofEventRows(rows)]));
  }

  private ofEventRows(rows: readonly EventRow[]): { value: number | null; users: number | null } {
    const distinct = (of: readonly EventRow[], name: (row: EventRow) => string) =>
      new Set(of.filter(({ userKey }) => userKey !== null).map(name)).size;
    const user = (row: EventRow) => `${row.instanceNo}/${row.userKey ?? ""}`;
    const ours = rows.filter(({ isOperator }) => !isOperator);
    if (this.metric === "kind_user_days")
      return { value: distinct(ours, (row) => `${user(row)}/${row.day}`), users: distinct(ours, user) };
    const hovers = rows.filter(({ name }) => name === "hover").length;
    if (this.metric === "kind_points") return { value: hovers + 3 * (rows.length - hovers), users: null };
    return { value: hovers / rows.length, users: distinct(rows, user) };
  }

  private ofTickets(): PlainAnswer {
    const cells = new Map<string, TicketRow[]>();
    for (const row of this.table.world.tickets) {
      const type = this.table.typeOf(row.accountId, row.day);
      if (row.day < this.asked.from || row.day >= this.end || type === null || !TYPES.includes(type)) continue;
      const context: Context = {
        known: null,
        accountId: row.accountId,
        accountType: type,
        instanceNo: null,
        row: null,
      };
      if (!this.passes(context)) continue;
      const key = this.key(this.periodOf(row.day), context);
      cells.set(key, [...(cells.get(key) ?? []), row]);
    }
    // The sum of nothing is nothing, and no zero above the line.
    const summed = [...cells].filter(
      ([, rows]) => this.metric !== "kind_mean_minutes" || rows.some(({ minutes }) => minutes !== null),
    );
    return new Map(summed.map(([key, rows]) => [key, this.ofTicketRows(rows)]));
  }

  private ofTicketRows(rows: readonly TicketRow[]): { value: number | null; users: number | null } {
    const answered = rows.flatMap(({ minutes }) => (minutes === null ? [] : [minutes]));
    const judged = rows.filter(({ met }) => met !== null);
    const share = (top: number, below: number) => (below === 0 ? null : top / below);
    if (this.metric === "kind_tickets") return { value: rows.length, users: null };
    if (this.metric === "kind_urgent")
      return { value: rows.filter(({ priority }) => priority === "p0").length, users: null };
    if (this.metric === "kind_mean_minutes")
      return { value: share(total(answered), answered.length), users: answered.length };
    return { value: share(judged.filter(({ met }) => met === true).length, judged.length), users: null };
  }

  private key(period: Day, context: Context): string {
    return [period, ...this.asked.groups.map((field) => fieldOf(this.table, field, context) ?? "∅")].join("|");
  }

  private passes(context: Context): boolean {
    return Object.entries(this.asked.must).every(([field, value]) => fieldOf(this.table, field, context) === value);
  }
}

type Placed = {
  readonly period: Day;
  readonly instanceNo: number;
  readonly value: number;
  readonly by: number;
  readonly context: Context;
};

function latest<T extends { readonly order: string }>(list: readonly T[]): T | null {
  return list.toSorted((a, b) => (a.order < b.order ? 1 : -1))[0] ?? null;
}

function daysFrom(from: Day, to: Day): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function together(parts: readonly Placed[], isRatio: boolean, across: string): number | null {
  const values = parts.map(({ value }) => value).toSorted((a, b) => a - b);
  if (across === "lowest") return values[0] ?? null;
  if (across === "highest") return values.at(-1) ?? null;
  if (across === "median") return median(values);
  if (!isRatio) return total(values);
  const below = total(parts.map(({ by }) => by));
  return below === 0 ? null : total(values) / below;
}

function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const [before, at] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? at : (before + at) / 2;
}

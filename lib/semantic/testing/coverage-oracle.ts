import { type Day, EXCLUSION_REASONS, type ExclusionReason } from "#lib/consent/model.ts";
import type { LicenceRow } from "#lib/customers/model.ts";
import type { Answer } from "#lib/semantic/answer.ts";
import { type DayTable, eachDay, nextDay, nextMonth } from "#lib/semantic/testing/day-table.ts";
import type { OracleDay } from "#lib/testing/registry-oracle.ts";

export type CoverageCase = {
  readonly metric: "mau" | "dau_mau" | "total_accounts" | "active_instances" | "events" | "seat_consumption";
  readonly must: Readonly<Record<string, string>>;
  readonly grain: "month" | "day" | null;
  readonly from: Day;
  readonly to: Day;
};

type Window = { readonly start: Day; readonly days: readonly Day[]; readonly wholeDays: readonly Day[] };
type Unit = { readonly id: string; readonly name: string; readonly instances: readonly number[] };

const LEVEL = { mau: 1, dau_mau: 2, total_accounts: 1, active_instances: 1, events: 3, seat_consumption: 1 } as const;
const BY_MONTH = ["mau", "dau_mau", "seat_consumption"];

/** Whom a figure covers, by loops over days, instances and raw rows. */
export class CoverageOracle {
  private readonly table: DayTable;
  private readonly asked: CoverageCase;
  private readonly level: number;
  private readonly types: readonly string[];
  private readonly byInstance: boolean;

  constructor(table: DayTable, asked: CoverageCase) {
    this.table = table;
    this.asked = asked;
    this.level = LEVEL[asked.metric];
    this.types = asked.metric === "seat_consumption" ? ["customer"] : ["customer", "prospect", "free"];
    this.byInstance = asked.metric === "active_instances";
  }

  coverage(): Omit<Answer["coverage"], "compare"> {
    const whole = this.windowOf(this.asked.from, this.asked.from, this.asked.to);
    const windows = this.asked.grain === null ? [whole] : this.windows();
    const each = windows.map((window) => this.judge(window, window.start));
    const all = this.judge(whole, null);
    const starts = windows.map(({ start }) => start);
    return {
      population: {
        unit: this.byInstance ? "instance" : "account",
        label: this.byInstance ? "instances" : this.asked.metric === "seat_consumption" ? "customers" : "accounts",
        count: this.units().filter((unit) => this.isIn(unit, whole)).length,
      },
      eligible: all.eligible.length,
      covered: all.covered.length,
      partial: all.partial,
      seatsCovered: this.seatsCovered(all, whole),
      excluded: this.excluded(
        all.eligible.filter((unit) => !all.covered.includes(unit)),
        whole,
      ),
      periods: each.map(({ eligible, covered, partial }, index) => ({
        start: starts[index] ?? "",
        eligible: eligible.length,
        covered: covered.length,
        partial,
      })),
      changes: each.flatMap(({ covered }, index) => {
        const before = each[index - 1]?.covered;
        if (before === undefined) return [];
        const entered = covered.filter((unit) => !before.some(({ id }) => id === unit.id)).length;
        const left = before.filter((unit) => !covered.some(({ id }) => id === unit.id)).length;
        const marked = (entered + left) * 20 >= Math.max(1, before.length);
        return entered + left === 0 ? [] : [{ day: starts[index] ?? "", entered, left, marked }];
      }),
    };
  }

  private get end(): Day {
    const after = nextDay(this.table.world.dataClock);
    return this.asked.to < after ? this.asked.to : after;
  }

  private windows(): Window[] {
    if (this.asked.grain === "day")
      return eachDay(this.asked.from, this.end).map((day) => this.windowOf(day, day, nextDay(day)));
    const starts = new Set(eachDay(this.asked.from, this.end).map((day) => `${day.slice(0, 7)}-01`));
    return [...starts].map((start) => this.windowOf(start, start, nextMonth(start)));
  }

  private windowOf(start: Day, from: Day, to: Day): Window {
    const days = eachDay(this.asked.from, this.end).filter((day) => day >= from && day < to);
    const [first, last] = [days[0] ?? from, days.at(-1) ?? from];
    // A figure of the month speaks about all of its days up to the last one of data.
    const wholeDays = BY_MONTH.includes(this.asked.metric) ? eachDay(`${first.slice(0, 7)}-01`, nextDay(last)) : days;
    return { start, days, wholeDays };
  }

  private units(): Unit[] {
    const { accounts, instances } = this.table.world.registry.rows;
    const numbers = this.table.instances;
    if (!this.byInstance) return accounts.map(({ accountRef, name }) => ({ id: accountRef, name, instances: numbers }));
    return instances.map(({ siteId, name }, index) => ({ id: siteId, name, instances: [index + 1] }));
  }

  /** What is known of an instance on a day, if it could make the unit count. */
  private candidate(unit: Unit, instanceNo: number, day: Day): OracleDay | null {
    const known = this.table.on(instanceNo, day);
    if (known === null) return null;
    if (this.byInstance && known.accountId === null) return known;
    const ofUnit = this.byInstance || known.accountId === unit.id;
    return ofUnit && known.accountType !== null && this.types.includes(known.accountType) ? known : null;
  }

  private candidates(unit: Unit, days: readonly Day[]): { known: OracleDay; instanceNo: number }[] {
    return days.flatMap((day) =>
      unit.instances.flatMap((instanceNo) => {
        const known = this.candidate(unit, instanceNo, day);
        return known === null ? [] : [{ known, instanceNo }];
      }),
    );
  }

  private isIn(unit: Unit, { days }: Window): boolean {
    if (this.byInstance) return this.candidates(unit, days).length > 0;
    return days.some((day) => this.types.includes(this.table.typeOf(unit.id, day) ?? ""));
  }

  private isEligible(unit: Unit, window: Window): boolean {
    if (!this.isIn(unit, window)) return false;
    const found = this.candidates(unit, window.days);
    if (found.length > 0) return found.some(({ known }) => this.passes(known));
    return Object.entries(this.asked.must).every(
      ([field, value]) => field === "account.name" && this.nameOf(unit.id) === value,
    );
  }

  private passes(known: OracleDay): boolean {
    return Object.entries(this.asked.must).every(([field, value]) =>
      field === "account.name" ? this.nameOf(known.accountId) === value : known.hosting === value,
    );
  }

  private nameOf(accountId: string | null): string | null {
    return this.table.world.registry.rows.accounts.find(({ accountRef }) => accountRef === accountId)?.name ?? null;
  }

  private counts(known: OracleDay): boolean {
    return this.byInstance || known.environment === "production";
  }

  private judge(window: Window, period: Day | null): { eligible: Unit[]; covered: Unit[]; partial: number } {
    const eligible = this.units().filter((unit) => this.isEligible(unit, window));
    const sent = this.sentIn(period);
    const covered = eligible.filter((unit) =>
      sent.some(({ instanceNo, known }) =>
        this.byInstance ? unit.instances.includes(instanceNo) : known.accountId === unit.id,
      ),
    );
    const partial = covered.filter(
      (unit) => this.isPartial(unit, window) || this.looseSeats(unit, window, sent),
    ).length;
    return { eligible, covered, partial };
  }

  private isPartial(unit: Unit, window: Window): boolean {
    return this.candidates(unit, window.wholeDays).some(
      ({ known }) => this.passes(known) && this.counts(known) && known.visible < this.level,
    );
  }

  /** Seats for no instance in particular, while a production instance of the account was not seen. */
  private looseSeats(unit: Unit, { days }: Window, sent: readonly { instanceNo: number }[]): boolean {
    const last = days.at(-1);
    if (this.asked.metric !== "seat_consumption" || last === undefined) return false;
    const { licences } = this.table.world.registry.rows;
    const loose = licences.some(
      ({ accountRef, siteId, from, to }) =>
        accountRef === unit.id && siteId === null && last >= from && (to === null || last < to),
    );
    const unseen = unit.instances.some((instanceNo) => {
      const known = this.table.on(instanceNo, last);
      const ours = known?.accountId === unit.id && known.environment === "production";
      return ours && !sent.some((one) => one.instanceNo === instanceNo);
    });
    return loose && unseen;
  }

  /** Rows that count, of one period or of all. */
  private sentIn(period: Day | null): { instanceNo: number; known: OracleDay }[] {
    const { instanceDays, events } = this.table.world;
    const rows =
      this.asked.metric === "events"
        ? events.map(({ day, instanceNo }) => ({ day, instanceNo, period: this.ownPeriod(day) }))
        : instanceDays.filter((row) => this.holdsValue(row)).map((row) => ({ ...row, period: this.monthOf(row) }));
    return rows
      .filter(({ day }) => day >= this.asked.from && day < this.end)
      .filter((row) => period === null || this.asked.grain === null || row.period === period)
      .flatMap(({ day, instanceNo }) => {
        const known = this.table.on(instanceNo, day);
        return known !== null && this.isSeen(known) ? [{ instanceNo, known }] : [];
      });
  }

  private isSeen(known: OracleDay): boolean {
    const isCounted = known.accountType !== null && this.types.includes(known.accountType) && this.counts(known);
    return isCounted && known.visible >= this.level && this.passes(known);
  }

  private holdsValue(row: {
    mau: number | null;
    dau: number | null;
    totalUserAccounts: number | null;
    instanceNo: number;
    mauMonth: Day;
  }): boolean {
    if (this.asked.metric === "active_instances") return true;
    if (this.asked.metric === "total_accounts") return row.totalUserAccounts !== null;
    if (this.asked.metric === "dau_mau") return row.dau !== null;
    const first = `${this.asked.from.slice(0, 7)}-01`;
    const inRange = row.mauMonth >= first && row.mauMonth < this.end;
    return row.mau !== null && inRange && this.table.seesMonth(row.instanceNo, row.mauMonth, this.level);
  }

  private monthOf({ day, mauMonth }: { day: Day; mauMonth: Day }): Day {
    return this.asked.metric === "mau" || this.asked.metric === "seat_consumption" ? mauMonth : this.ownPeriod(day);
  }

  private ownPeriod(day: Day): Day {
    return this.asked.grain === "day" ? day : `${day.slice(0, 7)}-01`;
  }

  /** Of the seats on record on the last day, those of whom was seen. */
  private seatsCovered({ eligible, covered }: { eligible: Unit[]; covered: Unit[] }, { days }: Window): number | null {
    const last = days.at(-1) ?? "";
    const { licences, instances } = this.table.world.registry.rows;
    const seen = new Set(this.sentIn(null).map(({ instanceNo }) => instances[instanceNo - 1]?.siteId));
    const idOf = ({ accountRef, siteId }: LicenceRow) => (this.byInstance ? siteId : accountRef);
    const onRecord = licences
      .filter(({ from, to }) => last >= from && (to === null || last < to))
      .filter((licence) => eligible.some(({ id }) => id === idOf(licence)))
      .filter(({ siteId }) => !this.isElsewhere(siteId, last));
    const counted = onRecord
      .filter((licence) => covered.some(({ id }) => id === idOf(licence)))
      .filter(({ siteId }) => siteId === null || seen.has(siteId));
    const sum = (list: readonly LicenceRow[]) => list.reduce((total, { seats }) => total + seats, 0);
    return sum(onRecord) === 0 ? null : sum(counted) / sum(onRecord);
  }

  private isElsewhere(siteId: string | null, day: Day): boolean {
    const siteNo = this.table.world.registry.rows.instances.findIndex((one) => one.siteId === siteId) + 1;
    const known = siteNo === 0 ? null : this.table.on(siteNo, day);
    return !this.byInstance && known !== null && known.environment !== "production";
  }

  private excluded(units: readonly Unit[], { days }: Window): Answer["coverage"]["excluded"] {
    const groups = Map.groupBy(units, (unit) => this.furthest(unit, days));
    const sorted = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([key, group]) => {
      const [reason, tier] = partsOfKey(key);
      const names = group.map(({ id, name }) => ({ id, name })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return {
        reason,
        kind: kindOf(reason),
        tier: reason === "consent_tier" ? tier : null,
        count: group.length,
        names,
        more: 0,
      };
    });
  }

  /** Where the unit got furthest: the place of the reason, then the tiers it lacked to the highest. */
  private furthest(unit: Unit, days: readonly Day[]): string {
    const found = this.candidates(unit, days)
      .filter(({ known }) => this.passes(known))
      .map(({ known, instanceNo }) => {
        const reason = this.reason(known, instanceNo);
        return { place: EXCLUSION_REASONS.indexOf(reason), tier: reason === "consent_tier" ? known.visible : 0 };
      })
      .toSorted((a, b) => (a.place === b.place ? b.tier - a.tier : b.place - a.place));
    const [best = { place: 0, tier: 0 }] = found;
    return `${best.place}${3 - best.tier}`;
  }

  private reason(known: OracleDay, instanceNo: number): ExclusionReason {
    if (known.accountId === null) return "unlinked";
    if (!this.counts(known)) return "non_production";
    if (known.visible < this.level) return known.reasons[this.level - 1] ?? "consent_tier";
    return this.isTooOld(instanceNo) ? "version_too_old" : "offline";
  }

  /** Events exist from release 4 on; what is no number is never below it. */
  private isTooOld(instanceNo: number): boolean {
    if (this.asked.metric !== "events") return false;
    const { asked, end, table } = this;
    const rows = table.world.instanceDays
      .filter((row) => row.instanceNo === instanceNo && row.day >= asked.from && row.day < end)
      .filter(({ day }) => table.sees(instanceNo, day, 1))
      .toSorted((a, b) => (a.lastTs < b.lastTs ? -1 : 1));
    return Number(rows.at(-1)?.version.replace("v", "").split(".")[0]) < 4;
  }
}

function partsOfKey(key: string): [ExclusionReason, number] {
  return [EXCLUSION_REASONS[Number(key[0])] ?? "unlinked", 3 - Number(key[1])];
}

function kindOf(reason: ExclusionReason): "agreed" | "fixable" | "ours" {
  if (["offline", "version_too_old"].includes(reason)) return "fixable";
  return ["unlinked", "non_production", "not_throughout"].includes(reason) ? "ours" : "agreed";
}

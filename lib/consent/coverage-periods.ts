import type { CoverageQuestion, CoverageWindow, Sent } from "#lib/consent/coverage-model.ts";
import type { CoverageUnit } from "#lib/consent/coverage-units.ts";
import type { Day } from "#lib/consent/model.ts";

/** What the periods of an answer come to, one after the other. */
export type PeriodTally = {
  readonly eligible: number;
  readonly covered: number;
  readonly partial: number;
  /** Covered now and not in the period before, and the other way round. */
  readonly entered: number;
  readonly left: number;
  /** Somebody could have been covered: what is missing then was not sent. */
  readonly anyVisible: boolean;
};

type Marks = Uint8Array;

/**
 * Judges every unit in every period. A unit's spans are laid over the periods once, so that many short periods
 * cost little more than a few long ones. `isLoose` says whose seats of a period have no instance that was seen.
 */
export function tallyPeriods(
  question: CoverageQuestion,
  units: readonly CoverageUnit[],
  isLoose: (unit: CoverageUnit, period: number) => boolean,
): readonly PeriodTally[] {
  const ruler = new Ruler(question.periods);
  const seen = seenMarks(question, ruler);
  const count = () => new Uint32Array(question.periods.length);
  const [eligible, covered, partial] = [count(), count(), count()];
  const [entered, left, visible] = [count(), count(), count()];
  for (const unit of units) {
    const marks = marksOf(unit, question, ruler);
    add(eligible, marks.eligible);
    add(visible, both(marks.eligible, marks.visible));
    const sent = seen.get(unit.key);
    if (sent === undefined) continue;
    const now = both(marks.eligible, sent);
    add(covered, now);
    add(
      partial,
      now.map((is, period) => is & ((marks.hidden[period] ?? 0) | Number(isLoose(unit, period)))),
    );
    add(
      entered,
      now.map((is, period) => (period === 0 ? 0 : is & ~(now[period - 1] ?? 0))),
    );
    add(
      left,
      now.map((is, period) => (period === 0 ? 0 : ~is & (now[period - 1] ?? 0))),
    );
  }
  const at = (counts: Uint32Array, period: number) => counts[period] ?? 0;
  return question.periods.map((_, period) => ({
    eligible: at(eligible, period),
    covered: at(covered, period),
    partial: at(partial, period),
    entered: at(entered, period),
    left: at(left, period),
    anyVisible: at(visible, period) > 0,
  }));
}

function add(counts: Uint32Array, marks: Marks): void {
  for (let period = 0; period < counts.length; period += 1)
    counts[period] = (counts[period] ?? 0) + (marks[period] ?? 0);
}

function both(marks: Marks, others: Marks): Marks {
  return marks.map((mark, period) => mark & (others[period] ?? 0));
}

/** The instances that were seen in each period. */
export function instancesByPeriod({ periods, sent }: CoverageQuestion): readonly ReadonlySet<number>[] {
  const ruler = new Ruler(periods);
  const found = periods.map(() => new Set<number>());
  for (const one of sent) {
    const { instanceNo } = one;
    if (instanceNo === null) continue;
    ruler.eachOf(one, (period) => found[period]?.add(instanceNo));
  }
  return found;
}

function seenMarks({ sent, unit }: CoverageQuestion, ruler: Ruler): ReadonlyMap<string, Marks> {
  const found = new Map<string, Marks>();
  for (const one of sent) {
    const key = unit === "account" ? (one.accountId ?? "") : String(one.instanceNo);
    const marks = found.get(key) ?? ruler.marks();
    found.set(key, marks);
    ruler.eachOf(one, (period) => {
      marks[period] = 1;
    });
  }
  return found;
}

function marksOf(
  { present, spans }: CoverageUnit,
  { level, wholePeriods }: CoverageQuestion,
  ruler: Ruler,
): { eligible: Marks; visible: Marks; hidden: Marks } {
  const matched = spans.filter((span) => span.matched);
  const isIn = ruler.lay(present);
  const passes = ruler.lay(matched);
  const hasInstance = ruler.lay(spans);
  const alone = ruler.lay(present.filter(({ matchesAlone }) => matchesAlone));
  const eligible = isIn.map(
    (is, period) => is & ((passes[period] ?? 0) | (~(hasInstance[period] ?? 0) & (alone[period] ?? 0) & 1)),
  );
  const visible = ruler.lay(matched.filter((span) => span.visible));
  const under = matched.filter((span) => span.counted && span.level < level);
  return { eligible, visible, hidden: ruler.lay(under, wholePeriods) };
}

/** Finds the periods that a span of days meets; they follow one another. */
class Ruler {
  private readonly starts: readonly Day[];
  private readonly froms: readonly Day[];
  private readonly tos: readonly Day[];
  private readonly places: ReadonlyMap<Day, number>;

  constructor(periods: readonly CoverageWindow[]) {
    this.starts = periods.map(({ start }) => start);
    this.froms = periods.map(({ from }) => from);
    this.tos = periods.map(({ to }) => to);
    this.places = new Map(this.starts.map((start, index) => [start, index]));
  }

  marks(): Marks {
    return new Uint8Array(this.starts.length);
  }

  /** Marks the periods that one of the spans meets, from their calendar start where `whole`. */
  lay(spans: readonly { readonly from: Day; readonly to: Day }[], whole = false): Marks {
    const marks = this.marks();
    for (const { from, to } of spans)
      marks.fill(1, countTo(this.tos, from, true), countTo(whole ? this.starts : this.froms, to, false));
    return marks;
  }

  eachOf({ start, last }: Sent, visit: (period: number) => void): void {
    const [first, end] = [this.places.get(start), this.places.get(last)];
    if (first === undefined || end === undefined) return;
    for (let period = first; period <= end; period += 1) visit(period);
  }
}

/** How many of the ascending days lie before the day, or on it too. */
function countTo(days: readonly Day[], day: Day, isInclusive: boolean): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = days[middle] ?? "";
    if (at < day || (isInclusive && at === day)) low = middle + 1;
    else high = middle;
  }
  return low;
}

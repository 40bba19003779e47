import { pivotText, valueLabel } from "#components/charts/cell-text.ts";
import type { ChartKind, Series } from "#components/charts/chart-model.ts";
import { OTHER_SLOT, SLOTS, slotsFor } from "#components/charts/series-colour.ts";
import type { Answer, AnswerColumn, Cell } from "#lib/semantic/answer.ts";

/** Where things stand in an answer, by column. `x` is -1 when there is neither time nor dimension. */
export type Table = {
  readonly answer: Answer;
  readonly x: number;
  readonly timed: boolean;
  /** The dimensions that become series together; none = the measures do. */
  readonly split: readonly number[];
  readonly measures: readonly number[];
};

/** A series that still knows which rows and which column it is made of. */
export type SourcedSeries = Series & {
  readonly column: number;
  /** Values of the split dimension that belong to it; null = every row. */
  readonly members: ReadonlySet<string> | null;
};

/** What the largest values leave over; it is no value, so it has no colour of its own. */
const OTHER = "Other";

type Prepared = { readonly series: readonly SourcedSeries[]; readonly notes: readonly string[] };

/** What each figure is compared with is a series too; stacked marks have no place for it. */
export function prepareSeries(table: Table, kind: ChartKind): Prepared {
  const ghosts = kind === "line" || kind === "bar";
  const { split, measures, answer } = table;
  if (split.length > 0) return splitSeries(table, ghosts);
  const shown = measures.slice(0, SLOTS);
  const slots = slotsFor(shown.map((index) => answer.columns[index]?.key ?? ""));
  const single = new Set(shown.map((index) => answer.columns[index]?.id)).size === 1;
  const series = shown.flatMap((column) => {
    const { key = "" } = answer.columns[column] ?? {};
    const label = columnLabel(answer.columns[column], single);
    const own = { key, label, slot: slots.get(key) ?? OTHER_SLOT, ghost: false, column, members: null };
    return ghosts ? [own, ...ghostOf(answer, own)] : [own];
  });
  const note = `The first ${String(SLOTS)} of ${String(measures.length)}; the table has them all.`;
  return { series, notes: shown.length === measures.length ? [] : [note] };
}

/** The figure of the compared days: the same colour, drawn fainter. */
function ghostOf({ columns }: Answer, own: SourcedSeries): SourcedSeries[] {
  const of = columns[own.column]?.key;
  const column = columns.findIndex(({ role, of: base }) => role === "compared" && base === of);
  const words = columns[column]?.label.split(", ").at(-1) ?? "";
  return column === -1
    ? []
    : [{ ...own, key: `${own.key}~compared`, label: `${own.label}, ${words}`, ghost: true, column }];
}

/** A column under a pivot is named by its value, and by its figure where there are several. */
function columnLabel(column: AnswerColumn | undefined, single: boolean): string {
  if (column === undefined) return "";
  if (column.pivot === null) return column.label;
  const values = pivotText(column.pivot);
  return single ? values : `${values} · ${column.label}`;
}

export function keyOf(cell: Cell): string {
  return cell === null ? "" : String(cell);
}

/** Which series a row belongs to. */
export function memberOf({ answer, split }: Table, row: number): string {
  return split.map((column) => keyOf(answer.rows[row]?.[column] ?? null)).join("\u0000");
}

function memberLabel({ answer, split }: Table, row: number): string {
  return split.map((column) => valueLabel(answer.rows[row]?.[column] ?? null)).join(" · ");
}

/**
 * The eight largest values keep their own mark. The rest becomes Other where a sum of them is a figure;
 * where it is not (rates, distinct people), the rest is left to the table, and said.
 */
function splitSeries(table: Table, ghosts: boolean): Prepared {
  const { answer, measures, split } = table;
  const column = measures[0] ?? 0;
  const { ranked, labels } = rankMembers(table, column);
  const kept = ranked.slice(0, SLOTS);
  const rest = ranked.slice(SLOTS);
  const slots = slotsFor(kept);
  const own: SourcedSeries[] = kept.map((key) => ({
    key,
    label: labels.get(key) ?? key,
    slot: key === OTHER ? OTHER_SLOT : (slots.get(key) ?? OTHER_SLOT),
    ghost: false,
    column,
    members: new Set([key]),
  }));
  const series = ghosts ? own.flatMap((one) => [one, ...ghostOf(answer, one)]) : own;
  if (rest.length === 0) return { series, notes: [] };
  if (!isAdditive(answer.columns[column], answer.columns[split[0] ?? -1])) {
    return { series, notes: [`The ${String(SLOTS)} largest of ${String(ranked.length)}; the table has them all.`] };
  }
  const label = `Other (${String(rest.length)})`;
  return {
    series: [...series, { key: "__other", label, slot: OTHER_SLOT, ghost: false, column, members: new Set(rest) }],
    notes: [],
  };
}

function rankMembers(table: Table, column: number) {
  const totals = new Map<string, number>();
  const labels = new Map<string, string>();
  table.answer.rows.forEach((row, index) => {
    const key = memberOf(table, index);
    const value = row[column];
    totals.set(key, (totals.get(key) ?? 0) + (typeof value === "number" ? value : 0));
    labels.set(key, memberLabel(table, index));
  });
  const ranked = [...totals.keys()].sort((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0) || (a < b ? -1 : 1));
  return { ranked, labels };
}

/** Counts of one instance stand for themselves, so those of several accounts or instances may be added. */
function isAdditive(measure: AnswerColumn | undefined, by: AnswerColumn | undefined): boolean {
  if (measure === undefined || by === undefined) return false;
  return measure.format === "integer" && measure.level !== "user_level" && /^(account|instance)\./.test(by.id);
}

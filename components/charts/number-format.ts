import type { AnswerColumn } from "#lib/semantic/answer.ts";

export type NumberFormat = AnswerColumn["format"];

const LOCALE = "en-GB";
const TINY = 0.0001;

function fixed(value: number, digits: number): string {
  return value.toLocaleString(LOCALE, { maximumFractionDigits: digits });
}

function percent(value: number, digits: number): string {
  return `${fixed(value * 100, digits)}%`;
}

/** "1.2M" with at most `digits` significant digits; the suffix never comes out as 1000. */
function compact(value: number, digits: number): string {
  return new Intl.NumberFormat(LOCALE, { notation: "compact", maximumSignificantDigits: digits })
    .format(value)
    .replace(/bn$/, "B")
    .replace(/m$/, "M")
    .replace(/K$/, "k");
}

/** The large figure of a tile: few digits, but never misleading. */
export function kpiText(value: number, format: NumberFormat): string {
  if (format === "percent") return percent(value, 1);
  const size = Math.abs(value);
  if (size > 0 && size < TINY) return "<0.0001";
  if (size < 1000) return fixed(value, format === "integer" ? 0 : 2);
  return size < 100_000 ? fixed(value, 0) : compact(value, 3);
}

/** A table cell or an export: exact. */
export function exactText(value: number, format: NumberFormat): string {
  if (format === "percent") return percent(value, 2);
  if (format === "integer") return fixed(value, 0);
  return value !== 0 && Math.abs(value) < TINY ? "<0.0001" : fixed(value, 4);
}

/** A tooltip: the full value, two decimals. */
export function tooltipText(value: number, format: NumberFormat): string {
  if (format === "percent") return percent(value, 2);
  return fixed(value, format === "integer" ? 0 : 2);
}

/** Axis ticks share one unit, chosen by the largest of them. */
export function tickTexts(ticks: readonly number[], format: NumberFormat): readonly string[] {
  const largest = Math.max(...ticks.map((tick) => Math.abs(tick)), 0);
  if (format === "percent") return ticks.map((tick) => percent(tick, 2));
  const [divisor, suffix] = unitOf(largest);
  const digits = largest / divisor < 10 ? 2 : 1;
  return ticks.map((tick) => (tick === 0 ? "0" : `${fixed(tick / divisor, digits)}${suffix}`));
}

function unitOf(largest: number): readonly [number, string] {
  if (largest >= 1e9) return [1e9, "B"];
  if (largest >= 1e6) return [1e6, "M"];
  if (largest >= 10_000) return [1e3, "k"];
  return [1, ""];
}

export type Delta = {
  readonly text: string;
  readonly direction: "up" | "down" | "flat" | "none";
  /** Why there is no figure, else null. */
  readonly reason: string | null;
};

/** The change against an earlier value: points for rates, per cent for the rest. */
export function deltaOf(now: number | null, before: number | null, format: NumberFormat): Delta {
  if (now === null) return { text: "n/a", direction: "none", reason: "There is no figure to compare." };
  if (before === null) return { text: "n/a", direction: "none", reason: "There is no figure for the period before." };
  const change = now - before;
  const direction = change > 0 ? "up" : change < 0 ? "down" : "flat";
  if (format === "percent") return { text: `${signed(change * 100)} pp`, direction, reason: null };
  if (before === 0) return now === 0 ? { text: "0%", direction: "flat", reason: null } : NEW;
  return { text: `${signed((change / Math.abs(before)) * 100)}%`, direction, reason: null };
}

/** A change as it came with an answer: a share of the earlier figure, or for rates the difference. */
export function changeText(change: number, isRate: boolean): string {
  return `${signed(change * 100)}${isRate ? " pp" : "%"}`;
}

const NEW: Delta = { text: "new", direction: "up", reason: "The period before was zero." };

function signed(value: number): string {
  const text = fixed(Math.abs(value), 1);
  if (text === "0") return "0";
  return value < 0 ? `−${text}` : `+${text}`;
}

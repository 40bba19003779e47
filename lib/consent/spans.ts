import type { Day, Span } from "#lib/consent/model.ts";

/** Whether the day lies in `[from, to)`. */
export function covers(span: Span, day: Day): boolean {
  return span.from <= day && (span.to === null || day < span.to);
}

/** What is in force that day, of rows that do not overlap. */
export function inForce<T extends Span>(rows: readonly T[], day: Day): T | null {
  return rows.find((row) => covers(row, day)) ?? null;
}

export function overlap(a: Span, b: Span): Span | null {
  const from = a.from > b.from ? a.from : b.from;
  const to = earlier(a.to, b.to);
  return to !== null && to <= from ? null : { from, to };
}

function earlier(a: Day | null, b: Day | null): Day | null {
  if (a === null) return b;
  if (b === null) return a;
  return a < b ? a : b;
}

/** Every day on which one of the rows begins or ends, in order, once. */
export function turningDays(...lists: readonly (readonly Span[])[]): Day[] {
  const days = new Set<Day>();
  for (const rows of lists) {
    for (const row of rows) {
      days.add(row.from);
      if (row.to !== null) days.add(row.to);
    }
  }
  return [...days].sort();
}

/**
 * Walks the spans between turning days, asks for each what holds from its first day on, leaves out
 * those with nothing, and joins neighbours that say the same.
 */
export function walk<T>(
  days: readonly Day[],
  ask: (day: Day) => T | null,
  same: (a: T, b: T) => boolean,
): (Span & { readonly value: T })[] {
  const found: { from: Day; to: Day | null; value: T }[] = [];
  for (const [index, from] of days.entries()) {
    const value = ask(from);
    if (value === null) continue;
    const to = days[index + 1] ?? null;
    const last = found.at(-1);
    if (last?.to === from && same(last.value, value)) last.to = to;
    else found.push({ from, to, value });
  }
  return found;
}

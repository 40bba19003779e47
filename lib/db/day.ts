import type { Day } from "#lib/consent/model.ts";

/** A DATE column, which the driver gives as midnight UTC, as a day. */
export function dayOf(date: Date): Day {
  return date.toISOString().slice(0, 10);
}

export function dayOrNull(date: Date | null): Day | null {
  return date === null ? null : dayOf(date);
}

/** A day as the driver wants it for a DATE column. */
export function dateOf(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

export function dateOrNull(day: Day | null): Date | null {
  return day === null ? null : dateOf(day);
}

/** The day `days` later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(dateOf(day).getTime() + days * 86_400_000));
}

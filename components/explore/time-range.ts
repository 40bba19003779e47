/** The ranges that most questions want, in Looker's own text. */
export const RANGE_PRESETS = [
  { text: "7 days", label: "Last 7 days" },
  { text: "30 days", label: "Last 30 days" },
  { text: "90 days", label: "Last 90 days" },
  { text: "this month", label: "This month" },
  { text: "last month", label: "Last month" },
  { text: "last 3 months", label: "Last 3 complete months" },
  { text: "6 months", label: "6 months to date" },
  { text: "12 months", label: "12 months to date" },
  { text: "last 12 months", label: "Last 12 complete months" },
  { text: "this year", label: "This year" },
  { text: "last year", label: "Last year" },
] as const;

export function rangeLabel(text: string): string {
  return RANGE_PRESETS.find((preset) => preset.text === text.trim().toLowerCase())?.label ?? text;
}

/** Half-open range text from two days as a person picks them, the last one included. */
export function rangeOfDays(first: string, last: string): string | null {
  if (!isDay(first) || !isDay(last) || last < first) return null;
  const end = new Date(`${last}T00:00:00Z`);
  end.setUTCDate(end.getUTCDate() + 1);
  return `${first} to ${end.toISOString().slice(0, 10)}`;
}

/** The days of a half-open range, the last one included, or null where the text is not two days. */
export function daysOfRange(text: string): { readonly first: string; readonly last: string } | null {
  const match = /^(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})$/.exec(text.trim());
  const [, first, end] = match ?? [];
  if (first === undefined || end === undefined || !isDay(first) || !isDay(end) || end <= first) return null;
  const last = new Date(`${end}T00:00:00Z`);
  last.setUTCDate(last.getUTCDate() - 1);
  return { first, last: last.toISOString().slice(0, 10) };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

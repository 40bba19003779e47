const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** An instant as it is read: `22 Nov 2026, 19:20 UTC`. */
export function whenText(instant: string): string {
  return `${FULL.format(new Date(instant))} UTC`;
}

/** The same, short, for a column: how long ago, and the day when it is longer than a week. */
export function agoText(instant: string | null, now: Date): string {
  if (instant === null) return "never";
  const minutes = Math.floor((now.getTime() - new Date(instant).getTime()) / 60_000);
  if (minutes < 10) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  const days = Math.floor(minutes / (24 * 60));
  return days < 8 ? `${days} ${days === 1 ? "day" : "days"} ago` : instant.slice(0, 10);
}

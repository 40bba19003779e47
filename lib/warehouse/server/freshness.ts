import type { Day } from "#lib/consent/model.ts";
import type { Freshness } from "#lib/semantic/answer.ts";
import { dayBefore } from "#lib/warehouse/port.ts";
import type { Edition } from "#lib/warehouse/server/backend.ts";
import { PING_LIST_NAMES } from "#warehouse/schema-pings.ts";

const MS_PER_DAY = 86_400_000;
/** Sources come in once a day: a day of patience, then late, then stale. */
const FRESH_DAYS = 1;
const LATE_DAYS = 3;

function status(lastDay: Day | null, today: Day, isSample: boolean): Freshness["status"] {
  if (lastDay === null) return "unknown";
  if (isSample) return "manual";
  const behind = (Date.parse(dayBefore(today)) - Date.parse(lastDay)) / MS_PER_DAY;
  if (behind <= FRESH_DAYS) return "fresh";
  return behind <= LATE_DAYS ? "late" : "stale";
}

/** A few words to stand in brackets after the day. */
function note(state: Freshness["status"]): string | null {
  if (state === "manual") return "sample data";
  return state === "late" || state === "stale" ? "expected every day" : null;
}

/** How far each source reaches, judged by the day it is. */
export function freshnessOf(edition: Edition, today: Day): Freshness[] {
  const loaded = [
    { source: "update_check", label: "Pings", lastDay: edition.lastPing },
    { source: "event", label: "User-level events", lastDay: edition.lastEvent },
  ].map(({ source, label, lastDay }) => {
    const state = status(lastDay, today, edition.isSample);
    return { source, label, lastDay, status: state, note: note(state) };
  });
  return [...loaded, { source: "registry", label: "Customer registry", lastDay: today, status: "fresh", note: null }];
}

const SOURCE_OF: Readonly<Record<string, string>> = {
  ...Object.fromEntries(PING_LIST_NAMES.map((list) => [list, "update_check"])),
  instance_day: "update_check",
  update_check: "update_check",
  event: "event",
  event_period: "event",
  event_day: "event",
  user_month: "event",
};

/** The freshness of what a question read. */
export function freshnessFor(tables: readonly string[], edition: Edition, today: Day): Freshness[] {
  const sources = new Set(tables.map((table) => SOURCE_OF[table] ?? "registry"));
  return freshnessOf(edition, today).filter(({ source }) => sources.has(source));
}

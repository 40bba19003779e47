import { PING_LISTS, type PingList } from "#warehouse/schema-pings.ts";

/** What an instance's last ping of a UTC day with the list says: one row per instance, day and key. */
export function listDay(list: PingList, from: string): string {
  const { key, values } = PING_LISTS[list];
  const columns = ["ts", "day", "instance_no", "site_id", ...Object.keys(key), ...Object.keys(values)];
  return `SELECT ${columns.join(", ")} FROM ${from} QUALIFY ts = max(ts) OVER (PARTITION BY instance_no, day)`;
}

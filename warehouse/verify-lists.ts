import { PING_LIST_NAMES, PING_LISTS } from "#warehouse/schema-pings.ts";

/** What must hold of the lists of pings, of tickets and of answers. Each SELECT counts what speaks against it. */

function sum(parts: readonly string[]): string {
  return `SELECT ${parts.map((part) => `(${part})`).join(" + ")}`;
}

const twice = PING_LIST_NAMES.map((list) => {
  const key = ["instance_no", "day", ...Object.keys(PING_LISTS[list].key)];
  return `SELECT count(*) FROM (SELECT 1 FROM ${list} GROUP BY ${key.join(", ")} HAVING count(*) > 1)`;
});

const misplaced = PING_LIST_NAMES.map(
  (list) => `SELECT count(*) FROM ${list}, edition WHERE day > data_clock OR day <> ts::DATE OR instance_no IS NULL`,
);

export const LISTS: Readonly<Record<string, string>> = {
  "a list has one row per instance, day and key": sum(twice),
  "the rows of lists lie on days that are over": sum(misplaced),
  "no ticket is there twice": "SELECT count(*) - count(DISTINCT ticket_id) FROM ticket",
  "the solved tickets are the tickets that were solved": `
    SELECT count(*) FROM (
      (SELECT ticket_id, created_at, solved_minutes FROM ticket WHERE solved_minutes IS NOT NULL
        EXCEPT ALL SELECT ticket_id, created_at, solved_minutes FROM ticket_solved)
      UNION ALL (SELECT ticket_id, created_at, solved_minutes FROM ticket_solved
        EXCEPT ALL SELECT ticket_id, created_at, solved_minutes FROM ticket))`,
  "no answer to the survey is there twice": "SELECT count(*) - count(DISTINCT response_id) FROM nps_response",
};

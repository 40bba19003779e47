import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import type { Day } from "#lib/consent/model.ts";
import { addDays, monthStart } from "#warehouse/day.ts";

/** Where the events are read from and the rollups are written to: a database or schema with its dot, or nothing. */
export type Places = { readonly from: string; readonly into: string };

const DETAILS = {
  none: { columns: "NULL AS family, NULL AS client" },
  family: { columns: "family, NULL AS client" },
  client: { columns: "NULL AS family, client" },
  both: { columns: "family, client" },
} as const;

const date = (day: Day): string => `DATE '${day}'`;
const bit = (day: string): string => `(1 << (day(${day}) - 1))`;

/** The days of `[from, to)` that lie in the month, as bits. */
function bits(month: Day, from: Day, to: Day): number {
  const first = Math.max(0, (Date.parse(from) - Date.parse(month)) / 86_400_000);
  const end = Math.min(31, (Date.parse(to) - Date.parse(month)) / 86_400_000);
  let mask = 0;
  for (let day = first; day < end; day++) mask |= 1 << day;
  return mask;
}

function mondayOf(day: Day): Day {
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}

/** New users get the numbers that follow; a number is never given twice. */
function numberUsers({ from, into }: Places, days: string): string {
  return `INSERT INTO ${into}event_user
    SELECT instance_no, user_key, ((SELECT coalesce(max(user_no), 0) FROM ${into}event_user)
      + row_number() OVER (ORDER BY instance_no, user_key))::INTEGER
    FROM (SELECT DISTINCT instance_no, user_key FROM ${from}event WHERE user_key IS NOT NULL AND ${days}) AS met
    ANTI JOIN ${into}event_user USING (instance_no, user_key)`;
}

/** The month's masks by family and client: the days that are made anew from events, the others as they were. */
function monthMasks({ from, into }: Places, month: Day, days: string, made: number): string {
  return `CREATE OR REPLACE TEMP TABLE month_mask AS
    SELECT instance_no, site_id, family, client, user_no, bit_or(seen) AS seen, bit_or(active) AS active
    FROM (
      SELECT instance_no, site_id, family, client, user_no,
        CASE WHEN is_operator THEN 0 ELSE ${bit("day")} END AS seen,
        CASE WHEN counts_as_active AND NOT is_operator THEN ${bit("day")} ELSE 0 END AS active
      FROM ${from}event INNER JOIN ${into}event_user USING (instance_no, user_key) WHERE ${days}
      UNION ALL
      SELECT instance_no, site_id, family, client, user_no, seen_days & ${String(~made)}, active_days & ${String(~made)}
      FROM ${into}user_month WHERE detail = 'both' AND month = ${date(month)}
    ) AS marks
    GROUP BY ALL HAVING bit_or(seen) <> 0`;
}

function keepMonth(into: string, month: Day, detail: keyof typeof DETAILS): string {
  return `INSERT INTO ${into}user_month
    SELECT ${date(month)}, instance_no, site_id, '${detail}', ${DETAILS[detail].columns}, user_no,
      bit_or(seen)::INTEGER, bit_or(active)::INTEGER
    FROM month_mask GROUP BY ALL ORDER BY instance_no, family, client, user_no`;
}

/** Events of the days by family and client. Rows with nothing that counts stay: something was sent. */
function dayCells({ from }: Places, days: string): string {
  return `CREATE OR REPLACE TEMP TABLE day_cell AS
    SELECT day, instance_no, site_id, family, client, count(*) FILTER (NOT is_operator) AS events
    FROM ${from}event WHERE ${days} GROUP BY ALL`;
}

function keepDays(into: string, month: Day, detail: keyof typeof DETAILS): string {
  const { columns } = DETAILS[detail];
  return `INSERT INTO ${into}event_period
    SELECT 'day', day, instance_no, site_id, '${detail}', family, client, sum(events), sum(users), sum(active)
    FROM (
      SELECT day, instance_no, site_id, ${columns}, sum(events) AS events, 0 AS users, 0 AS active
      FROM day_cell GROUP BY ALL
      UNION ALL
      SELECT d.day, instance_no, site_id, family, client, 0, count(*),
        count(*) FILTER (active_days & ${bit("d.day")} <> 0)
      FROM ${into}user_month, (SELECT DISTINCT day FROM day_cell) AS d
      WHERE detail = '${detail}' AND month = ${date(month)} AND seen_days & ${bit("d.day")} <> 0
      GROUP BY ALL
    ) AS parts
    GROUP BY ALL ORDER BY day, instance_no, family, client`;
}

/** A week or month out of its days' events and its users' masks; a week may lie in two months. */
function keepPeriod(into: string, grain: "week" | "month", start: Day, end: Day): string {
  const months = [...new Set([monthStart(start), monthStart(addDays(end, -1))])];
  const masks = months.map((month) => `WHEN ${date(month)} THEN ${String(bits(month, start, end))}`).join(" ");
  return `INSERT INTO ${into}event_period
    SELECT '${grain}', ${date(start)}, instance_no, site_id, detail, family, client, sum(events), sum(users), sum(active)
    FROM (
      SELECT instance_no, site_id, detail, family, client, sum(events) AS events, 0 AS users, 0 AS active
      FROM ${into}event_period WHERE grain = 'day' AND start >= ${date(start)} AND start < ${date(end)} GROUP BY ALL
      UNION ALL
      SELECT instance_no, site_id, detail, family, client, 0, count(DISTINCT user_no),
        count(DISTINCT user_no) FILTER (active_days & days <> 0)
      FROM (
        SELECT *, CASE month ${masks} END AS days FROM ${into}user_month WHERE month IN (${months.map(date).join(", ")})
      ) AS masks
      WHERE seen_days & days <> 0 GROUP BY ALL
    ) AS parts
    GROUP BY ALL ORDER BY detail, instance_no, family, client`;
}

/** Days by name of the event, each with the five lowest of its users. */
function keepNames({ from, into }: Places, days: string): string {
  const firsts = [1, 2, 3, 4, 5].map((place) => `firsts[${String(place)}]`).join(", ");
  return `INSERT INTO ${into}event_day
    SELECT day, instance_no, site_id, name, family, client, events, users, ${firsts}
    FROM (
      SELECT day, instance_no, site_id, name, family, client, sum(counted) AS events,
        count(user_no) FILTER (counted > 0) AS users, min(user_no, 5) FILTER (counted > 0) AS firsts
      FROM (
        SELECT day, instance_no, site_id, name, family, client, user_no, count(*) FILTER (NOT is_operator) AS counted
        FROM ${from}event LEFT JOIN ${into}event_user USING (instance_no, user_key)
        WHERE ${days} GROUP BY ALL
      ) AS people
      GROUP BY ALL
    ) AS cells
    ORDER BY day, instance_no, name, family, client`;
}

const Days = z.array(z.tuple([z.iso.date()]));

/** The days that events lie on. */
export async function eventDays(connection: DuckDBConnection, from: string): Promise<Day[]> {
  const reader = await connection.runAndReadAll(`SELECT DISTINCT day::VARCHAR FROM ${from}event ORDER BY 1`);
  return Days.parse(reader.getRowsJson()).flat();
}

/**
 * Makes the rollups of events anew for these days, and the weeks and months that hold them; all other rows stay.
 * Work grows with the events of the days and the users of their months, not with what lies before.
 */
export async function rollUpEvents(connection: DuckDBConnection, places: Places, days: readonly Day[]): Promise<void> {
  const { into } = places;
  for (const month of distinct(days, (day) => monthStart(day))) {
    await rollUpMonth(
      connection,
      places,
      month,
      days.filter((day) => monthStart(day) === month),
    );
  }
  for (const start of distinct(days, mondayOf)) {
    await connection.run(`DELETE FROM ${into}event_period WHERE grain = 'week' AND start = ${date(start)}`);
    await connection.run(keepPeriod(into, "week", start, addDays(start, 7)));
  }
  await connection.run("DROP TABLE IF EXISTS month_mask; DROP TABLE IF EXISTS day_cell;");
}

async function rollUpMonth(
  connection: DuckDBConnection,
  places: Places,
  month: Day,
  days: readonly Day[],
): Promise<void> {
  const { into } = places;
  const some = `day IN (${days.map(date).join(", ")})`;
  const made = days.reduce((mask, day) => mask | bits(month, day, addDays(day, 1)), 0);
  await connection.run(numberUsers(places, some));
  await connection.run(monthMasks(places, month, some, made));
  await connection.run(dayCells(places, some));
  await connection.run(`DELETE FROM ${into}user_month WHERE month = ${date(month)}`);
  await connection.run(`DELETE FROM ${into}event_period WHERE (grain = 'day' AND start IN (${days.map(date).join(", ")}))
    OR (grain = 'month' AND start = ${date(month)})`);
  for (const detail of ["none", "family", "client", "both"] as const) {
    await connection.run(keepMonth(into, month, detail));
    await connection.run(keepDays(into, month, detail));
  }
  await connection.run(keepPeriod(into, "month", month, monthStart(month, 1)));
  await connection.run(`DELETE FROM ${into}event_day WHERE ${some}`);
  await connection.run(keepNames(places, some));
}

function distinct(days: readonly Day[], of: (day: Day) => Day): Day[] {
  return [...new Set(days.map(of))].toSorted();
}

/** The text of everything above, for telling files apart that were built otherwise. */
export const ROLLUP_TEXT: string = [
  numberUsers({ from: "", into: "" }, ""),
  monthMasks({ from: "", into: "" }, "2026-01-01", "", 0),
  dayCells({ from: "", into: "" }, ""),
  ...(["none", "family", "client", "both"] as const).flatMap((detail) => [
    keepMonth("", "2026-01-01", detail),
    keepDays("", "2026-01-01", detail),
  ]),
  keepPeriod("", "week", "2026-01-26", "2026-02-02"),
  keepNames({ from: "", into: "" }, ""),
].join("\n");

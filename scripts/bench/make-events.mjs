/** `make-events.mjs FILE EVENTS`: a served file of that many events over 180 days, drawn by hashes, with its rollups. */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { addDays } from "#warehouse/day.ts";
import { EVENTS } from "#warehouse/event-catalogue.ts";
import { rollUpEvents } from "#warehouse/refresh/event-rollups.ts";
import { createTable, TABLE_NAMES } from "#warehouse/schema.ts";

export const INSTANCES = 400;
export const FIRST_DAY = "2026-05-01";
export const DAYS = 180;
const MOST_PER_DAY = 25;
const EVENTS_A_DAY = 13;
const SHARE_ACTIVE = 0.4;

/** Users of an instance follow one another, and a few instances have most of them. `d` counts days from the first. */
function eventsOf(from, to, users) {
  return `INSERT INTO event
    SELECT day::TIMESTAMP + to_seconds((28800 + k * 1200 + h % 900)::DOUBLE), day,
      (d::BIGINT * ${users} + u) * ${MOST_PER_DAY} + k, instance_no, site_id, kind.name, kind.family,
      CASE WHEN h % 10 = 0 THEN 'IDE extension' WHEN u % 5 = 0 THEN 'Code host integration' ELSE 'Web' END,
      user_key, u * 2 + k // 9, version, kind.active, u % 211 = 0
    FROM (
      SELECT people.*, k, hash(h0 + k * 1000003) % 1000000 AS h
      FROM (
        SELECT u, d, DATE '${FIRST_DAY}' + d::INTEGER AS day, instance_no, 'site-' || instance_no AS site_id, '5.' || instance_no % 4 || '.0' AS version,
          u::VARCHAR AS user_key, (hash(u * 400 + d) % 1000000007)::BIGINT AS h0
        FROM (SELECT range AS u, 1 + floor(${INSTANCES} * power(range / ${users}, 2))::INTEGER AS instance_no
            FROM range(${users})) AS person,
          (SELECT range AS d FROM range(${from}, ${to})) AS day
        WHERE hash(u * 400 + d) % 1000 < ${SHARE_ACTIVE * 1000}
      ) AS people, (SELECT range AS k FROM range(${MOST_PER_DAY})) AS turn
      WHERE k <= h0 % ${2 * EVENTS_A_DAY - 1}
    ) AS drawn
    INNER JOIN kind ON kind.draw = h % 100
    ORDER BY d, instance_no, u, k`;
}

export async function makeEvents(file, wanted) {
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const instance = await DuckDBInstance.create(file, {
    threads: "2",
    memory_limit: "2GB",
    temp_directory: `${file}.tmp`,
  });
  const connection = await instance.connect();
  for (const table of TABLE_NAMES) await connection.run(createTable(table));
  await connection.run("CREATE TEMP TABLE kind (draw UBIGINT, name VARCHAR, family VARCHAR, active BOOLEAN)");
  const events = [...EVENTS];
  const kinds = Array.from({ length: 100 }, (_, draw) => {
    const [name, { family, active }] = events[Math.floor(events.length * (draw / 100) ** 2)];
    return `(${draw}, '${name}', '${family}', ${active})`;
  });
  await connection.run(`INSERT INTO kind VALUES ${kinds.join(", ")}`);
  const users = Math.round(wanted / EVENTS_A_DAY / DAYS / SHARE_ACTIVE);
  const days = Array.from({ length: DAYS }, (_, i) => addDays(FIRST_DAY, i));
  for (let from = 0; from < DAYS; from += 10) await connection.run(eventsOf(from, from + 10, users));
  await connection.run(`INSERT INTO instance_day (day, instance_no, site_id, version, pings, last_ts, mau_month)
    SELECT DISTINCT day, instance_no, site_id, version, 1, day::TIMESTAMP, date_trunc('month', day)::DATE FROM event ORDER BY ALL`);
  await rollUpEvents(connection, { from: "", into: "" }, days);
  await connection.run(
    `INSERT INTO edition SELECT DATE '${days.at(-1)}', 'bench-${wanted}', now()::TIMESTAMP, true, 'bench'`,
  );
  await connection.run("CHECKPOINT");
  connection.closeSync();
  instance.closeSync();
}

const [file, wanted] = process.argv.slice(2);
if (import.meta.main) await makeEvents(file, Number(wanted));

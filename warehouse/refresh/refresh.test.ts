import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refresh } from "#warehouse/refresh/refresh.ts";
import { Bench, EVENT, lines, PING } from "#warehouse/testing/folder.ts";
import { verify } from "#warehouse/verify.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(() => bench.close());

let nextId = 1;

/** Events of one site and day: users 1, 2 … each with one of the names in turn. */
function events(day: string, users: number, change: Readonly<Record<string, unknown>> = {}): unknown[] {
  const names = ["hover", "SearchSubmitted", "ViewSignIn"];
  return Array.from({ length: users }, (_, index) => ({
    ...EVENT,
    insert_id: nextId++,
    ts: `${day}T0${String(index % 10)}:00:00Z`,
    user_id: index + 1,
    name: names[(index + nextId) % 3],
    source: index % 2 === 0 ? "WEB" : "IDEEXTENSION",
    ...change,
  }));
}

function ping(day: string): unknown {
  return { ...PING, ts: `${day}T10:00:00Z`, mau_month: `${day.slice(0, 7)}-01`, dau_day: day };
}

async function bring(day: string, rows: readonly unknown[]): Promise<void> {
  const files = { "events_usage.ndjson": lines(rows), "update_checks.ndjson": lines([ping(day)]) };
  await bench.load(await bench.folder(files));
}

async function faults(): Promise<string[]> {
  return (await verify(bench.file, bench.numbers)).filter(({ ok }) => !ok).map(({ check }) => check);
}

/** Everything a question can see; users by their keys, since their numbers follow the order of arrival. */
async function served(): Promise<unknown> {
  const rows = async (sql: string) => bench.query(`${sql} ORDER BY ALL`, bench.file);
  return {
    pings: await rows("SELECT * FROM instance_day"),
    events: await rows("SELECT * FROM event"),
    periods: await rows("SELECT * FROM event_period"),
    names: await rows("SELECT * EXCLUDE (user_1, user_2, user_3, user_4, user_5) FROM event_day"),
    masks: await rows(
      "SELECT month, instance_no, detail, family, client, user_key, seen_days, active_days FROM user_month JOIN event_user USING (instance_no, user_no)",
    ),
  };
}

async function fromTheBeginning(): Promise<unknown> {
  await rm(bench.file);
  await refresh(bench.file);
  return served();
}

describe("a refresh", () => {
  test("makes only the days anew for which rows came in, also late ones, and gives what a whole build gives", async () => {
    await bring("2026-10-29", [...events("2026-09-30", 3), ...events("2026-10-05", 7), ...events("2026-10-29", 9)]);
    expect(await refresh(bench.file)).toMatchObject({ dataClock: "2026-10-29", days: 3 });
    expect(await faults()).toEqual([]);

    const late = events("2026-10-05", 2, { user_id: 40, is_operator: true });
    const other = events("2026-10-31", 4, { site_id: "site-b", source: "BACKEND" });
    await bring("2026-10-31", [...late, ...other, ...events("2026-10-31", 6), ...events("2026-10-05", 8)]);
    expect(await refresh(bench.file)).toMatchObject({ dataClock: "2026-10-31", days: 2 });
    expect(await faults()).toEqual([]);
    expect(await served()).toEqual(await fromTheBeginning());
    expect(await faults()).toEqual([]);
  });

  test("takes in a day that was not complete before", async () => {
    await bring("2026-10-30", [...events("2026-10-30", 6), ...events("2026-10-31", 5)]);
    expect(await refresh(bench.file)).toMatchObject({ dataClock: "2026-10-30", days: 1 });
    await bench.load(await bench.folder({ "update_checks.ndjson": lines([ping("2026-10-31")]) }));
    expect(await refresh(bench.file)).toMatchObject({ dataClock: "2026-10-31", days: 1 });
    expect(await served()).toEqual(await fromTheBeginning());
  });

  test("says how far behind an instance was on the day, and says it anew when the calendar of releases changes", async () => {
    const behind = () => bench.query("SELECT day::VARCHAR, minors_behind FROM instance_day ORDER BY day", bench.file);
    const calendar = (more = "") =>
      `version,released_on\n5.0.0,2026-08-20\n5.1.0,2026-09-20\n5.3.0,2026-10-30\n${more}`;
    await bench.load(await bench.folder({ "releases.csv": calendar() }));
    await bring("2026-10-29", []);
    await bring("2026-10-31", []);
    await bench.load(
      await bench.folder({
        "update_checks.ndjson": lines([
          { ...PING, ts: "2026-10-30T09:00:00Z", dau_day: "2026-10-30", version: "9.9.0" },
        ]),
      }),
    );
    await refresh(bench.file);
    expect(await behind()).toEqual([
      ["2026-10-29", 0],
      ["2026-10-30", null],
      ["2026-10-31", 1],
    ]);
    await bench.load(await bench.folder({ "releases.csv": calendar("5.2.0,2026-10-10\n") }));
    await refresh(bench.file);
    expect(await behind()).toEqual([
      ["2026-10-29", 1],
      ["2026-10-30", null],
      ["2026-10-31", 2],
    ]);
    expect(await faults()).toEqual([]);
  });

  test("of nothing new makes nothing anew, and is another edition all the same", async () => {
    await bring("2026-10-30", events("2026-10-30", 6));
    const { dataVersion } = await refresh(bench.file);
    const again = await refresh(bench.file);
    expect(again.days).toBe(0);
    expect(again.dataVersion).not.toBe(dataVersion);
    expect(await faults()).toEqual([]);
  });

  test("builds on no file that was made otherwise, of other loads, or that cannot be read", async () => {
    await bring("2026-10-30", events("2026-10-30", 6));
    for (const harm of ["UPDATE edition SET layout = 'older'", "UPDATE load_run SET run_id = 'another'"]) {
      await refresh(bench.file);
      await bench.query(harm, bench.file);
      expect(await refresh(bench.file), harm).toMatchObject({ days: 1 });
    }
    await bench.query("DROP TABLE edition", bench.file);
    expect(await refresh(bench.file)).toMatchObject({ days: 1 });
  });
});

describe("verify finds", () => {
  test.each([
    ["a day too many", "UPDATE user_month SET active_days = active_days | 1073741824", "the days of users equal"],
    ["a user too few", "UPDATE event_period SET users = users - 1 WHERE grain = 'week'", "days, weeks and months of"],
    ["a lost name", "DELETE FROM event_day WHERE name = 'hover'", "days of events by name equal"],
    [
      "a user with two numbers",
      "INSERT INTO event_user SELECT instance_no, user_key, 99 FROM event_user LIMIT 1",
      "a user has one number",
    ],
  ])("%s", async (_what, harm, check) => {
    await bring("2026-10-29", events("2026-10-29", 9));
    await refresh(bench.file);
    expect(await faults()).toEqual([]);
    await bench.query(harm, bench.file);
    expect((await faults()).join()).toContain(check);
  });
});

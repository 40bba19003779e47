import { mkdir } from "node:fs/promises";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refresh } from "#warehouse/refresh/refresh.ts";
import { Bench, lines, PING } from "#warehouse/testing/folder.ts";
import { verify } from "#warehouse/verify.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
  bench.accounts.add("A-1").add("A-2");
});

afterEach(() => bench.close());

const ACTION = {
  ts: "2026-10-31T23:40:00Z",
  site_id: "site-a",
  language: "go",
  action: "hover",
  method: "precise",
  cross_repository: false,
  week_users: 4,
  week_actions: 90,
} as const;

const TICKET = {
  ticket_id: "T-1",
  account_ref: "A-1",
  site_id: "site-a",
  created_at: "2026-10-02T08:00:00Z",
  updated_at: "2026-10-02T08:30:00Z",
  first_response_at: "2026-10-02T08:30:00Z",
  priority: "p1",
  type: "defect",
  status: "open",
  channel: "email",
  product_area: "search",
  lifecycle: "adoption",
  assignee: "h-7",
  sla_target_minutes: 240,
  sla_met: true,
} as const;

const ANSWER = {
  response_id: "N-1",
  account_ref: "A-2",
  submitted_at: "2026-10-05T08:00:00Z",
  score: 9,
  version: "v5.1.0",
} as const;

async function faults(): Promise<string[]> {
  return (await verify(bench.file, bench.numbers)).filter(({ ok }) => !ok).map(({ check }) => check);
}

describe("a list of a ping", () => {
  test("is served as the day's last ping says it, row by row", async () => {
    const later = { ...ACTION, ts: "2026-10-31T23:50:00Z" };
    const rows = [
      ACTION,
      { ...ACTION, language: "c++", week_actions: 3 },
      { ...later, week_actions: 100 },
      { ...later, cross_repository: true, week_actions: 8 },
      { ...later, week_actions: 100 },
    ];
    const files = { "codeintel_action.ndjson": lines(rows), "update_checks.ndjson": lines([PING]) };
    const { files: loaded } = await bench.load(await bench.folder(files));
    expect(loaded.map(({ file, read, loaded: kept, refused }) => [file, read, kept, refused])).toEqual([
      ["update_checks.ndjson", 1, 1, 0],
      ["codeintel_action.ndjson", 5, 4, 0],
    ]);
    await refresh(bench.file);
    const served = "SELECT language, cross_repository, week_actions::INTEGER FROM codeintel_action ORDER BY ALL";
    expect(await bench.query(served, bench.file)).toEqual([
      ["go", false, 100],
      ["go", true, 8],
    ]);
    expect(await faults()).toEqual([]);
  });

  test("that is served twice, or a lost solution of a ticket, is found by verify", async () => {
    const files = { "codeintel_action.ndjson": lines([ACTION]), "update_checks.ndjson": lines([PING]) };
    const solved = { ...TICKET, solved_at: "2026-10-03T08:00:00Z" };
    await bench.load(await bench.folder({ ...files, "tickets.ndjson": lines([solved]) }));
    await refresh(bench.file);
    await bench.query("INSERT INTO codeintel_action SELECT * FROM codeintel_action", bench.file);
    await bench.query("DELETE FROM ticket_solved", bench.file);
    expect(await faults()).toEqual([
      "a list has one row per instance, day and key",
      "the solved tickets are the tickets that were solved",
    ]);
  });

  test.each([
    ["codeintel_action", { ...ACTION, language: "src/secret.go" }, "language", "path"],
    ["codeintel_action", { ...ACTION, action: null }, "action", "missing"],
    [
      "extension_usage",
      { ts: ACTION.ts, site_id: "site-a", extension_id: "corp/secret", week_users: 1 },
      "extension_id",
      "path",
    ],
    [
      "retention_cohort",
      { ts: ACTION.ts, site_id: "site-a", cohort_week: "2026-10-27", week_no: 0 },
      "cohort_week",
      "Monday",
    ],
    ["organization", { ts: ACTION.ts, site_id: "site-a", org_id: "Corp Ltd." }, "org_id", "form"],
  ])("of %s with %o is refused", async (file, row, field, reason) => {
    const { files } = await bench.load(await bench.folder({ [`${file}.ndjson`]: lines([row]) }));
    expect(files).toMatchObject([{ read: 1, loaded: 0, refused: 1, refusals: [{ field }] }]);
    expect(files[0]?.refusals[0]?.reason).toContain(reason);
  });

  test("may name two hosts of which only one says its version", async () => {
    const host = { ts: ACTION.ts, site_id: "site-a", kind: "GITHUB", connections: 1 };
    const rows = [host, { ...host, host_version: "3.9.1" }, host];
    const { files } = await bench.load(await bench.folder({ "code_host.ndjson": lines(rows) }));
    expect(files).toMatchObject([{ read: 3, loaded: 2, refused: 0 }]);
  });
});

describe("a ticket", () => {
  test("stands by the account, as it was last said, and again on the day it was solved", async () => {
    const solved = {
      ...TICKET,
      updated_at: "2026-10-09T10:00:00Z",
      solved_at: "2026-10-09T10:00:00Z",
      status: "solved",
    };
    const ping = { "update_checks.ndjson": lines([PING]) };
    await bench.load(
      await bench.folder({ ...ping, "tickets.ndjson": lines([TICKET, { ...TICKET, ticket_id: "T-2" }]) }),
    );
    await bench.load(
      await bench.folder({
        "tickets.ndjson": lines([solved, { ...solved, ticket_id: "T-2", updated_at: "2026-10-01T00:00:00Z" }]),
      }),
    );
    await bench.load(await bench.folder({ "tickets.ndjson": lines([solved, TICKET]) }));
    await refresh(bench.file);
    const columns =
      "ticket_id, day::VARCHAR, account_id, status, first_response_minutes::INTEGER, solved_minutes::INTEGER";
    expect(await bench.query(`SELECT ${columns} FROM ticket ORDER BY 1`, bench.file)).toEqual([
      ["T-1", "2026-10-02", "acc_A-1", "solved", 30, 10_200],
      ["T-2", "2026-10-02", "acc_A-1", "open", 30, null],
    ]);
    expect(await bench.query("SELECT ticket_id, day::VARCHAR FROM ticket_solved", bench.file)).toEqual([
      ["T-1", "2026-10-09"],
    ]);
    expect(await faults()).toEqual([]);
  });

  test.each([
    ["of nobody on record", { ...TICKET, account_ref: "A-9" }, "account_ref", "not an account"],
    ["with its subject", { ...TICKET, subject: "Search is slow" }, "subject", "unknown column"],
    ["with a person", { ...TICKET, assignee: "ann@corp.example" }, "assignee", "e-mail"],
    ["solved before it was opened", { ...TICKET, solved_at: "2026-10-01T00:00:00Z" }, "solved_at", "before"],
    ["of an unknown priority", { ...TICKET, priority: "urgent" }, "priority", "form"],
  ])("%s is refused", async (_what, row, field, reason) => {
    const { files } = await bench.load(await bench.folder({ "tickets.ndjson": lines([row]) }));
    expect(files).toMatchObject([{ loaded: 0, refused: 1, refusals: [{ field }] }]);
    expect(files[0]?.refusals[0]?.reason).toContain(reason);
  });
});

describe("an answer to the survey", () => {
  test.each([
    ["with a score above ten", { ...ANSWER, score: 11 }, "score"],
    ["with what somebody wrote", { ...ANSWER, reason: "It is slow" }, "reason"],
    ["of nobody on record", { ...ANSWER, account_ref: "A-9" }, "account_ref"],
  ])("%s is refused", async (_what, row, field) => {
    const { files } = await bench.load(await bench.folder({ "nps_responses.ndjson": lines([ANSWER, row]) }));
    expect(files).toMatchObject([{ read: 2, loaded: 1, refused: 1, refusals: [{ line: 2, field }] }]);
    expect(await bench.query("SELECT account_id, day::VARCHAR, version FROM nps_response")).toEqual([
      ["acc_A-2", "2026-10-05", "5.1.0"],
    ]);
  });
});

test("a store of an earlier version keeps what it has and takes in what is new", async () => {
  const raw = `${bench.file}.raw`;
  await mkdir(path.dirname(raw), { recursive: true });
  const instance = await DuckDBInstance.create(raw);
  const connection = await instance.connect();
  await connection.run(
    "CREATE TABLE update_check (ts TIMESTAMP, day DATE, instance_no INTEGER, site_id VARCHAR, mau BIGINT)",
  );
  await connection.run("INSERT INTO update_check VALUES ('2026-10-30 10:00:00', '2026-10-30', 1, 'site-a', 7)");
  connection.closeSync();
  instance.closeSync();
  bench.numbers.set("site-a", 1);
  await bench.load(
    await bench.folder({ "update_checks.ndjson": lines([{ ...PING, repos: 12, git_bytes: 5_000_000_000 }]) }),
  );
  await refresh(bench.file);
  const served = "SELECT day::VARCHAR, mau::INTEGER, repos::INTEGER, git_bytes::DOUBLE FROM instance_day ORDER BY day";
  expect(await bench.query(served, bench.file)).toEqual([
    ["2026-10-30", 7, null, null],
    ["2026-10-31", 6, 12, 5e9],
  ]);
  expect(await faults()).toEqual([]);
});

import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FolderProblems } from "#warehouse/load/load.ts";
import { refresh } from "#warehouse/refresh/refresh.ts";
import { Bench, EVENT, lines, PING } from "#warehouse/testing/folder.ts";
import { verify } from "#warehouse/verify.ts";

const TWENTY_ROWS = path.resolve("warehouse/testing/twenty-rows");

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(() => bench.close());

async function problemsOf(files: Record<string, string | Uint8Array>): Promise<string[]> {
  const folder = await bench.folder(files, TWENTY_ROWS);
  const error: unknown = await bench.load(folder).catch((thrown: unknown) => thrown);
  if (!(error instanceof FolderProblems)) throw error;
  return error.problems.map(({ file, line, field, message }) => `${file}:${String(line)}: ${field} ${message}`);
}

/** Writes a Parquet file of this SELECT into a folder. */
async function parquet(name: string, select: string): Promise<string> {
  const folder = await bench.folder({});
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${path.join(folder, name)}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return folder;
}

describe("loading a folder again", () => {
  test("adds nothing, and says so", async () => {
    const bad = { ...PING, version: "/x" };
    const folder = await bench.folder({ "update_checks.ndjson": lines([PING, bad]) }, TWENTY_ROWS);
    const first = await bench.load(folder);
    expect(first.registry).toMatchObject({ accounts: 4, instances: 5, licences: 3, terms: 3, people: 1 });
    expect(first.files).toMatchObject([
      { read: 2, loaded: 1, refused: 1 },
      { read: 9, loaded: 8, refused: 0 },
    ]);
    const second = await bench.load(folder);
    expect(second).toMatchObject({ registry: null, notice: "The customer registry already holds accounts." });
    expect(second.files).toMatchObject([
      { read: 2, loaded: 0, refused: 1 },
      { read: 9, loaded: 0, refused: 0 },
    ]);
    const counts = "SELECT (SELECT count(*) FROM quarantine)::INTEGER, (SELECT count(*) FROM event)::INTEGER";
    expect(await bench.query(counts)).toEqual([[1, 8]]);
  });

  test("with more in it adds only what is new", async () => {
    await bench.load(await bench.folder({ "events_usage.ndjson": lines([EVENT]) }));
    const more = [EVENT, { ...EVENT, insert_id: 2 }, { ...EVENT, site_id: "site-b" }];
    const { files } = await bench.load(await bench.folder({ "events_usage.ndjson": lines(more) }));
    expect(files).toMatchObject([{ read: 3, loaded: 2, refused: 0 }]);
  });

  test("tells the registry what arrived", async () => {
    await bench.load(TWENTY_ROWS);
    const tiers = Object.fromEntries(bench.arrivals.map((row) => [row.siteId, [row.lastPing, row.observedTier]]));
    expect(tiers).toMatchObject({
      "site-acorn": ["2026-10-31", 3],
      "site-bramble": ["2026-10-31", 2],
      "site-cedar": ["2026-10-31", 2],
    });
    const critical = { ...PING, site_id: "site-c", wau_week: null, wau: null, dau_day: null, dau: null };
    const old = { ...PING, site_id: "site-old", ts: "2026-10-20T00:00:00Z", dau_day: null, dau: null };
    await bench.load(
      await bench.folder({ "update_checks.ndjson": lines([critical, { ...old, wau_week: null, wau: null }]) }),
    );
    const later = Object.fromEntries(bench.arrivals.map((row) => [row.siteId, row.observedTier]));
    expect(later).toMatchObject({ "site-c": 1, "site-old": 0 });
  });

  test("for a registry with other numbers is refused", async () => {
    await bench.load(TWENTY_ROWS);
    bench.numbers.clear();
    bench.numbers.set("site-acorn", 99);
    await expect(bench.load(TWENTY_ROWS)).rejects.toThrow(/another registry/);
  });
});

describe("registry files with faults", () => {
  const TERMS = "account_ref,level,from,to,carve_out,crm_value\n";
  test.each([
    [
      "a level that is none",
      { "terms.csv": `${TERMS}A-1,7,2026-01-01,,no,\n` },
      "terms.csv:2: level is not a whole number from 0 to 3",
    ],
    ["a day that is none", { "terms.csv": `${TERMS}A-1,2,01/02/2026,,no,\n` }, "terms.csv:2: from is not a day"],
    [
      "an end before its start",
      { "terms.csv": `${TERMS}A-1,2,2026-01-02,2026-01-02,no,\n` },
      "terms.csv:2: to is not after `from`",
    ],
    [
      "a strange truth",
      { "terms.csv": `${TERMS}A-1,2,2026-01-02,,perhaps,\n` },
      "terms.csv:2: carve_out is not one of yes, no",
    ],
    ["a short row", { "terms.csv": `${TERMS}A-1,2\n` }, "terms.csv:2:  has 2 cells where the header has 6"],
    [
      "an unknown column",
      { "terms.csv": "account_ref,level,from,mood\nA-1,2,2026-01-01,fine\n" },
      "terms.csv:1:  column 4 is not known here",
    ],
    [
      "a column twice",
      { "terms.csv": "account_ref,level,from,level\nA-1,2,2026-01-01,2\n" },
      "terms.csv:1: level stands twice",
    ],
    ["a missing column", { "terms.csv": "account_ref,level\nA-1,2\n" }, "terms.csv:1: from is missing from the header"],
    ["an open quote", { "terms.csv": `${TERMS}"A-1,2,2026-01-01,,no,\n` }, "terms.csv:"],
    [
      "an invisible character",
      { "terms.csv": `${TERMS}A\u200B-1,2,2026-01-01,,no,\n` },
      "terms.csv:2: account_ref holds the invisible character U+200B",
    ],
    [
      "half a seat",
      { "licences.csv": "licence_ref,account_ref,plan,seats,from\nL,A-1,p,1.5,2026-01-01\n" },
      "licences.csv:2: seats is not a whole number",
    ],
    [
      "an unknown hosting",
      { "instances.csv": "site_id,name,hosting,environment,from\ns,n,cloud,production,2026-01-01\n" },
      "instances.csv:2: hosting is not one of self_hosted, managed, dotcom",
    ],
    [
      "a strange version",
      { "releases.csv": "version,released_on\nfive,2026-01-01\n" },
      "releases.csv:2: version is not a version",
    ],
    ["Latin-1", { "people.csv": new Uint8Array([0x61, 0xe9, 0x0a]) }, "people.csv:1:  is not UTF-8"],
    ["a spreadsheet", { "people.csv": "PK\u0003\u0004" }, "people.csv:1:  is a spreadsheet"],
  ])("%s: named by place, and nothing is loaded", async (_what, files, sentence) => {
    expect((await problemsOf(files)).join("\n")).toContain(sentence);
    expect(bench.holdsCustomers).toBe(false);
    await expect(bench.query("SELECT 1 FROM event")).rejects.toThrow();
  });

  test("reads a byte order mark, CRLF, quotes, and headers in any case", async () => {
    const text = '\uFEFF Account_Ref ,LEVEL,from\r\n"A-1",2,2026-01-01\r\n';
    const { registry } = await bench.load(await bench.folder({ "terms.csv": text }, TWENTY_ROWS));
    expect(registry).toMatchObject({ terms: 1 });
  });
});

describe("telemetry files that cannot be taken as they are", () => {
  test("a Parquet file with a wrong type is refused whole, in words", async () => {
    const folder = await parquet(
      "update_checks.parquet",
      "SELECT TIMESTAMP '2026-10-01' AS ts, 's' AS site_id, 1.5 AS mau",
    );
    await expect(bench.load(folder)).rejects.toThrow(
      /update_checks.parquet: column mau is DECIMAL.* and should be BIGINT/,
    );
  });

  test("a Parquet row with a value in an unknown column is refused, others are not", async () => {
    const folder = await parquet(
      "update_checks.parquet",
      "SELECT TIMESTAMP '2026-10-01' AS ts, 's' || i AS site_id, CASE WHEN i = 2 THEN 'x@y.example' END AS installer_email FROM range(1, 4) AS r(i)",
    );
    const { files } = await bench.load(folder);
    expect(files).toMatchObject([
      { read: 3, loaded: 2, refused: 1, refusals: [{ line: 2, field: "installer_email", reason: "unknown column" }] },
    ]);
  });

  test.each([
    ["not Parquet at all", { "events_usage.parquet": "hello" }, /not a readable Parquet file/],
    ["both forms", { "events_usage.ndjson": "", "events_usage.parquet": "" }, /Keep one/],
    ["a strange manifest", { "manifest.json": '{"as_of":"soon"}' }, /manifest.json cannot be read at as_of/],
    ["a broken manifest", { "manifest.json": "{" }, /manifest.json cannot be read/],
  ])("%s", async (_what, files, words) => {
    await expect(bench.load(await bench.folder(files))).rejects.toThrow(words);
  });

  test("sample data does not enter production, and a folder must be one", async () => {
    const folder = await bench.folder({ "manifest.json": '{"as_of":"2026-10-31","sample":true}' }, TWENTY_ROWS);
    await expect(bench.load(folder, "production")).rejects.toThrow(/production refuses/);
    await expect(bench.load(path.join(bench.root, "nowhere"))).rejects.toThrow(/is not a folder/);
  });
});

describe("refresh and verify", () => {
  async function findings(): Promise<string[]> {
    return (await verify(bench.file, bench.numbers)).filter(({ ok }) => !ok).map(({ check }) => check);
  }

  test("serve complete days only, with the last ping of each", async () => {
    const rows = [
      PING,
      { ...PING, ts: "2026-10-31T08:00:00Z", dau: 1 },
      { ...PING, ts: "2026-11-21T10:00:00Z", mau_month: "2026-11-01", dau_day: "2026-11-20" },
      { ...PING, ts: "2026-11-22T10:00:00Z", mau_month: "2026-11-01", dau_day: "2026-11-22" },
    ];
    await bench.load(await bench.folder({ "update_checks.ndjson": lines(rows) }));
    expect(await refresh(bench.file)).toMatchObject({ dataClock: "2026-11-21" });
    const mart = "SELECT day::VARCHAR, pings::INTEGER, dau::INTEGER FROM instance_day ORDER BY day";
    expect(await bench.query(mart, bench.file)).toEqual([
      ["2026-10-31", 2, 2],
      ["2026-11-21", 1, null],
    ]);
    expect(await findings()).toEqual([]);
  });

  test("need something loaded first", async () => {
    await expect(refresh(bench.file)).rejects.toThrow(/Nothing has been loaded yet/);
    await expect(verify(bench.file, new Map())).rejects.toThrow(/does not exist/);
  });

  test.each([
    ["a lost mart row", "DELETE FROM instance_day WHERE site_id = 'site-drift'", "the pings of the mart are all pings"],
    ["a changed figure", "UPDATE instance_day SET mau = mau + 1", "the mart equals the pings it was built from"],
    ["a doubled event", "INSERT INTO event SELECT * FROM event LIMIT 1", "no event is there twice"],
    ["a row from the future", "UPDATE edition SET data_clock = DATE '2026-10-30'", "no row lies after the data clock"],
    ["a foreign number", "UPDATE event SET instance_no = 77", "every instance is the registry's"],
    ["an extra column", "ALTER TABLE event ADD COLUMN tier INTEGER", "the tables are those of this version"],
  ])("verify finds %s", async (_what, harm, check) => {
    await bench.load(TWENTY_ROWS);
    await refresh(bench.file);
    expect(await findings()).toEqual([]);
    await bench.query(harm, bench.file);
    expect(await findings()).toContain(check);
  });
});

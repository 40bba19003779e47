import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Bench, EVENT, lines, PING } from "#warehouse/testing/folder.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(() => bench.close());

describe("a ping is refused, and the rest is loaded, when it holds", () => {
  test.each([
    ["an unknown column", { ...PING, remote_ip: "10.0.0.7" }, "remote_ip", "unknown column", "10.0.0.7"],
    ["an e-mail address as site id", { ...PING, site_id: "ann@corp.example" }, "site_id", "e-mail", "ann@corp"],
    ["a URL as site id", { ...PING, site_id: "https://code.corp.example" }, "site_id", "URL", "code.corp"],
    ["a protocol-relative URL", { ...PING, site_id: "//code.corp.example/x" }, "site_id", "URL", "code.corp"],
    ["a path as version", { ...PING, version: "/srv/app/5.1.0" }, "version", "path", "/srv"],
    ["a Windows path", { ...PING, deploy_type: "c:\\apps\\x" }, "deploy_type", "path", "apps"],
    ["code as deployment type", { ...PING, deploy_type: "if(x){y}" }, "deploy_type", "code", "if(x)"],
    ["words as version", { ...PING, version: "latest build" }, "version", "not of the expected form", "latest"],
    ["no site id", { ...PING, site_id: null }, "site_id", "missing", null],
    ["no time", { ...PING, ts: null }, "ts", "missing", null],
    ["a fraction of a user", { ...PING, mau: 1.5 }, "mau", "not a whole number", null],
    ["a number as text", { ...PING, mau: "6" }, "mau", "not a whole number", null],
    ["fewer than no users", { ...PING, dau: -1 }, "dau", "below zero", null],
    ["more users than people", { ...PING, mau: 20_000_000_000 }, "mau", "absurdly large", null],
    ["a day that is none", { ...PING, dau_day: "2026-02-30" }, "dau_day", "not a day", null],
    ["a month that begins on the 5th", { ...PING, mau_month: "2026-10-05" }, "mau_month", "first day", null],
    ["users of no month", { ...PING, mau_month: null }, "mau_month", "missing beside mau", null],
    ["a month yet to come", { ...PING, mau_month: "2026-11-01" }, "mau_month", "after the day", null],
    ["a time without a zone", { ...PING, ts: "2026-10-31 23:40:00" }, "ts", "not an instant", null],
    ["a time yet to come", { ...PING, ts: "2027-01-01T00:00:00Z" }, "ts", "in the future", null],
    ["a truth value as text", { ...PING, has_update: "yes" }, "has_update", "not true or false", null],
    ["a list", [PING], "", "not one JSON object", "2026-10-31"],
  ])("%s", async (_what, bad, field, reason, secret) => {
    const good = { ...PING, site_id: "site-good" };
    const folder = await bench.folder({ "update_checks.ndjson": lines([bad, good]) });
    const { files } = await bench.load(folder);
    expect(files).toMatchObject([{ read: 2, loaded: 1, refused: 1, refusals: [{ line: 1, field }] }]);
    expect(files[0]?.refusals[0]?.reason).toContain(reason);
    expect([...bench.numbers.keys()]).toEqual(["site-good"]);
    const [row] = await bench.query("SELECT source, line::INTEGER, field, payload_sha256 FROM quarantine");
    expect(row).toEqual(["update_checks.ndjson", 1, field, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    if (secret !== null) {
      const kept = await bench.query("SELECT * FROM quarantine");
      expect(JSON.stringify([kept, files])).not.toContain(secret);
    }
  });
});

describe("an event is refused when it holds", () => {
  test.each([
    ["an address as anonymous id", { ...EVENT, anonymous_user_id: "ann@corp.example" }, "anonymous_user_id", "e-mail"],
    ["a searched text as name", { ...EVENT, name: "password repo:corp/secret" }, "name", "path"],
    ["a statement as name", { ...EVENT, name: "select(1);" }, "name", "code"],
    ["a URL as name", { ...EVENT, name: "HTTPS://corp.example" }, "name", "URL"],
    ["an argument", { ...EVENT, argument: { query: "x" } }, "argument", "unknown column"],
    ["no insert id", { ...EVENT, insert_id: null }, "insert_id", "missing"],
  ])("%s", async (_what, bad, field, reason) => {
    const folder = await bench.folder({ "events_usage.ndjson": lines([EVENT, bad]) });
    const { files } = await bench.load(folder);
    expect(files).toMatchObject([{ read: 2, loaded: 1, refused: 1, refusals: [{ line: 2, field }] }]);
    expect(files[0]?.refusals[0]?.reason).toContain(reason);
  });
});

describe("NDJSON", () => {
  test("keeps its line numbers over blank, broken, endless and foreign lines", async () => {
    const parts = [
      Buffer.from(lines([PING])),
      Buffer.from('\n  \n{"ts": \n'),
      Buffer.from(`{"site_id":"${"x".repeat(1_200_000)}"}\n`),
      Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d, 0x0a]),
      Buffer.from(JSON.stringify({ ...PING, site_id: "site-b" })),
    ];
    const { files } = await bench.load(await bench.folder({ "update_checks.ndjson": Buffer.concat(parts) }));
    expect(files).toMatchObject([{ read: 5, loaded: 2, refused: 3 }]);
    expect(files[0]?.refusals.map(({ line }) => line)).toEqual([4, 5, 6]);
  });

  test("classifies events: family, client, activity, and who acted", async () => {
    const rows = [
      EVENT,
      { ...EVENT, insert_id: 2, name: "SignInSucceeded" },
      { ...EVENT, insert_id: 3, name: "BrandNewThing", source: "TELEGRAPH" },
      { ...EVENT, insert_id: 4, user_id: 0, anonymous_user_id: "a9", source: "IDEEXTENSION" },
      { ...EVENT, insert_id: 5, user_id: 0, anonymous_user_id: "backend", source: "BACKEND" },
    ];
    await bench.load(await bench.folder({ "events_usage.ndjson": lines(rows) }));
    const kept = "SELECT name, family, client, user_key, counts_as_active FROM event ORDER BY insert_id";
    expect(await bench.query(kept)).toEqual([
      ["hover", "Code navigation", "Web", "1", true],
      ["SignInSucceeded", "Sign-in", "Web", "1", false],
      ["BrandNewThing", "Not classified", "Other", "1", false],
      ["hover", "Code navigation", "IDE extension", "a9", true],
      ["hover", "Code navigation", "Backend", "backend", false],
    ]);
  });
});

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keep } from "./children.mjs";
import { isHalfMade, kindOfData } from "./data.mjs";
import { endAll } from "./ending.mjs";
import { endOrphans, recordProcess, takeFolder } from "./lock.mjs";
import { endProcess, isAlive, sleep, startOf } from "./processes.mjs";
import { placeOf, settle } from "./settings.mjs";

let folder = "";
let place = null;
let other = null;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "candor-launcher-"));
  place = placeOf(path.join(folder, "data"));
  other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
});

afterEach(async () => {
  await endProcess(other.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const lockOf = () => path.join(place.dataDir, "launcher.json");
const writeLock = (pid, start) => writeFileSync(lockOf(), JSON.stringify({ pid, start, url: "http://127.0.0.1:3000" }));

describe("one launcher per data folder", () => {
  test("a folder in use is refused, naming who has it and the way out", () => {
    writeLock(other.pid, startOf(other.pid));
    expect(() => takeFolder(place, "x")).toThrow(new RegExp(`already runs on .*process ${other.pid}.*DATA_DIR`));
  });

  test("a killed launcher's lock is taken over, also when its id went to another process", async () => {
    writeLock(other.pid, "long ago");
    takeFolder(place, "x")();
    writeLock(other.pid, startOf(other.pid));
    await endProcess(other.pid, "SIGKILL");
    const release = takeFolder(place, "x");
    expect(JSON.parse(readFileSync(lockOf(), "utf8")).pid).toBe(process.pid);
    release();
    expect(existsSync(lockOf())).toBe(false);
  });

  test("what a killed launcher left is ended; a process that only has its id is not", async () => {
    recordProcess(place, "warehouse server", other.pid);
    const file = path.join(place.run, "portal.json");
    writeFileSync(file, JSON.stringify({ pid: process.pid, start: "long ago" }));
    await endOrphans(place);
    expect(isAlive(other.pid)).toBe(false);
    expect(existsSync(file)).toBe(false);
  });
});

describe("a process that is kept", () => {
  const program = (file) => [
    "-e",
    `require("fs").appendFileSync(${JSON.stringify(file)}, process.pid + "\\n"); setInterval(() => {}, 1000)`,
  ];
  const pidsIn = (file) => (existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : []);

  test("comes back when it dies, and is gone when everything ends", async () => {
    const file = path.join(folder, "pids");
    await keep(place, {
      name: "server",
      args: program(file),
      env: process.env,
      ready: async () => pidsIn(file).length > 0,
    });
    process.kill(pidsIn(file)[0], "SIGKILL");
    for (let i = 0; i < 100 && pidsIn(file).length < 2; i++) await sleep(50);
    const [, second] = pidsIn(file);
    expect(isAlive(second)).toBe(true);
    await endAll();
    expect(isAlive(second)).toBe(false);
    expect(existsSync(path.join(place.run, "server.json"))).toBe(false);
  });

  test("that never answers stops the start and names its log", async () => {
    const dies = ["-e", "console.error('no model'); process.exit(3)"];
    const started = keep(place, { name: "server", args: dies, env: process.env, ready: async () => false });
    await expect(started).rejects.toThrow(/The server did not start. Its log says why: .*server.log/);
    expect(readFileSync(path.join(place.logs, "server.log"), "utf8")).toContain("no model");
  });
});

describe("modes and data", () => {
  const given = () => ({ DATA_DIR: place.dataDir, PATH: process.env.PATH });
  const markData = (content) => writeFileSync(path.join(place.dataDir, "data.json"), JSON.stringify(content));

  test("demo makes its secret once, for its owner alone, and hands on one address", () => {
    const first = settle(given());
    expect(settle(given()).variables.NEXTAUTH_SECRET).toBe(first.variables.NEXTAUTH_SECRET);
    expect(statSync(path.join(place.dataDir, "secret")).mode & 0o777).toBe(0o600);
    expect(first.variables).toMatchObject({ NEXTAUTH_URL: "http://127.0.0.1:3000", BASE_URL: "http://127.0.0.1:3000" });
  });

  test.each(["DATABASE_URL", "BIGQUERY_PROJECT", "WAREHOUSE_FILE"])("demo refuses %s from the environment", (name) => {
    expect(() => settle({ ...given(), [name]: "postgresql://somewhere/else" })).toThrow(
      new RegExp(`^${name} is set.*CANDOR_MODE`),
    );
  });

  test.each([
    ["production without anything", { CANDOR_MODE: "production" }, /^BASE_URL/],
    ["production without a secret", { CANDOR_MODE: "production", BASE_URL: "https://c.test" }, /^NEXTAUTH_SECRET/],
    ["demo for the world", { BASE_URL: "https://c.test" }, /^BASE_URL/],
    ["demo with Google", { GOOGLE_CLIENT_ID: "id" }, /^GOOGLE_CLIENT_ID/],
  ])("%s stops with the variable's name", (_what, more, sentence) => {
    expect(() => settle({ ...given(), ...more })).toThrow(sentence);
  });

  test("the folder decides what it holds; a contradicting wish stops the start", () => {
    expect(kindOfData(place, null, "demo")).toBe("sample");
    expect(kindOfData(place, "off", "demo")).toBe("own");
    expect(kindOfData(place, null, "production")).toBe("own");
    markData({ kind: "sample", state: "ready" });
    expect(kindOfData(place, null, "demo")).toBe("sample");
    expect(() => kindOfData(place, "off", "demo")).toThrow(/holds sample data.*DATA_DIR/);
    expect(() => kindOfData(place, null, "production")).toThrow(/production refuses.*DATA_DIR/);
  });

  test("sample data that was cut off half-way is known as such", () => {
    expect(isHalfMade(place)).toBe(false);
    markData({ kind: "sample", state: "making" });
    expect(isHalfMade(place)).toBe(true);
    markData({ kind: "sample", state: "ready" });
    expect(isHalfMade(place)).toBe(false);
  });
});

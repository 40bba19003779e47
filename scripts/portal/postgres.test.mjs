import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "./ports.mjs";
import { startPostgres } from "./postgres.mjs";
import { isAlive } from "./processes.mjs";

let folder = "";
let dataDir = "";
let started = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "candor-postgres-"));
  dataDir = path.join(folder, "postgres");
});

afterEach(async () => {
  for (const server of started) await server.stop();
  started = [];
  rmSync(folder, { recursive: true, force: true });
});

async function start(port) {
  const server = await startPostgres({ dataDir, port, durable: false });
  started.push(server);
  return server;
}

/** Another process starts Postgres, for good, and is killed at once. */
async function startAndKillStarter(port) {
  const library = path.resolve("scripts/portal/postgres.mjs");
  const program = `import { startPostgres } from ${JSON.stringify(library)};
    const { pid } = await startPostgres(${JSON.stringify({ dataDir, port })});
    console.log(pid); setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [words] = await new Promise((resolve) => starter.stdout.once("data", (...data) => resolve(data)));
  starter.kill("SIGKILL");
  await new Promise((resolve) => starter.once("exit", resolve));
  return Number(words);
}

test("a Postgres whose launcher was killed is adopted, and ended in the end", async () => {
  const port = await freePort();
  const pid = await startAndKillStarter(port);
  expect(isAlive(pid)).toBe(true);
  const server = await start(port);
  expect(server).toMatchObject({ adopted: true, pid });
  await server.stop();
  expect(isAlive(pid)).toBe(false);
});

test("a folder left half-made is made anew, and the password is for its owner alone", async () => {
  mkdirSync(`${dataDir}.making/base`, { recursive: true });
  writeFileSync(`${dataDir}.making/base/half`, "");
  const server = await start(await freePort());
  expect(server.adopted).toBe(false);
  expect(statSync(`${dataDir}.password`).mode & 0o777).toBe(0o600);
});

test("a pid file that names somebody else's process is stale", async () => {
  const port = await freePort();
  const server = await start(port);
  await server.stop();
  writeFileSync(path.join(dataDir, "postmaster.pid"), `${process.pid}\n${dataDir}\n0\n${port}\n`);
  expect(await start(port)).toMatchObject({ adopted: false });
  expect(isAlive(process.pid)).toBe(true);
});

test("a port that is taken is named, with the variable that moves it", async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise((resolve) => other.listen(port, "127.0.0.1", resolve));
  await expect(start(port)).rejects.toThrow(new RegExp(`Port ${port}.*used by another program.*PG_PORT`));
  await new Promise((resolve) => other.close(resolve));
});

test("a folder of somebody else's is not touched", async () => {
  mkdirSync(dataDir);
  writeFileSync(path.join(dataDir, "thesis.txt"), "mine");
  await expect(start(await freePort())).rejects.toThrow(/is no Postgres folder. Move it away/);
  expect(statSync(path.join(dataDir, "thesis.txt")).size).toBe(4);
});

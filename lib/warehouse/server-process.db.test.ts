import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { systemGrant } from "#lib/access/operation.ts";
import { answerQuestion } from "#lib/explore/service.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { type RegistryDatabase, registryDatabase } from "#lib/testing/registry-database.ts";
import { loadHere, TWENTY_ROWS, warehouseFolder } from "#lib/warehouse/testing/served-folder.ts";
import { refresh } from "#warehouse/refresh/refresh.ts";
import { freePort } from "../../scripts/portal/ports.mjs";

const TOKEN = "only-for-tests-0123456789";
const MAU: Question = {
  ...EMPTY_QUESTION,
  fields: [{ id: "mau" }],
  time: { field: "instance_day.day", grain: "month", range: "2026-09-01 to 2026-11-01" },
};

let registry: RegistryDatabase;
let folder: Awaited<ReturnType<typeof warehouseFolder>>;
let child: ChildProcess;

beforeAll(async () => {
  registry = await registryDatabase();
  folder = await warehouseFolder();
  await loadHere(TWENTY_ROWS, folder.file);
  await refresh(folder.file);
  const port = String(await freePort());
  vi.stubEnv("WAREHOUSE_PORT", port);
  vi.stubEnv("WAREHOUSE_URL", `http://127.0.0.1:${port}`);
  vi.stubEnv("WAREHOUSE_TOKEN", TOKEN);
  vi.stubEnv("WAREHOUSE_FILE", folder.file);
  child = await start();
});

afterAll(async () => {
  child.kill("SIGKILL");
  await folder.end();
  await registry.end();
});

function spawnServer(): ChildProcess {
  const args = ["--conditions=react-server", "scripts/warehouse-server.ts"];
  return spawn(process.execPath, args, {
    env: { ...process.env, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function start(): Promise<ChildProcess> {
  const started = spawnServer();
  for await (const chunk of started.stdout ?? []) if (String(chunk).includes("warehouse server ready")) break;
  return started;
}

async function mau(): Promise<unknown[]> {
  const { rows } = await answerQuestion(systemGrant("test", "metrics.read"), MAU, "explore");
  return rows.map(([, value]) => value);
}

test("the process answers, its death costs one sentence, another one answers", { timeout: 60_000 }, async () => {
  expect(await mau()).toEqual([230, 256]);
  child.kill("SIGKILL");
  await once(child, "exit");
  await expect(mau()).rejects.toMatchObject({ code: "warehouse_unavailable" });
  child = await start();
  expect(await mau()).toEqual([230, 256]);
});

test("a second one finds its port taken and ends", async () => {
  const second = spawnServer();
  expect((await once(second, "exit"))[0]).toBe(1);
});

test("the process ends when it is told to, with code 0", async () => {
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  expect((await exit)[0]).toBe(0);
});

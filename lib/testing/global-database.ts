import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { freePort } from "../../scripts/portal/ports.mjs";
import { startPostgres } from "../../scripts/portal/postgres.mjs";

const TEMPLATE = "candor_template";

declare module "vitest" {
  // Only an interface can be added to.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface ProvidedContext {
    /** Base URL of the tests' Postgres; its database is the migrated template. */
    templateUrl: string;
  }
}

/** One Postgres for all database tests of a run, with a migrated template that each test clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), "candor-test-"));
  const server = await startPostgres({ dataDir: path.join(folder, "pg"), port: await freePort(), durable: false });
  const template = new URL(server.url);
  template.pathname = `/${TEMPLATE}`;
  const end = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    prisma(["migrate", "deploy"], template.href);
    if (!existsSync("lib/db/generated")) prisma(["generate"], template.href);
  } catch (error) {
    await end();
    throw error;
  }
  project.provide("templateUrl", template.href);
  return end;
}

function prisma(words: readonly string[], databaseUrl: string): void {
  const env = { ...process.env, DATABASE_URL: databaseUrl, CHECKPOINT_DISABLE: "1" };
  execFileSync(process.execPath, ["node_modules/prisma/build/index.js", ...words], { env, stdio: "pipe" });
}

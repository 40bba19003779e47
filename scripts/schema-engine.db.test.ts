import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import pg from "pg";
import { expect, test } from "vitest";
import { freshDatabase } from "#lib/testing/database.ts";

const MIGRATIONS = readdirSync("prisma/migrations").filter((name) => /^\d{14}_/.test(name));
const SCHEMA = ["--to-schema", "prisma/schema.prisma", "--exit-code"];

async function prisma(databaseUrl: string, ...words: readonly string[]): Promise<string> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, CHECKPOINT_DISABLE: "1" };
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["node_modules/prisma/build/index.js", ...words], { env });
  return stdout;
}

async function ask(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

test("deploying creates the missing database, and a second time finds nothing to do", async () => {
  const { url, drop } = await freshDatabase();
  await drop();
  expect(await prisma(url, "migrate", "deploy")).toContain("All migrations have been successfully applied");
  expect(await prisma(url, "migrate", "deploy")).toContain("No pending migrations to apply");
  await drop();
});

test("checksums are those of Prisma's own engine: sha256 of the file", async () => {
  const { url, drop } = await freshDatabase();
  const rows = await ask(url, "select migration_name, checksum from _prisma_migrations order by migration_name");
  const own = MIGRATIONS.sort().map((name) => ({
    migration_name: name,
    checksum: createHash("sha256")
      .update(readFileSync(`prisma/migrations/${name}/migration.sql`))
      .digest("hex"),
  }));
  expect(rows).toEqual(own);
  await drop();
});

test("the migrations and the database they make are the schema, and no shadow database stays", async () => {
  const { url, drop } = await freshDatabase();
  const fromFiles = await prisma(url, "migrate", "diff", "--from-migrations", "prisma/migrations", ...SCHEMA);
  expect(fromFiles).toContain("No difference detected");
  const fromDatabase = await prisma(url, "migrate", "diff", "--from-config-datasource", ...SCHEMA);
  expect(fromDatabase).toContain("No difference detected");
  expect(await ask(url, "select datname from pg_database where datname like '%shadow%'")).toEqual([]);
  await drop();
});

test("a server that does not answer is named in words", async () => {
  const nowhere = "postgresql://candor:x@127.0.0.1:1/candor";
  await expect(prisma(nowhere, "migrate", "deploy")).rejects.toThrow(/P1001[\s\S]*Can't reach database server/);
});

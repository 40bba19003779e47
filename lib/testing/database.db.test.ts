import pg from "pg";
import { expect, test } from "vitest";
import { freshDatabase } from "#lib/testing/database.ts";

async function ask(url: string, statement: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return rows;
  } finally {
    await client.end();
  }
}

test("every fresh database is migrated, empty and alone", async () => {
  const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
  await ask(one.url, "create table only_here (n int)");
  expect(await ask(one.url, "select to_regclass('only_here')::text as name")).toEqual([{ name: "only_here" }]);
  expect(await ask(two.url, "select to_regclass('only_here')::text as name")).toEqual([{ name: null }]);
  expect(await ask(two.url, "select to_regclass('_prisma_migrations')::text as name")).not.toEqual([{ name: null }]);
  await Promise.all([one.drop(), two.drop()]);
});

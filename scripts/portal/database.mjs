/** The registry's database: started, guarded, migrated. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { runLogged } from "./children.mjs";
import { atEnd } from "./ending.mjs";
import { startPostgres } from "./postgres.mjs";
import { isAlive } from "./processes.mjs";
import { Stop, say } from "./say.mjs";

const MIGRATIONS = path.join("prisma", "migrations");

/** Starts the embedded Postgres and starts it again should it die. @returns {Promise<string>} its URL */
export async function keepPostgres(place, port) {
  let server = await startPostgres({ dataDir: place.postgres, port });
  let busy = false;
  const guard = setInterval(async () => {
    if (busy || isAlive(server.pid)) return;
    busy = true;
    try {
      say("Postgres ended; starting it again.");
      server = await startPostgres({ dataDir: place.postgres, port: Number(new URL(server.url).port) });
    } catch (error) {
      say(`Postgres did not start: ${error.message}`);
    }
    busy = false;
  }, 1_000);
  atEnd("Postgres", () => {
    clearInterval(guard);
    return server.stop();
  });
  return server.url;
}

/** Brings the schema up to date; a migration that fails stops the start with the way out. */
export async function migrate(place, variables) {
  if (await isUpToDate(variables.DATABASE_URL)) return;
  const args = ["node_modules/prisma/build/index.js", "migrate", "deploy"];
  const failed = await runLogged(place, "migrate", args, variables);
  if (failed === null) return;
  const words = readFileSync(failed, "utf8");
  const name = /`?(\d{14}_\w+)`? (?:migration )?(?:started|failed)|Migration name: (\d{14}_\w+)/.exec(words);
  const which = name?.[1] ?? name?.[2];
  if (which !== undefined) {
    throw new Stop(
      `The migration ${which} failed and the portal does not start on a half-changed schema. Undo what it did (Postgres' words are in ${failed}), then run: npm run warehouse -- resolve ${which}`,
    );
  }
  throw new Stop(`The database could not be brought up to date. The log says why: ${failed}`);
}

/** Whether every migration here, and none else, has been applied as it reads today: then Prisma need not be asked. */
async function isUpToDate(url) {
  const names = readdirSync(MIGRATIONS).filter((name) => existsSync(path.join(MIGRATIONS, name, "migration.sql")));
  const here = names.map((name) => {
    const text = readFileSync(path.join(MIGRATIONS, name, "migration.sql"));
    return `${name} ${createHash("sha256").update(text).digest("hex")}`;
  });
  const applied = await appliedIn(url);
  return applied !== null && applied.sort().join() === here.sort().join();
}

async function appliedIn(url) {
  try {
    return await withDatabase(url, async (client) => {
      const { rows } = await client.query("select * from _prisma_migrations where rolled_back_at is null");
      return rows.map((row) => (row.finished_at === null ? "failed" : `${row.migration_name} ${row.checksum}`));
    });
  } catch {
    return null;
  }
}

async function withDatabase(url, work) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Marks a failed migration as undone, so that the next start runs it again. */
export async function resolveMigration(place, name, variables) {
  if (!/^\d{14}_\w+$/.test(name)) throw new Stop("Say which migration, as the start named it.", 2);
  const args = ["node_modules/prisma/build/index.js", "migrate", "resolve", "--rolled-back", name];
  const failed = await runLogged(place, "resolve", args, variables);
  if (failed !== null) throw new Stop(`That did not work. The log says why: ${failed}`);
  say(`${name} is marked as undone; the next start runs it again.`);
}

/** Removes everything the registry holds: only for sample data that was never finished. */
export async function emptyDatabase(url) {
  const name = new URL(url).pathname.slice(1);
  const admin = new URL(url);
  admin.pathname = "/postgres";
  await withDatabase(admin.href, async (client) => {
    await client.query(`drop database if exists "${name}" with (force)`);
    await client.query(`create database "${name}"`);
  });
}

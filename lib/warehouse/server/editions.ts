import { copyFile, link, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { z } from "zod";
import { log } from "#lib/log.ts";
import type { Edition, EditionLease } from "#lib/warehouse/server/backend.ts";
import { quoted } from "#warehouse/quoted.ts";
import { createTable, TABLE_NAMES, TABLES } from "#warehouse/schema.ts";

type Attached = { readonly edition: Edition; readonly mark: string; leases: number };

const About = z.tuple([z.string(), z.string(), z.boolean(), z.iso.date().nullable(), z.iso.date().nullable()]);

async function markOf(file: string): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  return found === null ? null : [found.ino, found.size, found.mtimeMs].join("/");
}

/** A name of its own for the file as it is now: the engine takes each path only once. */
async function pin(file: string, name: string): Promise<void> {
  await rm(name, { force: true });
  await link(file, name).catch(() => copyFile(file, name));
}

/** The only folder that the engine may read. It holds a file for the moment in which it is attached. */
export function servingFolder(file: string): string {
  return `${path.resolve(file)}.serving`;
}

async function checkTables(connection: DuckDBConnection, alias: string): Promise<void> {
  const wanted = TABLE_NAMES.map((table) => {
    return `SELECT ${Object.keys(TABLES[table]).join(", ")} FROM ${alias}.${table} LIMIT 0`;
  });
  for (const sql of wanted) await connection.run(sql);
}

async function readEdition(connection: DuckDBConnection, alias: string): Promise<Edition> {
  const reader = await connection.runAndReadAll(`
    SELECT data_clock::VARCHAR, data_version, is_sample,
      (SELECT max(day)::VARCHAR FROM ${alias}.instance_day), (SELECT max(day)::VARCHAR FROM ${alias}.event)
    FROM ${alias}.edition`);
  const [dataClock, dataVersion, isSample, lastPing, lastEvent] = About.parse(reader.getRowsJson()[0]);
  return { alias, dataClock, dataVersion, isSample, lastPing, lastEvent, unseenSince: null };
}

async function withConnection<T>(
  instance: DuckDBInstance,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
  }
}

async function attach(connection: DuckDBConnection, file: string, alias: string): Promise<Edition> {
  const name = path.join(servingFolder(file), `${String(process.pid)}-${alias}.duckdb`);
  try {
    await pin(file, name);
    await connection.run(`ATTACH ${quoted(name)} AS ${alias} (READ_ONLY)`);
  } finally {
    await rm(name, { force: true });
  }
  try {
    await checkTables(connection, alias);
    return await readEdition(connection, alias);
  } catch (error) {
    await connection.run(`DETACH ${alias}`);
    throw error;
  }
}

async function attachEmpty(connection: DuckDBConnection, alias: string): Promise<Edition> {
  await connection.run(`ATTACH ':memory:' AS ${alias}`);
  for (const table of TABLE_NAMES) await connection.run(createTable(table, `${alias}.`));
  return {
    alias,
    dataClock: null,
    dataVersion: "empty",
    isSample: false,
    lastPing: null,
    lastEvent: null,
    unseenSince: null,
  };
}

/** The served file, always its newest version; a version is let go when the last question on it is answered. */
export class Editions {
  readonly #instance: DuckDBInstance;
  readonly #file: string;
  #current: Attached | null = null;
  #count = 0;
  #turning: Promise<void> | null = null;
  #refused: string | null = null;

  constructor(instance: DuckDBInstance, file: string) {
    this.#instance = instance;
    this.#file = file;
  }

  async lease(): Promise<EditionLease> {
    this.#turning ??= this.#follow().finally(() => {
      this.#turning = null;
    });
    await this.#turning;
    const attached = this.#current;
    if (attached === null) throw new Error("No edition is attached");
    attached.leases += 1;
    return {
      edition: attached.edition,
      release: () => {
        attached.leases -= 1;
        if (attached.leases === 0 && attached !== this.#current) void this.#detach(attached);
      },
    };
  }

  /** A file that cannot be served is said once; the one before goes on. */
  async #follow(): Promise<void> {
    const mark = await markOf(this.#file);
    const isServed = this.#current !== null && (mark === null || mark === this.#current.mark);
    if (isServed || (mark !== null && mark === this.#refused)) return;
    try {
      await this.#turn(mark);
    } catch (error) {
      this.#refused = mark;
      log.error({ kind: error instanceof Error ? error.name : "unknown" }, "the warehouse file cannot be served");
      if (this.#current === null) await this.#turn(null);
    }
  }

  async #turn(mark: string | null): Promise<void> {
    this.#count += 1;
    const alias = `w_${String(this.#count)}`;
    const edition = await withConnection(this.#instance, (connection) => {
      return mark === null ? attachEmpty(connection, alias) : attach(connection, this.#file, alias);
    });
    const before = this.#current;
    this.#current = { edition, mark: mark ?? "", leases: 0 };
    log.info({ dataVersion: edition.dataVersion, dataClock: edition.dataClock }, "serving");
    if (before?.leases === 0) await this.#detach(before);
  }

  async #detach({ edition }: Attached): Promise<void> {
    try {
      await withConnection(this.#instance, (connection) => connection.run(`DETACH ${edition.alias}`));
    } catch {
      log.warn({ dataVersion: edition.dataVersion }, "an old warehouse file could not be let go");
    }
  }
}

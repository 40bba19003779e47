import { mkdir } from "node:fs/promises";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Backend } from "#lib/warehouse/server/backend.ts";
import { Editions, servingFolder } from "#lib/warehouse/server/editions.ts";
import { Relations } from "#lib/warehouse/server/relations.ts";
import { writeSnapshot } from "#lib/warehouse/server/snapshot-tables.ts";
import { interruptible, runStatement } from "#lib/warehouse/server/statement.ts";
import { quoted } from "#warehouse/quoted.ts";

const AT_ONCE = 4;

/** The settings are fixed before the first question and cannot be changed by one; one folder can be read, no other. */
async function openInstance(memoryLimit: string, readable: string): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "2",
    memory_limit: memoryLimit,
    temp_directory: "",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    allow_unsigned_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET allowed_directories = [${quoted(`${readable}/`)}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
  connection.closeSync();
  return instance;
}

/** DuckDB in memory, with the served file attached and snapshots beside it. */
export async function duckdbBackend(file: string, memoryLimit: string): Promise<Backend> {
  const readable = servingFolder(file);
  await mkdir(readable, { recursive: true });
  const instance = await openInstance(memoryLimit, readable);
  const files = new Editions(instance, file);

  async function connected<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await instance.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  }

  const relations = new Relations(connected);

  return {
    name: "duckdb",
    atOnce: AT_ONCE,
    isParallel: false,
    keep: (schema, snapshot) =>
      connected(async (connection) => {
        relations.forget(schema);
        await connection.run(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
        await writeSnapshot(connection, schema, snapshot);
      }),
    drop: (schema) =>
      connected(async (connection) => {
        relations.forget(schema);
        await connection.run(`DROP SCHEMA "${schema}" CASCADE`);
      }),
    lease: () => files.lease(),
    run: async (asked, ground, _asker, signal) => {
      const { statement, release } = await relations.lease(asked, ground, signal);
      try {
        return await connected(async (connection) => {
          const work = () => runStatement(connection, statement, ground, signal);
          return { rows: await interruptible(connection, signal, work), bytes: null };
        });
      } finally {
        release();
      }
    },
    estimate: () => Promise.resolve(null),
    ready: async () => {
      const { release } = await files.lease();
      release();
    },
    close: () => {
      instance.closeSync();
    },
  };
}

import { mkdir } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Day } from "#lib/consent/model.ts";
import type { Snapshot, SnapshotKey } from "#lib/consent/snapshot-model.ts";
import { AppError } from "#lib/errors.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import { type Clock, dayBefore, type RunResult } from "#lib/warehouse/port.ts";
import { Answers, type Assemble } from "#lib/warehouse/server/answers.ts";
import { type Edition, Editions, servingFolder } from "#lib/warehouse/server/editions.ts";
import { freshnessOf } from "#lib/warehouse/server/freshness.ts";
import { Snapshots } from "#lib/warehouse/server/snapshots.ts";
import { quoted } from "#warehouse/quoted.ts";

/** What the entry script wires in: consent and the semantic layer are not this engine's to know. */
export type EngineParts = {
  readonly file: string;
  readonly memoryLimit: string;
  readonly readSnapshot: (key: SnapshotKey) => Promise<Snapshot>;
  readonly assemble: Assemble;
  readonly today: () => Day;
};

export type Engine = {
  run(query: CompiledQuery, signal: AbortSignal): Promise<RunResult>;
  clock(): Promise<Clock>;
  close(): void;
};

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

function checkClock(query: CompiledQuery, { dataClock }: Edition): void {
  if (dataClock === null || query.dataClock === dataClock) return;
  throw new AppError("conflict", "New data has come in since the question was asked.", {}, { dataClock });
}

/** DuckDB in memory, with the served file attached and snapshots beside it. */
export async function engine(parts: EngineParts): Promise<Engine> {
  const readable = servingFolder(parts.file);
  await mkdir(readable, { recursive: true });
  const instance = await openInstance(parts.memoryLimit, readable);
  const files = new Editions(instance, parts.file);
  const registry = new Snapshots(instance, parts.readSnapshot);
  const answers = new Answers(instance, parts.assemble);

  return {
    async run(query, signal) {
      const { schema, snapshot, release: releaseSnapshot } = await registry.lease(query.snapshot);
      const { edition, release: releaseFile } = await files.lease();
      try {
        checkClock(query, edition);
        return await answers.answer(query, { schema, snapshot, edition }, signal);
      } finally {
        releaseFile();
        releaseSnapshot();
      }
    },
    async clock() {
      const { edition, release } = await files.lease();
      release();
      const today = parts.today();
      const dataClock = edition.dataClock ?? dayBefore(today);
      const isLoaded = edition.dataClock !== null;
      return { dataClock, isLoaded, dataVersion: edition.dataVersion, freshness: freshnessOf(edition, today) };
    },
    close() {
      instance.closeSync();
    },
  };
}

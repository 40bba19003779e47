import { mkdir } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Day } from "#lib/consent/model.ts";
import type { Snapshot, SnapshotKey } from "#lib/consent/snapshot-model.ts";
import { AppError } from "#lib/errors.ts";
import type { Answer } from "#lib/semantic/answer.ts";
import type { RunMeta } from "#lib/semantic/assemble.ts";
import type { CompiledQuery, StatementResult } from "#lib/semantic/compiled.ts";
import { type Clock, dayBefore, type RunResult } from "#lib/warehouse/port.ts";
import { type Edition, Editions, servingFolder } from "#lib/warehouse/server/editions.ts";
import { freshnessFor, freshnessOf } from "#lib/warehouse/server/freshness.ts";
import { Gatekeeper } from "#lib/warehouse/server/gatekeeper.ts";
import { Snapshots } from "#lib/warehouse/server/snapshots.ts";
import { interruptible, runStatement } from "#lib/warehouse/server/statement.ts";
import { quoted } from "#warehouse/quoted.ts";

/** What the entry script wires in: consent and the semantic layer are not this engine's to know. */
export type EngineParts = {
  readonly file: string;
  readonly memoryLimit: string;
  readonly readSnapshot: (key: SnapshotKey) => Promise<Snapshot>;
  readonly assemble: (
    query: CompiledQuery,
    results: readonly StatementResult[],
    snapshot: Snapshot,
    meta: RunMeta,
  ) => { answer: Answer; covered: { hash: string; instanceNos: readonly number[]; accountIds: readonly string[] } };
  readonly today: () => Day;
};

export type Engine = {
  run(query: CompiledQuery, signal: AbortSignal): Promise<RunResult>;
  clock(): Promise<Clock>;
  close(): void;
};

const AT_ONCE = 4;
const WAITING = 64;

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

async function runStatements(
  instance: DuckDBInstance,
  query: CompiledQuery,
  databases: { readonly snapshot: string; readonly warehouse: string },
  signal: AbortSignal,
): Promise<StatementResult[]> {
  const connection = await instance.connect();
  try {
    return await interruptible(connection, signal, async () => {
      const results: StatementResult[] = [];
      for (const statement of query.statements) {
        results.push(await runStatement(connection, statement, databases, signal));
      }
      return results;
    });
  } finally {
    connection.closeSync();
  }
}

function resultOf({ answer, covered }: ReturnType<EngineParts["assemble"]>): RunResult {
  const { hash, instanceNos, accountIds } = covered;
  return { answer, covered: { hash, instanceNos: [...instanceNos], accountIds: [...accountIds] } };
}

/** DuckDB in memory, with the served file attached and snapshots beside it. */
export async function engine(parts: EngineParts): Promise<Engine> {
  const readable = servingFolder(parts.file);
  await mkdir(readable, { recursive: true });
  const instance = await openInstance(parts.memoryLimit, readable);
  const files = new Editions(instance, parts.file);
  const registry = new Snapshots(instance, parts.readSnapshot);
  const gate = new Gatekeeper(AT_ONCE, WAITING);

  async function answer(query: CompiledQuery, signal: AbortSignal): Promise<RunResult> {
    const { schema, snapshot, release: releaseSnapshot } = await registry.lease(query.snapshot);
    const { edition, release: releaseFile } = await files.lease();
    try {
      checkClock(query, edition);
      const started = performance.now();
      const databases = { snapshot: `memory."${schema}"`, warehouse: edition.alias };
      const results = await runStatements(instance, query, databases, signal);
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const freshness = freshnessFor(query.tables, edition, query.snapshot.consentToday);
      return resultOf(parts.assemble(query, results, snapshot, { engine: "duckdb", ms, bytes: null, freshness }));
    } finally {
      releaseFile();
      releaseSnapshot();
    }
  }

  return {
    async run(query, signal) {
      const leave = await gate.enter(signal);
      return await answer(query, signal).finally(leave);
    },
    async clock() {
      const { edition, release } = await files.lease();
      release();
      const today = parts.today();
      const dataClock = edition.dataClock ?? dayBefore(today);
      return { dataClock, dataVersion: edition.dataVersion, freshness: freshnessOf(edition, today) };
    },
    close() {
      instance.closeSync();
    },
  };
}

import type { DuckDBInstance } from "@duckdb/node-api";
import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import type { Answer } from "#lib/semantic/answer.ts";
import type { CoveredSet, RunMeta } from "#lib/semantic/assemble.ts";
import type { CompiledQuery, Statement, StatementResult } from "#lib/semantic/compiled.ts";
import type { RunResult } from "#lib/warehouse/port.ts";
import { Cache, keyOf } from "#lib/warehouse/server/cache.ts";
import type { Edition } from "#lib/warehouse/server/editions.ts";
import { freshnessFor } from "#lib/warehouse/server/freshness.ts";
import { Gatekeeper } from "#lib/warehouse/server/gatekeeper.ts";
import { interruptible, runStatement } from "#lib/warehouse/server/statement.ts";

const AT_ONCE = 4;
const WAITING = 64;
const MOST_KEPT = 64 * 1024 * 1024;

export type Assemble = (
  query: CompiledQuery,
  results: readonly StatementResult[],
  snapshot: Snapshot,
  meta: RunMeta,
) => { answer: Answer; covered: CoveredSet };

/** What a run reads: a snapshot and an edition, both held until it ends. */
export type Ground = { readonly schema: string; readonly snapshot: Snapshot; readonly edition: Edition };

function resultOf({ answer, covered }: ReturnType<Assemble>): RunResult {
  const { hash, instanceNos, accountIds } = covered;
  return { answer, covered: { hash, instanceNos: [...instanceNos], accountIds: [...accountIds] } };
}

type Rows = StatementResult["rows"];
type Known = { readonly kind: "rows"; readonly rows: Rows } | { readonly kind: "answer"; readonly result: RunResult };

/** Roughly what a result takes in memory. */
function bytesOf(known: Known): number {
  if (known.kind === "answer") return JSON.stringify(known.result).length * 2;
  const cells = known.rows.flat();
  return cells.reduce<number>((sum, cell) => sum + (typeof cell === "string" ? cell.length * 2 : 0) + 16, 64);
}

function sayCached({ answer, covered }: RunResult): RunResult {
  return { answer: { ...answer, route: { ...answer.route, cached: true } }, covered };
}

/** Answers compiled questions, each statement and each answer at most once per consent and data. */
export class Answers {
  readonly #instance: DuckDBInstance;
  readonly #assemble: Assemble;
  readonly #gate = new Gatekeeper(AT_ONCE, WAITING);
  readonly #cache = new Cache<Known>(MOST_KEPT, bytesOf);

  constructor(instance: DuckDBInstance, assemble: Assemble) {
    this.#instance = instance;
    this.#assemble = assemble;
  }

  /** The epoch is no part of the key: what it means is the content that `hash` names. */
  async answer(query: CompiledQuery, ground: Ground, signal: AbortSignal): Promise<RunResult> {
    const asked = { ...query, snapshot: query.snapshot.consentToday };
    const key = keyOf("answer", ground.snapshot.hash, ground.edition.alias, asked);
    const { value, isCached } = await this.#cache.get(key, signal, async (running) => {
      return { kind: "answer", result: await this.#work(query, ground, running) };
    });
    if (value.kind !== "answer") throw new Error("An answer has the key of a statement");
    return isCached ? sayCached(value.result) : value.result;
  }

  async #work(query: CompiledQuery, ground: Ground, signal: AbortSignal): Promise<RunResult> {
    const leave = await this.#gate.enter(signal);
    try {
      const started = performance.now();
      const results: StatementResult[] = [];
      for (const statement of query.statements) results.push(await this.#rows(statement, ground, signal));
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const freshness = freshnessFor(query.tables, ground.edition, query.snapshot.consentToday);
      const meta = { engine: "duckdb", ms, bytes: null, freshness } as const;
      return resultOf(this.#assemble(query, results, ground.snapshot, meta));
    } finally {
      leave();
    }
  }

  /** Statements are told apart by what they read and ask, not by the question that they serve. */
  async #rows(statement: Statement, ground: Ground, signal: AbortSignal): Promise<StatementResult> {
    const { name, sql, params } = statement;
    const key = keyOf("rows", ground.snapshot.hash, ground.edition.alias, sql, params);
    const { value } = await this.#cache.get(key, signal, async (running) => {
      return { kind: "rows", rows: await this.#run(statement, ground, running) };
    });
    if (value.kind !== "rows") throw new Error("A statement has the key of an answer");
    return { name, rows: value.rows };
  }

  async #run(statement: Statement, { schema, edition }: Ground, signal: AbortSignal): Promise<Rows> {
    const connection = await this.#instance.connect();
    try {
      const databases = { snapshot: `memory."${schema}"`, warehouse: edition.alias };
      return await interruptible(connection, signal, () => runStatement(connection, statement, databases, signal));
    } finally {
      connection.closeSync();
    }
  }
}

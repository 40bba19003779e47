import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import type { Answer, NotCovered } from "#lib/semantic/answer.ts";
import type { CoveredSet, RunMeta } from "#lib/semantic/assemble.ts";
import type { CompiledQuery, Statement, StatementResult } from "#lib/semantic/compiled.ts";
import type { Estimate, RunResult } from "#lib/warehouse/port.ts";
import type { Asker, Backend, Ground, Rows } from "#lib/warehouse/server/backend.ts";
import { Cache, keyOf } from "#lib/warehouse/server/cache.ts";
import { freshnessFor } from "#lib/warehouse/server/freshness.ts";
import { Gatekeeper } from "#lib/warehouse/server/gatekeeper.ts";

const WAITING = 64;
const MOST_KEPT = 64 * 1024 * 1024;

export type Assemble = (
  query: CompiledQuery,
  results: readonly StatementResult[],
  snapshot: Snapshot,
  meta: RunMeta,
) => { answer: Answer; covered: CoveredSet; names: NotCovered[] | null };

function resultOf({ answer, covered, names }: ReturnType<Assemble>): RunResult {
  const { hash, instanceNos, accountIds } = covered;
  return { answer, covered: { hash, instanceNos: [...instanceNos], accountIds: [...accountIds] }, names };
}

type Known = ({ readonly kind: "rows" } & Rows) | { readonly kind: "answer"; readonly result: RunResult };

/** Roughly what a result takes in memory. */
function bytesOf(known: Known): number {
  if (known.kind === "answer") return JSON.stringify(known.result).length * 2;
  const cells = known.rows.flat();
  return cells.reduce<number>((sum, cell) => sum + (typeof cell === "string" ? cell.length * 2 : 0) + 16, 64);
}

/** What is kept may be older than what the engine would say now, where it cannot be asked. */
function sayCached({ answer, ...rest }: RunResult, { edition }: Ground): RunResult {
  const notices = edition.unseenSince === null ? answer.notices : [...answer.notices, ageOf(edition.unseenSince)];
  return { answer: { ...answer, notices, route: { ...answer.route, cached: true } }, ...rest };
}

function ageOf(instant: string): string {
  const [day = "", time = ""] = instant.split("T");
  return `The warehouse does not answer now. This is what it said up to ${day} ${time.slice(0, 5)} UTC, under the consent of this moment.`;
}

/** Answers compiled questions, each statement and each answer at most once per consent and data. */
export class Answers {
  readonly #backend: Backend;
  readonly #assemble: Assemble;
  readonly #gate: Gatekeeper;
  readonly #cache = new Cache<Known>(MOST_KEPT, bytesOf);

  constructor(backend: Backend, assemble: Assemble) {
    this.#backend = backend;
    this.#assemble = assemble;
    this.#gate = new Gatekeeper(backend.atOnce, WAITING);
  }

  /** The epoch is no part of the key: what it means is the content that `hash` names. */
  async answer(query: CompiledQuery, ground: Ground, asker: Asker, signal: AbortSignal): Promise<RunResult> {
    const asked = { ...query, snapshot: query.snapshot.consentToday };
    const key = keyOf("answer", ground.snapshot.hash, ground.edition.alias, asked);
    const { value, isCached } = await this.#cache.get(key, signal, async (running) => {
      return { kind: "answer", result: await this.#work(query, ground, asker, running) };
    });
    if (value.kind !== "answer") throw new Error("An answer has the key of a statement");
    return isCached ? sayCached(value.result, ground) : value.result;
  }

  /** What a run would read at most. */
  async estimate(query: CompiledQuery, ground: Ground, asker: Asker, signal: AbortSignal): Promise<Estimate> {
    const each = query.statements.map((statement) => this.#backend.estimate(statement, ground, asker, signal));
    return { bytes: sum(await Promise.all(each)) };
  }

  async #work(query: CompiledQuery, ground: Ground, asker: Asker, signal: AbortSignal): Promise<RunResult> {
    const leave = await this.#gate.enter(signal);
    try {
      const started = performance.now();
      const found = await this.#all(query.statements, (statement) => this.#rows(statement, ground, asker, signal));
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const freshness = freshnessFor(query.tables, ground.edition, query.snapshot.consentToday);
      const meta = { engine: this.#backend.name, ms, bytes: sum(found.map(({ bytes }) => bytes)), freshness };
      return resultOf(this.#assemble(query, found, ground.snapshot, meta));
    } finally {
      leave();
    }
  }

  async #all<T>(statements: readonly Statement[], work: (statement: Statement) => Promise<T>): Promise<T[]> {
    if (this.#backend.isParallel) return await Promise.all(statements.map(work));
    const results: T[] = [];
    for (const statement of statements) results.push(await work(statement));
    return results;
  }

  /** Statements are told apart by what they read and ask, not by the question that they serve. */
  async #rows(
    statement: Statement,
    ground: Ground,
    asker: Asker,
    signal: AbortSignal,
  ): Promise<StatementResult & Rows> {
    const { name, sql, params } = statement;
    const key = keyOf("rows", ground.snapshot.hash, ground.edition.alias, sql, params);
    const { value, isCached } = await this.#cache.get(key, signal, async (running) => {
      return { kind: "rows", ...(await this.#backend.run(statement, ground, asker, running)) };
    });
    if (value.kind !== "rows") throw new Error("A statement has the key of an answer");
    return { name, rows: value.rows, bytes: isCached && value.bytes !== null ? 0 : value.bytes };
  }
}

function sum(bytes: readonly (number | null)[]): number | null {
  const known = bytes.filter((one) => one !== null);
  return known.length === 0 ? null : known.reduce((all, one) => all + one, 0);
}

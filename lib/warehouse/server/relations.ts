import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import type { SharedRelation, Statement } from "#lib/semantic/compiled.ts";
import type { Ground } from "#lib/warehouse/server/backend.ts";
import { bindable, interruptible, placeIn } from "#lib/warehouse/server/statement.ts";

type Connected = <T>(work: (connection: DuckDBConnection) => Promise<T>) => Promise<T>;
type Kept = {
  readonly schema: string;
  readonly table: string;
  readonly made: Promise<number>;
  leases: number;
  usedAt: number;
};

/** Rows of all tables that are kept while nobody reads them. */
const MOST_ROWS = 3_000_000;

const Count = z.tuple([z.tuple([z.coerce.number()])]);

export type RelationLease = { readonly statement: Statement; readonly release: () => void };

/**
 * What many statements have in common, as tables beside the snapshot that they were read under: made once for each
 * snapshot and edition, whoever asks first; the ones that were asked for longest ago are let go.
 */
export class Relations {
  readonly #connected: Connected;
  readonly #kept = new Map<string, Kept>();
  readonly #most: number;
  #uses = 0;

  constructor(connected: Connected, most = MOST_ROWS) {
    this.#connected = connected;
    this.#most = most;
  }

  /** The statement with the tables' names in place of its shared relations; they stay until `release`. */
  async lease(statement: Statement, ground: Ground, signal: AbortSignal): Promise<RelationLease> {
    const held: Kept[] = [];
    const release = (): void => {
      for (const one of held) one.leases -= 1;
    };
    let { sql } = statement;
    try {
      for (const relation of statement.shared) {
        const one = await this.#hold(relation, ground, signal);
        held.push(one);
        sql = sql.replaceAll(`{{shared:${relation.id}}}`, () => `memory."${one.schema}"."${one.table}"`);
      }
    } catch (error) {
      release();
      throw error;
    }
    return { statement: { ...statement, sql, shared: [] }, release };
  }

  /** To be called when a snapshot's schema goes: its tables go with it. */
  forget(schema: string): void {
    for (const [name, one] of this.#kept) if (one.schema === schema) this.#kept.delete(name);
  }

  async #hold(relation: SharedRelation, ground: Ground, signal: AbortSignal): Promise<Kept> {
    const name = [ground.schema, ground.edition.alias, relation.id].join("/");
    for (;;) {
      const known = this.#kept.get(name);
      const one = known ?? this.#make(name, relation, ground, signal);
      one.leases += 1;
      this.#uses += 1;
      one.usedAt = this.#uses;
      try {
        await one.made;
        if (known === undefined) await this.#evict();
        return one;
      } catch (error) {
        one.leases -= 1;
        if (this.#kept.get(name) === one) this.#kept.delete(name);
        // Who asked first may have gone; whoever still waits makes it again.
        if (known === undefined || signal.aborted) throw error;
      }
    }
  }

  #make(name: string, { id, sql, params }: SharedRelation, ground: Ground, signal: AbortSignal): Kept {
    const { schema, edition } = ground;
    const table = `r_${id}_${edition.alias}`;
    const { values, types } = bindable(params);
    const made = this.#connected((connection) =>
      interruptible(connection, signal, async () => {
        const text = `CREATE OR REPLACE TABLE memory."${schema}"."${table}" AS ${placeIn(sql, ground)}`;
        const reader = await connection.runAndReadAll(text, values, types);
        const [[rows]] = Count.parse(reader.getRowsJson());
        return rows;
      }),
    );
    const one = { schema, table, made, leases: 0, usedAt: 0 };
    this.#kept.set(name, one);
    return one;
  }

  async #evict(): Promise<void> {
    const all = await Promise.all([...this.#kept].map(async ([name, one]) => ({ name, one, rows: await rowsOf(one) })));
    let rows = all.reduce((sum, each) => sum + each.rows, 0);
    const idle = all.filter(({ one }) => one.leases === 0).sort((a, b) => a.one.usedAt - b.one.usedAt);
    for (const each of idle) {
      if (rows <= this.#most) return;
      if (each.one.leases > 0 || this.#kept.get(each.name) !== each.one) continue;
      this.#kept.delete(each.name);
      rows -= each.rows;
      await this.#connected((connection) =>
        connection.run(`DROP TABLE IF EXISTS memory."${each.one.schema}"."${each.one.table}"`),
      );
    }
  }
}

function rowsOf({ made }: Kept): Promise<number> {
  return made.catch(() => 0);
}

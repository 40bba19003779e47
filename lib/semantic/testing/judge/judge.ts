import type { CompiledQuery, Statement, StatementResult } from "#lib/semantic/compiled.ts";
import type { Model } from "#lib/semantic/model.ts";
import type { Question } from "#lib/semantic/question.ts";
import type { CompileContext } from "#lib/semantic/resolved.ts";
import type { Duck } from "#lib/semantic/testing/duck.ts";
import { columnFaults, differenceOf } from "#lib/semantic/testing/judge/compare.ts";
import { type Asked, compiledAsked } from "#lib/semantic/testing/judge/corpus.ts";
import { fillWorld } from "#lib/semantic/testing/judge/fill.ts";
import { lintBigQuery } from "#lib/semantic/testing/judge/lint.ts";
import { loadedTables, placed } from "#lib/semantic/testing/judge/place.ts";
import { type ZetaParam, ZetaSql, ZetaSqlError } from "#lib/semantic/testing/judge/zetasql.ts";
import type { World } from "#lib/semantic/testing/world.ts";

export type Tally = {
  /** Different texts that were analysed. */
  texts: number;
  /** Statements that were run on both engines, and the rows that were compared. */
  runs: number;
  rows: number;
  /** Texts whose functions the reference engine does not have, with its words. */
  readonly notRun: string[];
  readonly faults: string[];
};

/** A statement for ZetaSQL with what DuckDB answers to the same question. */
export type Prepared = {
  readonly sql: string;
  readonly params: readonly ZetaParam[];
  readonly expected: StatementResult;
  readonly catalogue: string;
};

const NOT_EXECUTABLE = /not (yet )?(implemented|supported)|unimplemented|unsupported/i;

export type Loaded = { readonly name: string; readonly world: World; readonly catalogue: string };

/** Compares what is written for BigQuery with what DuckDB is asked, by Google's analyser and reference engine. */
export class Judge {
  readonly tally: Tally = { texts: 0, runs: 0, rows: 0, notRun: [], faults: [] };
  private readonly model: Model;
  readonly duck: Duck;
  readonly zeta: ZetaSql;
  private readonly seen = new Set<string>();

  private constructor(model: Model, duck: Duck, zeta: ZetaSql) {
    this.model = model;
    this.duck = duck;
    this.zeta = zeta;
  }

  static async open(model: Model, duck: Duck): Promise<Judge> {
    return new Judge(model, duck, await ZetaSql.open());
  }

  close(): void {
    this.zeta.close();
  }

  /** Loads a world into both engines, with all of the schema: ZetaSQL gets what lies in DuckDB. */
  async load(name: string, world: World): Promise<Loaded> {
    await this.duck.load(name, world);
    const existing = new Map<string, ReadonlySet<string>>();
    for (const table of await this.duck.tables(name)) {
      const { columns } = await this.duck.table(name, table);
      existing.set(table, new Set(columns.map((column) => column.name)));
    }
    for (const sql of fillWorld(name, existing, this.model)) await this.duck.change(sql);
    return { name, world, catalogue: await this.zeta.load(await loadedTables(this.duck, name)) };
  }

  /** Analyses every statement of the questions once per text: rules, grammar, names and types. */
  async analyse(asked: readonly Asked[], loaded: Loaded): Promise<void> {
    await Promise.all(
      asked.map(async ({ name, question }) => {
        const query = compiledAsked(this.model, question, contextOf(loaded.world, "bigquery"));
        for (const statement of query?.statements ?? []) {
          if (query === null || this.seen.has(statement.sql)) continue;
          this.seen.add(statement.sql);
          await this.analyseOne(name, query, statement, loaded);
        }
      }),
    );
  }

  private async analyseOne(name: string, query: CompiledQuery, statement: Statement, loaded: Loaded): Promise<void> {
    const fault = (words: string) => this.tally.faults.push(`${name}, ${statement.name}: ${words}`);
    const { sql, params } = placed(statement, loaded.world.snapshot);
    this.tally.texts++;
    for (const words of lintBigQuery(sql, new Set(params.map((param) => param.name)))) fault(words);
    try {
      const columns = await this.zeta.analyse(
        loaded.catalogue,
        sql,
        params.map(({ name: place, type }) => ({ name: place, type })),
      );
      for (const words of columnFaults(query, statement, columns)) fault(words);
    } catch (error) {
      if (!(error instanceof ZetaSqlError)) throw error;
      fault(`${error.message}\n${sql}`);
    }
  }

  /** The statements of a question with the rows that DuckDB gives; none where the compiler refuses it. */
  async prepare(question: Question, { name, world, catalogue }: Loaded): Promise<Prepared[]> {
    // BigQuery reads the rows themselves; that rollups say the same is proven elsewhere.
    const mine = compiledAsked(this.model, { ...question, no_rollup: true }, contextOf(world, "duckdb"));
    const theirs = compiledAsked(this.model, question, contextOf(world, "bigquery"));
    if (mine === null || theirs === null) return [];
    const results = await this.duck.run(name, mine);
    return theirs.statements.map((statement, index) => {
      const expected = results[index];
      if (expected?.name !== statement.name) throw new Error("the engines are asked different statements");
      return { ...placed(statement, world.snapshot), expected, catalogue };
    });
  }

  /** What ZetaSQL answers otherwise than DuckDB; null where there is nothing. */
  async difference({ sql, params, expected, catalogue }: Prepared): Promise<string | null> {
    try {
      const { columns, rows } = await this.zeta.run(catalogue, sql, params);
      this.tally.runs++;
      this.tally.rows += rows.length;
      return differenceOf(expected, columns, rows);
    } catch (error) {
      if (!(error instanceof ZetaSqlError)) throw error;
      if (!NOT_EXECUTABLE.test(error.message)) return error.message;
      this.tally.notRun.push(error.message);
      return null;
    }
  }
}

export function contextOf({ snapshot, dataClock }: World, engine: CompileContext["engine"]): CompileContext {
  return { engine, snapshot: snapshot.key, dataClock, permissions: new Set() };
}

import {
  DATE,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDateValue,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from "@duckdb/node-api";
import { AppError } from "#lib/errors.ts";
import type { Cell } from "#lib/semantic/answer.ts";
import type { Param, Statement, StatementResult } from "#lib/semantic/compiled.ts";
import type { Ground } from "#lib/warehouse/server/backend.ts";

const MOST_ROWS = 500_000;
const MS_PER_DAY = 86_400_000;
const STEP_MS = 20;

function bound(param: Param): { value: DuckDBValue; type: DuckDBType } {
  switch (param.type) {
    case "string":
      return { value: param.value, type: VARCHAR };
    case "number":
      return { value: param.value, type: DOUBLE };
    case "date":
      return { value: new DuckDBDateValue(Date.parse(`${param.value}T00:00:00Z`) / MS_PER_DAY), type: DATE };
  }
}

/** Values and types as the engine takes them. */
export function bindable(params: readonly Param[]): { values: DuckDBValue[]; types: DuckDBType[] } {
  const all = params.map(bound);
  return { values: all.map(({ value }) => value), types: all.map(({ type }) => type) };
}

/** The text with the names of the snapshot and of the served file. */
export function placeIn(sql: string, { schema, edition }: Pick<Ground, "schema" | "edition">): string {
  return sql.replaceAll("{{snapshot}}", `memory."${schema}"`).replaceAll("{{warehouse}}", edition.alias);
}

function cell(value: unknown): Cell {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  if (value === null || value === undefined) return null;
  throw new Error("A statement gave a column that is not text, a number or a truth value");
}

function tooLarge(): AppError {
  return new AppError("too_large", "The answer has too many rows. Choose a coarser grain or fewer fields.");
}

/** Runs `work` and interrupts the engine as soon as `signal` says so, also between two statements. */
export async function interruptible<T>(
  connection: DuckDBConnection,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const timers: NodeJS.Timeout[] = [];
  const interrupt = (): void => {
    connection.interrupt();
    timers.push(
      setInterval(() => {
        connection.interrupt();
      }, STEP_MS),
    );
  };
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    signal.throwIfAborted();
    return await work();
  } finally {
    signal.removeEventListener("abort", interrupt);
    for (const timer of timers) clearInterval(timer);
  }
}

/** The rows of one statement, whose shared relations have their names already. */
export async function runStatement(
  connection: DuckDBConnection,
  { sql, params }: Statement,
  ground: Pick<Ground, "schema" | "edition">,
  signal: AbortSignal,
): Promise<StatementResult["rows"]> {
  signal.throwIfAborted();
  const { values, types } = bindable(params);
  const result = await connection.stream(placeIn(sql, ground), values, types);
  const rows: Cell[][] = [];
  for await (const some of result.yieldRowsJs()) {
    signal.throwIfAborted();
    for (const row of some) rows.push(row.map(cell));
    if (rows.length > MOST_ROWS) throw tooLarge();
  }
  return rows;
}

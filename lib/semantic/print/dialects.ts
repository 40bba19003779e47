import { BIGQUERY } from "#lib/semantic/print/bigquery-dialect.ts";
import type { Dialect, Engine } from "#lib/semantic/print/dialect.ts";
import { DUCKDB } from "#lib/semantic/print/duckdb-dialect.ts";

export const DIALECTS: Readonly<Record<Engine, Dialect>> = { duckdb: DUCKDB, bigquery: BIGQUERY };

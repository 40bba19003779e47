/** The process that owns the warehouse engine; the launcher starts it, and starts it again when it dies. */
import { readSnapshot } from "#lib/consent/snapshot.ts";
import { disconnect } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { assemble } from "#lib/semantic/assemble.ts";
import { revive } from "#lib/semantic/compiled.ts";
import { ModelError } from "#lib/semantic/model-file.ts";
import { SettingError } from "#lib/setting-error.ts";
import { bigQueryApi } from "#lib/warehouse/bigquery/api.ts";
import { type BigQueryParts, bigQueryBackend } from "#lib/warehouse/bigquery/backend.ts";
import { checkTables } from "#lib/warehouse/bigquery/check.ts";
import { bigQueryParts } from "#lib/warehouse/bigquery/settings.ts";
import type { Backend } from "#lib/warehouse/server/backend.ts";
import { duckdbBackend } from "#lib/warehouse/server/duckdb.ts";
import { engine } from "#lib/warehouse/server/engine.ts";
import { warehouseServer } from "#lib/warehouse/server/http.ts";

const MEMORY_LIMIT = "1GB";

/** What is in the way of the mapping, a sentence each; with the tables as they are, the server starts all the same. */
async function sayFaults({ connection, mapping }: BigQueryParts): Promise<void> {
  try {
    for (const fault of await checkTables(bigQueryApi(connection), mapping)) log.error(fault);
  } catch (error) {
    log.error({ detail: error instanceof Error ? error.message : "" }, "the tables in BigQuery could not be checked");
  }
}

async function backendOf(today: () => string): Promise<Backend> {
  const { file, bigquery } = env().warehouse;
  if (bigquery === null) return await duckdbBackend(file, MEMORY_LIMIT);
  const parts = bigQueryParts(bigquery, today);
  void sayFaults(parts);
  return bigQueryBackend(parts);
}

async function main(): Promise<void> {
  const { warehouse, today } = env();
  const now = (): string => today ?? new Date().toISOString().slice(0, 10);
  if (warehouse.token === "") throw new SettingError("WAREHOUSE_TOKEN", "is set by the launcher: use npm start.");
  const heart = engine({
    backend: await backendOf(now),
    readSnapshot,
    assemble,
    today: now,
  });
  const server = warehouseServer({
    engine: heart,
    token: warehouse.token,
    revive,
    onFatal: () => setTimeout(() => process.exit(1), 100),
  });
  server.on("error", (error: NodeJS.ErrnoException) => {
    const why =
      error.code === "EADDRINUSE" ? `Port ${String(warehouse.port)} is taken; set WAREHOUSE_PORT.` : error.message;
    log.fatal(why);
    process.exit(1);
  });
  server.listen(warehouse.port, "127.0.0.1", () => {
    log.info({ port: warehouse.port }, "warehouse server ready");
  });
  const end = (): void => {
    server.close(() => {
      heart.close();
      void disconnect().finally(() => process.exit(0));
    });
    server.closeAllConnections();
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SettingError) && !(error instanceof ModelError)) throw error;
  log.fatal(error.message);
  process.exitCode = 1;
}

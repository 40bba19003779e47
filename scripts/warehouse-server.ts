/** The process that owns the warehouse engine; the launcher starts it, and starts it again when it dies. */
import { readSnapshot } from "#lib/consent/snapshot.ts";
import { disconnect } from "#lib/db/client.ts";
import { env, SettingError } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { assemble } from "#lib/semantic/assemble.ts";
import { revive } from "#lib/semantic/compiled.ts";
import { duckdbBackend } from "#lib/warehouse/server/duckdb.ts";
import { engine } from "#lib/warehouse/server/engine.ts";
import { warehouseServer } from "#lib/warehouse/server/http.ts";

const MEMORY_LIMIT = "1GB";

async function main(): Promise<void> {
  const { warehouse, today } = env();
  if (warehouse.token === "") throw new SettingError("WAREHOUSE_TOKEN", "is set by the launcher: use npm start.");
  const heart = engine({
    backend: await duckdbBackend(warehouse.file, MEMORY_LIMIT),
    readSnapshot,
    assemble,
    today: () => today ?? new Date().toISOString().slice(0, 10),
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
  if (!(error instanceof SettingError)) throw error;
  log.fatal(error.message);
  process.exitCode = 1;
}

import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import { systemGrant } from "#lib/access/operation.ts";
import { readSnapshot } from "#lib/consent/snapshot.ts";
import { accountIds, instanceNumbers, loadRegistry, recordArrivals } from "#lib/customers/store-import.ts";
import { env } from "#lib/env.ts";
import { assemble } from "#lib/semantic/assemble.ts";
import { revive } from "#lib/semantic/compiled.ts";
import { duckdbBackend } from "#lib/warehouse/server/duckdb.ts";
import { engine } from "#lib/warehouse/server/engine.ts";
import { warehouseServer } from "#lib/warehouse/server/http.ts";
import { type LoadSummary, load, type Registry } from "#warehouse/load/load.ts";

export const TWENTY_ROWS = path.resolve("warehouse/testing/twenty-rows");

const TOKEN = "only-for-tests-0123456789";

/** The registry that `db()` means, as a load sees it. */
export function thisRegistry(): Registry {
  const grant = systemGrant("test", "imports.run");
  return {
    loadRegistry: (rows) => loadRegistry(grant, rows),
    numberSites: (siteIds) => instanceNumbers(grant, siteIds),
    findAccounts: (refs) => accountIds(grant, refs),
    recordArrivals: (arrivals) => recordArrivals(grant, arrivals),
  };
}

/** A folder for a warehouse of one's own. */
export async function warehouseFolder(): Promise<{ file: string; end: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "candor-warehouse-"));
  return { file: path.join(folder, "warehouse.duckdb"), end: () => rm(folder, { recursive: true, force: true }) };
}

export function loadHere(folder: string, file: string, today = "2026-11-22"): Promise<LoadSummary> {
  return load(folder, file, thisRegistry(), today, "demo");
}

type Served = {
  readonly port: number;
  /** Answers worked out so far, those from the cache not counted. */
  readonly worked: () => number;
  readonly stop: () => Promise<void>;
};

/** The warehouse server in this process, on a free port; `warehouse()` means it until `stop`. */
export async function serve(file: string, port = 0): Promise<Served> {
  let worked = 0;
  const heart = engine({
    backend: await duckdbBackend(file, "512MB"),
    readSnapshot,
    assemble: (...run) => {
      worked += 1;
      return assemble(...run);
    },
    today: () => env().today ?? new Date().toISOString().slice(0, 10),
  });
  const server = warehouseServer({ engine: heart, token: TOKEN, revive, onFatal: () => undefined });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  vi.stubEnv("WAREHOUSE_URL", `http://127.0.0.1:${String(address.port)}`);
  vi.stubEnv("WAREHOUSE_TOKEN", TOKEN);
  return {
    port: address.port,
    worked: () => worked,
    stop: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      heart.close();
    },
  };
}

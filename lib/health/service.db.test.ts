import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { disconnect } from "#lib/db/client.ts";
import { readiness } from "#lib/health/service.ts";
import { freshDatabase, type TestDatabase } from "#lib/testing/database.ts";

const NOWHERE = "postgresql://candor:x@127.0.0.1:1/candor";
let database: TestDatabase;
const warehouse = createServer((request, response) => {
  const known = request.headers.authorization === "Bearer a-token-of-this-start";
  response.writeHead(known && request.url === "/ready" ? 200 : 401).end();
});

beforeEach(async () => {
  database = await freshDatabase();
  await new Promise<void>((resolve) => warehouse.listen(0, "127.0.0.1", resolve));
  const address = warehouse.address();
  vi.stubEnv("DATABASE_URL", database.url);
  vi.stubEnv("WAREHOUSE_URL", `http://127.0.0.1:${portOf(address)}`);
  vi.stubEnv("WAREHOUSE_TOKEN", "a-token-of-this-start");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await disconnect();
  warehouse.close();
  await database.drop();
});

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

test("the portal is ready when the registry and the warehouse server answer", async () => {
  expect(await readiness()).toEqual({ ready: true, registry: true, warehouse: true });
});

test("without the registry it is not ready, and says which", async () => {
  vi.stubEnv("DATABASE_URL", NOWHERE);
  expect(await readiness()).toEqual({ ready: false, registry: false, warehouse: true });
});

test("with a warehouse server of another start it is not ready, and says which", async () => {
  vi.stubEnv("WAREHOUSE_TOKEN", "a-token-of-another-start");
  expect(await readiness()).toEqual({ ready: false, registry: true, warehouse: false });
});

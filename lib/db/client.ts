import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { env } from "#lib/env.ts";

export type Db = PrismaClient;
/** What a store works with inside `transaction`. */
export type Tx = Prisma.TransactionClient;

const POOL = {
  max: 10,
  connectionTimeoutMillis: 3_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 5_000,
  // Days are UTC days, whatever the server's zone is.
  options: "-c TimeZone=UTC",
} as const;

declare global {
  // One pool per process, also when the development server reloads this module.
  var candorDatabase: Db | undefined;
}

/** A client of its own; the caller ends it with `$disconnect`. */
export function connect(url: string): Db {
  return new PrismaClient({ adapter: new PrismaPg({ ...POOL, connectionString: url }) });
}

/** The process's client of the registry. */
export function db(): Db {
  globalThis.candorDatabase ??= connect(env().databaseUrl);
  return globalThis.candorDatabase;
}

/** Ends the process's client; the next `db()` reads the settings again. */
export async function disconnect(): Promise<void> {
  const client = globalThis.candorDatabase;
  globalThis.candorDatabase = undefined;
  await client?.$disconnect();
}

type TransactionOptions = {
  /** `snapshot`: reads see one moment (REPEATABLE READ). */
  readonly reads?: "latest" | "snapshot";
  readonly timeoutMs?: number;
};

/** All or nothing. */
export function transaction<T>(work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  const { reads = "latest", timeoutMs = 10_000 } = options;
  const { RepeatableRead, ReadCommitted } = Prisma.TransactionIsolationLevel;
  return db().$transaction(work, {
    maxWait: 5_000,
    timeout: timeoutMs,
    isolationLevel: reads === "snapshot" ? RepeatableRead : ReadCommitted,
  });
}

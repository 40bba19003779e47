import type { DuckDBInstance } from "@duckdb/node-api";
import type { Snapshot, SnapshotKey } from "#lib/consent/snapshot-model.ts";
import { AppError } from "#lib/errors.ts";
import { writeSnapshot } from "#lib/warehouse/server/snapshot-tables.ts";

const KEPT = 3;

type Kept = { readonly schema: string; readonly snapshot: Snapshot; leases: number; usedAt: number };

export type SnapshotLease = { readonly schema: string; readonly snapshot: Snapshot; readonly release: () => void };

export type Snapshots = { lease(key: SnapshotKey): Promise<SnapshotLease> };

const nameOf = (key: SnapshotKey): string => `${String(key.epoch)}/${key.consentToday}`;

/** What the registry allowed, per content: built once, kept while it may still be asked for. */
export function snapshots(instance: DuckDBInstance, readSnapshot: (key: SnapshotKey) => Promise<Snapshot>): Snapshots {
  const byHash = new Map<string, Kept>();
  const hashOf = new Map<string, string>();
  const building = new Map<string, Promise<Kept>>();
  let newest: SnapshotKey = { epoch: 0, consentToday: "0000-00-00" };
  let uses = 0;

  async function drop(hash: string, schema: string): Promise<void> {
    byHash.delete(hash);
    for (const [name, known] of hashOf) if (known === hash) hashOf.delete(name);
    const connection = await instance.connect();
    try {
      await connection.run(`DROP SCHEMA "${schema}" CASCADE`);
    } finally {
      connection.closeSync();
    }
  }

  async function evict(): Promise<void> {
    const idle = [...byHash].filter(([, kept]) => kept.leases === 0).sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [hash, { schema }] of idle.slice(0, Math.max(0, byHash.size - KEPT))) await drop(hash, schema);
  }

  async function keep(snapshot: Snapshot): Promise<Kept> {
    const known = byHash.get(snapshot.hash);
    if (known !== undefined) return known;
    const schema = `s_${snapshot.hash.slice(0, 16)}`;
    const connection = await instance.connect();
    try {
      await connection.run(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
      await writeSnapshot(connection, schema, snapshot);
    } finally {
      connection.closeSync();
    }
    const kept = { schema, snapshot, leases: 0, usedAt: uses };
    byHash.set(snapshot.hash, kept);
    return kept;
  }

  async function build(key: SnapshotKey): Promise<Kept> {
    const snapshot = await readSnapshot(key);
    const kept = await keep(snapshot);
    hashOf.set(nameOf(key), snapshot.hash);
    if (isNewer(key, newest)) newest = key;
    return kept;
  }

  /** One build at a time: two keys may have one content. */
  let last: Promise<unknown> = Promise.resolve();
  function coalesced(key: SnapshotKey): Promise<Kept> {
    const name = nameOf(key);
    const running = building.get(name);
    if (running !== undefined) return running;
    const made = last
      .catch(() => null)
      .then(() => build(key))
      .finally(() => building.delete(name));
    last = made;
    building.set(name, made);
    return made;
  }

  return {
    async lease(key) {
      if (isNewer(newest, key)) throw stale(newest);
      const known = byHash.get(hashOf.get(nameOf(key)) ?? "");
      const kept = known ?? (await coalesced(key));
      kept.leases += 1;
      uses += 1;
      kept.usedAt = uses;
      if (byHash.size > KEPT) await evict();
      return {
        schema: kept.schema,
        // A content may be that of several keys; the answer must say the one that was asked for.
        snapshot: { ...kept.snapshot, key },
        release: () => {
          kept.leases -= 1;
        },
      };
    },
  };
}

function isNewer(a: SnapshotKey, b: SnapshotKey): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.consentToday > b.consentToday);
}

function stale(newest: SnapshotKey): AppError {
  return new AppError(
    "conflict",
    "The customer registry has changed since the question was asked.",
    {},
    { epoch: newest.epoch, consentToday: newest.consentToday },
  );
}

import type { Snapshot, SnapshotKey } from "#lib/consent/snapshot-model.ts";
import { AppError } from "#lib/errors.ts";
import type { Backend } from "#lib/warehouse/server/backend.ts";

const KEPT = 3;

type Kept = { readonly schema: string; readonly snapshot: Snapshot; leases: number; usedAt: number };

export type SnapshotLease = { readonly schema: string; readonly snapshot: Snapshot; readonly release: () => void };

const nameOf = (key: SnapshotKey): string => `${String(key.epoch)}/${key.consentToday}`;

/** What the registry allowed, per content: built once, kept while it may still be asked for. */
export class Snapshots {
  readonly #store: Pick<Backend, "keep" | "drop">;
  readonly #read: (key: SnapshotKey) => Promise<Snapshot>;
  readonly #byHash = new Map<string, Kept>();
  readonly #hashOf = new Map<string, string>();
  readonly #building = new Map<string, Promise<Kept>>();
  #newest: SnapshotKey = { epoch: 0, consentToday: "0000-00-00" };
  #last: Promise<unknown> = Promise.resolve();
  #uses = 0;

  constructor(store: Pick<Backend, "keep" | "drop">, read: (key: SnapshotKey) => Promise<Snapshot>) {
    this.#store = store;
    this.#read = read;
  }

  /** Refuses a key older than one that is known already; builds one that is not known yet. */
  async lease(key: SnapshotKey): Promise<SnapshotLease> {
    if (isNewer(this.#newest, key)) throw stale(this.#newest);
    const known = this.#byHash.get(this.#hashOf.get(nameOf(key)) ?? "");
    const kept = known ?? (await this.#coalesced(key));
    kept.leases += 1;
    this.#uses += 1;
    kept.usedAt = this.#uses;
    if (this.#byHash.size > KEPT) await this.#evict();
    return {
      schema: kept.schema,
      // A content may be that of several keys; the answer must say the one that was asked for.
      snapshot: { ...kept.snapshot, key },
      release: () => {
        kept.leases -= 1;
      },
    };
  }

  /** One build at a time: two keys may have one content. */
  #coalesced(key: SnapshotKey): Promise<Kept> {
    const name = nameOf(key);
    const running = this.#building.get(name);
    if (running !== undefined) return running;
    const made = this.#last
      .catch(() => null)
      .then(() => this.#build(key))
      .finally(() => this.#building.delete(name));
    this.#last = made;
    this.#building.set(name, made);
    return made;
  }

  async #build(key: SnapshotKey): Promise<Kept> {
    const snapshot = await this.#read(key);
    const kept = this.#byHash.get(snapshot.hash) ?? (await this.#keep(snapshot));
    this.#hashOf.set(nameOf(key), snapshot.hash);
    if (isNewer(key, this.#newest)) this.#newest = key;
    return kept;
  }

  async #keep(snapshot: Snapshot): Promise<Kept> {
    const schema = `s_${snapshot.hash.slice(0, 16)}`;
    await this.#store.keep(schema, snapshot);
    const kept = { schema, snapshot, leases: 0, usedAt: this.#uses };
    this.#byHash.set(snapshot.hash, kept);
    return kept;
  }

  async #evict(): Promise<void> {
    const idle = [...this.#byHash].filter(([, kept]) => kept.leases === 0).sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [hash, { schema }] of idle.slice(0, this.#byHash.size - KEPT)) await this.#drop(hash, schema);
  }

  async #drop(hash: string, schema: string): Promise<void> {
    this.#byHash.delete(hash);
    for (const [name, known] of this.#hashOf) if (known === hash) this.#hashOf.delete(name);
    await this.#store.drop(schema);
  }
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

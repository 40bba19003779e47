import type { Day } from "#lib/consent/model.ts";
import type { Snapshot, SnapshotKey } from "#lib/consent/snapshot-model.ts";
import { AppError } from "#lib/errors.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import { type Clock, dayBefore, type Estimate, type RunResult } from "#lib/warehouse/port.ts";
import { Answers, type Assemble } from "#lib/warehouse/server/answers.ts";
import type { Asker, Backend, Edition, Ground } from "#lib/warehouse/server/backend.ts";
import { freshnessOf } from "#lib/warehouse/server/freshness.ts";
import { Snapshots } from "#lib/warehouse/server/snapshots.ts";

/** What the entry script wires in: consent and the semantic layer are not this engine's to know. */
export type EngineParts = {
  readonly backend: Backend;
  readonly readSnapshot: (key: SnapshotKey) => Promise<Snapshot>;
  readonly assemble: Assemble;
  readonly today: () => Day;
};

export type Engine = {
  run(query: CompiledQuery, asker: Asker, signal: AbortSignal): Promise<RunResult>;
  estimate(query: CompiledQuery, asker: Asker, signal: AbortSignal): Promise<Estimate>;
  clock(): Promise<Clock>;
  /** Throws while questions cannot be answered. */
  ready(): Promise<void>;
  close(): void;
};

function checkClock(query: CompiledQuery, { dataClock }: Edition): void {
  if (dataClock === null || query.dataClock === dataClock) return;
  throw new AppError("conflict", "New data has come in since the question was asked.", {}, { dataClock });
}

/** The warehouse server's heart: consent and data are held fast while a question runs, whatever engine runs it. */
export function engine({ backend, readSnapshot, assemble, today }: EngineParts): Engine {
  const registry = new Snapshots(backend, readSnapshot);
  const answers = new Answers(backend, assemble);

  async function onGround<T>(query: CompiledQuery, work: (ground: Ground) => Promise<T>): Promise<T> {
    const { schema, snapshot, release: releaseSnapshot } = await registry.lease(query.snapshot);
    try {
      const { edition, release: releaseData } = await backend.lease();
      try {
        checkClock(query, edition);
        return await work({ schema, snapshot, edition });
      } finally {
        releaseData();
      }
    } finally {
      releaseSnapshot();
    }
  }

  return {
    run: (query, asker, signal) => onGround(query, (ground) => answers.answer(query, ground, asker, signal)),
    estimate: (query, asker, signal) => onGround(query, (ground) => answers.estimate(query, ground, asker, signal)),
    async clock() {
      const { edition, release } = await backend.lease();
      release();
      const now = today();
      const dataClock = edition.dataClock ?? dayBefore(now);
      const isLoaded = edition.dataClock !== null;
      return { dataClock, isLoaded, dataVersion: edition.dataVersion, freshness: freshnessOf(edition, now) };
    },
    ready: () => backend.ready(),
    close: () => {
      backend.close();
    },
  };
}

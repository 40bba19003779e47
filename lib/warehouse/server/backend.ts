import type { Day } from "#lib/consent/model.ts";
import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import type { Statement, StatementResult } from "#lib/semantic/compiled.ts";

/** The data as they are served: which version, and up to when their sources reach. */
export type Edition = {
  /** Another name for each version that is served. */
  readonly alias: string;
  /** Null while nothing was ever loaded. */
  readonly dataClock: Day | null;
  readonly dataVersion: string;
  readonly isSample: boolean;
  readonly lastPing: Day | null;
  readonly lastEvent: Day | null;
  /** When it was last seen to be the newest, if it could not be asked now; an instant. */
  readonly unseenSince: string | null;
};

export type EditionLease = { readonly edition: Edition; readonly release: () => void };

/** What a run reads: a snapshot and an edition, both held until it ends. */
export type Ground = { readonly schema: string; readonly snapshot: Snapshot; readonly edition: Edition };

/** Who asks, from where, and how long they wait. */
export type Asker = { readonly labels: Readonly<Record<string, string>>; readonly deadlineMs: number };

export type Rows = { readonly rows: StatementResult["rows"]; readonly bytes: number | null };

/** An engine behind the warehouse server: it runs texts and keeps snapshots. What they mean is not its to know. */
export type Backend = {
  readonly name: "duckdb" | "bigquery";
  /** How many questions run at once, and whether the statements of one may run beside each other. */
  readonly atOnce: number;
  readonly isParallel: boolean;
  /** Puts what the registry allows where a statement can join it, by that name; and takes it away. */
  keep(schema: string, snapshot: Snapshot): Promise<void>;
  drop(schema: string): Promise<void>;
  lease(): Promise<EditionLease>;
  run(statement: Statement, ground: Ground, asker: Asker, signal: AbortSignal): Promise<Rows>;
  /** Bytes that the statement would read at most; null where reading costs nothing. */
  estimate(statement: Statement, ground: Ground, asker: Asker, signal: AbortSignal): Promise<number | null>;
  /** Throws while the engine does not answer. */
  ready(): Promise<void>;
  close(): void;
};

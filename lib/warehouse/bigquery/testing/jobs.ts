import { createHash } from "node:crypto";
import type bigquery from "@google-cloud/bigquery/build/src/types.d.ts";
import type { Scripted } from "#lib/warehouse/bigquery/testing/faults.ts";
import {
  bytesRead,
  type Layout,
  NoPartitionFilter,
  type Scan,
  scansOf,
} from "#lib/warehouse/bigquery/testing/layout.ts";

export type DoubleCell = string | number | boolean | null;
export type DoubleResult = {
  readonly fields: readonly bigquery.ITableFieldSchema[];
  readonly rows: readonly (readonly DoubleCell[])[];
};

/** What answers a text: rows that a test put there, or a real engine. Throws `Refused` for what is wrong in the text. */
export type DoubleEngine = (sql: string, parameters: readonly bigquery.IQueryParameter[]) => Promise<DoubleResult>;

/** A text that BigQuery would not run. */
export class Refused extends Error {
  readonly reason: string;
  constructor(message: string, reason = "invalidQuery") {
    super(message);
    this.reason = reason;
  }
}

export type DoubleJob = {
  readonly id: string;
  readonly location: string;
  readonly sql: string;
  readonly labels: Readonly<Record<string, string>>;
  state: "RUNNING" | "DONE";
  result: DoubleResult | null;
  error: bigquery.IErrorProto | null;
  bytes: number;
  cacheHit: boolean;
  /** Resolves when it ends, however it does. */
  readonly ended: Promise<void>;
  readonly end: () => void;
};

export type JobAsked = {
  readonly id: string;
  readonly location: string;
  readonly sql: string;
  readonly parameters: readonly bigquery.IQueryParameter[];
  readonly labels: Readonly<Record<string, string>>;
  readonly mostBytes: number;
  readonly useCache: boolean;
};

const MINIMUM_PER_TABLE = 10 * 1024 * 1024;

/** The jobs of a double: they run, are charged, cached and stopped. */
export class Jobs {
  readonly #engine: DoubleEngine;
  readonly #cache = new Map<string, DoubleResult>();
  readonly byId = new Map<string, DoubleJob>();
  layout: Layout = new Map();
  /** How many texts were given to the engine. */
  ran = 0;

  constructor(engine: DoubleEngine) {
    this.#engine = engine;
  }

  forgetResults(): void {
    this.#cache.clear();
  }

  start(asked: JobAsked, fault: Scripted | null): DoubleJob {
    const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
    const job: DoubleJob = {
      ...asked,
      state: "RUNNING",
      result: null,
      error: null,
      bytes: 0,
      cacheHit: false,
      ended,
      end: () => {
        job.state = "DONE";
        end(undefined);
      },
    };
    this.byId.set(job.id, job);
    void this.#work(job, asked, fault);
    return job;
  }

  stop(job: DoubleJob): void {
    if (job.state === "DONE") return;
    job.error = { reason: "stopped", message: "Job execution was cancelled: User requested cancellation" };
    job.end();
  }

  /** What the text reads. Throws `Refused` when a partitioned table is read whole. */
  scans({ sql, parameters }: Pick<JobAsked, "sql" | "parameters">): Scan[] {
    try {
      return scansOf(sql, parameters, this.layout);
    } catch (error) {
      if (!(error instanceof NoPartitionFilter)) throw error;
      throw new Refused(`Cannot query over table without a filter over column(s) '${error.message}'`);
    }
  }

  bytes(scans: readonly Scan[]): number {
    return bytesRead(scans, this.layout);
  }

  async result({ sql, parameters }: Pick<JobAsked, "sql" | "parameters">): Promise<DoubleResult> {
    this.ran += 1;
    return await this.#engine(sql, parameters);
  }

  async #work(job: DoubleJob, asked: JobAsked, fault: Scripted | null): Promise<void> {
    if (fault?.kind === "slow") {
      if (fault.ms === Infinity) return;
      await new Promise((resolve) => setTimeout(resolve, fault.ms).unref());
    }
    try {
      if (fault?.kind === "fails") throw new Refused("The job encountered an error during execution", fault.reason);
      const result = await this.#answer(job, asked);
      if (job.state === "RUNNING") job.result = result;
    } catch (error) {
      job.error ??= errorOf(error);
    }
    job.end();
  }

  async #answer(job: DoubleJob, asked: JobAsked): Promise<DoubleResult> {
    const scans = this.scans(asked);
    const key = keyOf(asked);
    const known = asked.useCache ? this.#cache.get(key) : undefined;
    if (known !== undefined) {
      job.cacheHit = true;
      return known;
    }
    job.bytes = this.bytes(scans);
    const tables = new Set(scans.map(({ path }) => path)).size;
    const billed = Math.max(job.bytes, tables * MINIMUM_PER_TABLE);
    if (billed > asked.mostBytes)
      throw new Refused(
        `Query exceeded limit for bytes billed: ${String(asked.mostBytes)}. ${String(billed)} or higher required.`,
        "bytesBilledLimitExceeded",
      );
    const result = await this.result(asked);
    this.#cache.set(key, result);
    return result;
  }
}

/** Texts are told apart by every byte of themselves and of their parameters. */
function keyOf({ sql, parameters }: JobAsked): string {
  return createHash("sha256")
    .update(JSON.stringify([sql, parameters]))
    .digest("hex");
}

export function errorOf(error: unknown): bigquery.IErrorProto {
  if (error instanceof Refused) return { reason: error.reason, message: error.message, location: "query" };
  return { reason: "backendError", message: error instanceof Error ? error.message : String(error) };
}

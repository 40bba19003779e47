import { randomUUID } from "node:crypto";
import { log } from "#lib/log.ts";
import type { Cell } from "#lib/semantic/answer.ts";
import type { Api } from "#lib/warehouse/bigquery/api.ts";
import type { Circuit } from "#lib/warehouse/bigquery/circuit.ts";
import { BigQueryFault, faultOfProto } from "#lib/warehouse/bigquery/faults.ts";
import {
  type Field,
  type JobRequest,
  type JobResource,
  type QueryParameter,
  type QueryRequest,
  type ResultPage,
} from "#lib/warehouse/bigquery/resources.ts";
import { type RetryPlan, retried } from "#lib/warehouse/bigquery/retry.ts";
import { plainRows } from "#lib/warehouse/bigquery/values.ts";

const PAGE_ROWS = 20_000;
const MOST_ROWS = 500_000;
/** How long one call waits for a result; then its job is known by name, polled, and can be stopped. */
export const PATIENCE_MS = 5_000;

export type Asked = {
  readonly sql: string;
  readonly parameters: readonly QueryParameter[];
  readonly labels: Readonly<Record<string, string>>;
  /** Nothing is run, or charged, that would read more. */
  readonly mostBytes: number;
  readonly deadlineMs: number;
  /** `quick` for tiles, which may get along without a job; `job` for what may take long and has to be stopped by name. */
  readonly route: "quick" | "job";
};

export type Ran = {
  readonly fields: readonly Field[];
  readonly rows: readonly (readonly Cell[])[];
  /** What was read; 0 when it came from BigQuery's own cache. */
  readonly bytes: number | null;
};

export type Estimate = NonNullable<NonNullable<JobResource["statistics"]>["query"]>;

type Parts = {
  readonly api: Api;
  readonly circuit: Circuit;
  readonly retries: RetryPlan;
  readonly location: string;
  readonly patienceMs: number;
};

/** `work`, or the reason of giving up; what comes too late is handed over to be put away. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>, late: (value: T) => void): Promise<T> {
  const { promise: gone, reject } = Promise.withResolvers<never>();
  const leave = (): void => {
    reject(new Error("Given up while BigQuery worked"));
    work.then(late, () => undefined);
  };
  signal.addEventListener("abort", leave, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([gone, work]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

function isDuplicate(error: unknown): boolean {
  return error instanceof BigQueryFault && error.reason === "duplicate";
}

function nameOf({ jobReference, queryId }: ResultPage): string | null {
  return jobReference?.jobId ?? queryId ?? null;
}

/** Runs statements: by either route, page by page, stopped when nobody waits any more. Throws `BigQueryFault`. */
export class Runner {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** All rows, or none. */
  async run(asked: Asked, signal: AbortSignal): Promise<Ran> {
    return await this.#parts.circuit.through(() =>
      asked.route === "quick" ? this.#quick(asked, signal) : this.#byJob(asked, signal),
    );
  }

  /** What the statement would read, without running it; free of charge. */
  async dryRun(asked: Asked, signal: AbortSignal): Promise<Estimate> {
    const { circuit, retries, api, location } = this.#parts;
    const request = jobRequest(asked, { location });
    const dry = { ...request, configuration: { ...request.configuration, dryRun: true } };
    return await circuit.through(() =>
      retried(retries, signal, async () => {
        const { status, statistics } = await unlessAborted(signal, api.insert(dry), () => undefined);
        if (status?.errorResult !== undefined) throw faultOfProto(status.errorResult);
        return { ...statistics?.query, totalBytesProcessed: bytesOf(statistics) };
      }),
    );
  }

  /**
   * The same request id as long as nobody knows whether it ran: BigQuery then runs it once. What it said to have failed
   * is a new request.
   */
  async #quick(asked: Asked, signal: AbortSignal): Promise<Ran> {
    const { api, retries, location } = this.#parts;
    const request = quickRequest(asked, { location, timeoutMs: this.#parts.patienceMs });
    let requestId = randomUUID();
    const begin = (): Promise<ResultPage> => {
      return api.query({ ...request, requestId }).catch((error: unknown) => {
        if (error instanceof BigQueryFault && error.reason !== "unreachable") requestId = randomUUID();
        throw error;
      });
    };
    return await retried(retries, signal, async () => {
      const page = await unlessAborted(signal, begin(), (late) => {
        const name = nameOf(late);
        if (!late.jobComplete && name !== null) void this.#stop(name);
      });
      return await this.#collect(page, nameOf(page), signal);
    });
  }

  /** A name of our own for the job: asking again for it finds it, instead of running it twice. */
  async #byJob(asked: Asked, signal: AbortSignal): Promise<Ran> {
    const { retries, location } = this.#parts;
    let jobId = newJobId();
    return await retried(retries, signal, async () => {
      const failure = await this.#start(jobRequest(asked, { location, jobId }), jobId, signal);
      if (failure !== null) {
        jobId = newJobId();
        throw failure;
      }
      const page = await this.#page(jobId, null, signal);
      return await this.#collect(page, jobId, signal);
    });
  }

  /** Begins the job, or attaches to it; what it failed with already, if it did. */
  async #start(request: JobRequest, jobId: string, signal: AbortSignal): Promise<BigQueryFault | null> {
    const { api } = this.#parts;
    const begun = api.insert(request).catch((error: unknown) => {
      if (isDuplicate(error)) return api.job(jobId);
      throw error;
    });
    const { status } = await unlessAborted(signal, begun, () => void this.#stop(jobId));
    return status?.errorResult === undefined ? null : faultOfProto(status.errorResult);
  }

  async #page(jobId: string, pageToken: string | null, signal: AbortSignal): Promise<ResultPage> {
    const asked = { jobId, pageToken, maxResults: PAGE_ROWS, timeoutMs: this.#parts.patienceMs };
    try {
      return await unlessAborted(signal, this.#parts.api.results(asked), () => undefined);
    } catch (error) {
      if (signal.aborted) void this.#stop(jobId);
      throw error;
    }
  }

  /** Waits for the first page and gathers the others; a result that is not whole is no result. */
  async #collect(start: ResultPage, jobId: string | null, signal: AbortSignal): Promise<Ran> {
    let page = start;
    while (!page.jobComplete) page = await this.#page(named(jobId), null, signal);
    const { fields, total, bytes } = headOf(page);
    const rows = plainRows(fields, page.rows);
    while (page.pageToken !== undefined && page.rows.length > 0) {
      page = await this.#page(named(jobId), page.pageToken, signal);
      rows.push(...plainRows(fields, page.rows));
    }
    if (rows.length !== total)
      throw new BigQueryFault("incomplete", `${String(rows.length)} of ${String(total)} rows came`);
    return { fields, rows, bytes };
  }

  async #stop(jobId: string): Promise<void> {
    try {
      await this.#parts.api.cancel(jobId);
    } catch (error) {
      log.warn({ jobId, detail: error instanceof Error ? error.message : "" }, "a BigQuery job could not be stopped");
    }
  }
}

/** What the first page says of the whole. */
function headOf({ errors, schema, totalRows = 0, totalBytesProcessed }: ResultPage): {
  readonly fields: readonly Field[];
  readonly total: number;
  readonly bytes: number | null;
} {
  const [failed] = errors ?? [];
  if (failed !== undefined && schema === undefined) throw faultOfProto(failed);
  if (totalRows > MOST_ROWS) throw new BigQueryFault("responseTooLarge", `${String(totalRows)} rows`);
  return { fields: schema?.fields ?? [], total: totalRows, bytes: totalBytesProcessed ?? null };
}

function named(jobId: string | null): string {
  if (jobId === null) throw new BigQueryFault("incomplete", "more rows than came, and no job to ask for them");
  return jobId;
}

function bytesOf(statistics: JobResource["statistics"]): number | undefined {
  return statistics?.query?.totalBytesProcessed ?? statistics?.totalBytesProcessed;
}

function newJobId(): string {
  return `candor_${randomUUID()}`;
}

const COMMON = { useLegacySql: false, parameterMode: "NAMED", useQueryCache: true } as const;

function quickRequest(asked: Asked, place: { location: string; timeoutMs: number }): QueryRequest {
  return {
    ...COMMON,
    query: asked.sql,
    queryParameters: [...asked.parameters],
    ...place,
    labels: { ...asked.labels },
    maximumBytesBilled: String(asked.mostBytes),
    maxResults: PAGE_ROWS,
    jobTimeoutMs: String(Math.round(asked.deadlineMs)),
    jobCreationMode: "JOB_CREATION_OPTIONAL",
    formatOptions: { useInt64Timestamp: true },
  };
}

function jobRequest(asked: Asked, { location, jobId }: { location: string; jobId?: string }): JobRequest {
  return {
    jobReference: jobId === undefined ? { location } : { location, jobId },
    configuration: {
      labels: { ...asked.labels },
      jobTimeoutMs: String(Math.round(asked.deadlineMs)),
      query: {
        ...COMMON,
        query: asked.sql,
        queryParameters: [...asked.parameters],
        maximumBytesBilled: String(asked.mostBytes),
        priority: "INTERACTIVE",
      },
    },
  };
}

import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type bigquery from "@google-cloud/bigquery/build/src/types.d.ts";
import { errorBody, FaultScript, type Route, type Scripted } from "#lib/warehouse/bigquery/testing/faults.ts";
import {
  type DoubleEngine,
  type DoubleJob,
  errorOf,
  type JobAsked,
  Jobs,
  Refused,
} from "#lib/warehouse/bigquery/testing/jobs.ts";
import type { Layout } from "#lib/warehouse/bigquery/testing/layout.ts";
import {
  insertAsked,
  queryAsked,
  readInsert,
  readQuery,
  readUpload,
  type Seen,
} from "#lib/warehouse/bigquery/testing/requests.ts";
import { jobResource, pageOf } from "#lib/warehouse/bigquery/testing/responses.ts";

const STATUS: Readonly<Record<string, number>> = {
  accessDenied: 403,
  quotaExceeded: 403,
  rateLimitExceeded: 403,
  notFound: 404,
  backendError: 503,
  internalError: 500,
};

class HttpError extends Error {
  readonly status: number;
  readonly reason: string;
  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

type Reply = { readonly status: number; readonly body: object };

export type DoubleSettings = {
  readonly project: string;
  readonly location: string;
  readonly engine: DoubleEngine;
};

const ROUTES: readonly (readonly [Route, string, RegExp])[] = [
  ["upload", "POST", /^\/upload\/bigquery\/v2\/projects\/([^/]+)\/jobs$/],
  ["query", "POST", /^\/bigquery\/v2\/projects\/([^/]+)\/queries$/],
  ["insert", "POST", /^\/bigquery\/v2\/projects\/([^/]+)\/jobs$/],
  ["results", "GET", /^\/bigquery\/v2\/projects\/([^/]+)\/queries\/([^/]+)$/],
  ["cancel", "POST", /^\/bigquery\/v2\/projects\/([^/]+)\/jobs\/([^/]+)\/cancel$/],
  ["job", "GET", /^\/bigquery\/v2\/projects\/([^/]+)\/jobs\/([^/]+)$/],
  ["table", "GET", /^\/bigquery\/v2\/projects\/([^/]+)\/datasets\/([^/]+)\/tables\/([^/]+)$/],
  ["tables", "GET", /^\/bigquery\/v2\/projects\/([^/]+)\/datasets\/([^/]+)\/tables$/],
];

type Call = { readonly route: Route; readonly parts: readonly string[]; readonly url: URL; readonly body: string };

/**
 * BigQuery's REST API (v2) on loopback, for tests: jobs, queries, results by page, dry run, cancelling, the cache flag,
 * bytes from the widths of columns, and faults by script. It knows nothing of prices, rights and slots.
 */
export class BigQueryDouble {
  readonly #settings: DoubleSettings;
  readonly #server: Server;
  readonly #requests = new Map<string, DoubleJob>();
  readonly jobs: Jobs;
  readonly faults = new FaultScript();
  /** Every call that came, in order. */
  readonly seen: Seen[] = [];
  /** The newest rows of each table that was loaded. */
  readonly loaded = new Map<string, { readonly schema: bigquery.ITableSchema; readonly rows: readonly unknown[] }>();

  private constructor(settings: DoubleSettings) {
    this.#settings = settings;
    this.jobs = new Jobs(settings.engine);
    this.#server = createServer((request, response) => {
      void this.#serve(request, response);
    });
  }

  static async open(settings: DoubleSettings): Promise<BigQueryDouble> {
    const double = new BigQueryDouble(settings);
    await new Promise<void>((resolve) => double.#server.listen(0, "127.0.0.1", resolve));
    return double;
  }

  get endpoint(): string {
    const address: AddressInfo | string | null = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The double has no port");
    return `http://127.0.0.1:${String(address.port)}`;
  }

  set layout(layout: Layout) {
    this.jobs.layout = layout;
  }

  /** The calls of one route. */
  calls(route: Route): Seen[] {
    return this.seen.filter((one) => one.route === route);
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8");
    const url = new URL(request.url ?? "/", "http://double");
    const found = ROUTES.find(([, method, path]) => method === request.method && path.test(url.pathname));
    if (found === undefined) {
      send(response, { status: 404, body: errorBody(404, "notFound", `no such call ${url.pathname}`) });
      return;
    }
    const [route, , path] = found;
    const call = { route, parts: (path.exec(url.pathname) ?? []).slice(1), url, body };
    this.seen.push({ route, path: url.pathname, query: Object.fromEntries(url.searchParams), body });
    const fault = this.faults.take(route);
    if (fault?.kind === "reset") request.socket.destroy();
    else if (fault?.kind === "garbage")
      response.writeHead(200, { "content-type": "text/html" }).end("<html>proxy</html>");
    else send(response, await this.#reply(call, fault));
  }

  async #reply(call: Call, fault: Scripted | null): Promise<Reply> {
    try {
      if (fault?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, fault.ms));
      if (fault?.kind === "status") throw new HttpError(fault.status, fault.reason, `by script: ${fault.reason}`);
      return { status: 200, body: await this.#answer(call, fault) };
    } catch (error) {
      if (error instanceof HttpError)
        return { status: error.status, body: errorBody(error.status, error.reason, error.message) };
      const { reason = "", message = "", location } = errorOf(error);
      const status = STATUS[reason] ?? 400;
      return { status, body: errorBody(status, reason, message, location) };
    }
  }

  async #answer(call: Call, fault: Scripted | null): Promise<object> {
    const [project = "", first = "", second = ""] = call.parts;
    if (project !== this.#settings.project && call.route !== "table" && call.route !== "tables")
      throw new HttpError(404, "notFound", `Not found: Project ${project}`);
    switch (call.route) {
      case "query":
        return await this.#query(call.body, fault);
      case "insert":
        return await this.#insert(call.body, fault);
      case "results":
        return await this.#results(first, call.url.searchParams, fault);
      case "job":
        return jobResource(this.#job(first, call.url.searchParams.get("location")), this.#settings.project);
      case "cancel":
        return this.#cancel(first, call.url.searchParams.get("location"));
      case "table":
        return this.#table(`${project}.${first}.${second}`);
      case "tables":
        return this.#tables(project, first);
      case "upload":
        return this.#upload(call.body);
    }
  }

  async #query(body: string, fault: Scripted | null): Promise<object> {
    const request = readQuery(body);
    this.#checkPlace(request.location);
    const known = this.#requests.get(request.requestId);
    const job = known ?? this.jobs.start(queryAsked(request, `job_${randomUUID()}`, this.#settings.location), fault);
    this.#requests.set(request.requestId, job);
    await ended(job, request.timeoutMs);
    if (job.error !== null) throw refusalOf(job.error);
    const isShort = request.jobCreationMode === "JOB_CREATION_OPTIONAL" && job.state === "DONE";
    const page = pageOf(job, { start: 0, most: request.maxResults, project: this.#settings.project, fault });
    if (!isShort || page.pageToken !== undefined) return page;
    const { jobReference: _, ...stateless } = page;
    return { ...stateless, queryId: job.id };
  }

  async #insert(body: string, fault: Scripted | null): Promise<object> {
    const request = readInsert(body);
    this.#checkPlace(request.location);
    const asked = insertAsked(request, this.#settings.location);
    if (request.dryRun) return await this.#dryRun(asked);
    if (this.jobs.byId.has(asked.id))
      throw new HttpError(409, "duplicate", `Already Exists: Job ${this.#settings.project}:${asked.id}`);
    return jobResource(this.jobs.start(asked, fault), this.#settings.project);
  }

  /** Nothing runs but the engine's reading of the text; the job has no id. */
  async #dryRun(asked: JobAsked): Promise<object> {
    const scans = this.jobs.scans(asked);
    const { fields } = await this.jobs.result(asked);
    const tables = [...new Set(scans.map(({ path }) => path))].map((path): bigquery.ITableReference => {
      const [projectId = "", datasetId = "", tableId = ""] = path.split(".");
      return { projectId, datasetId, tableId };
    });
    const bytes = String(this.jobs.bytes(scans));
    const query: bigquery.IJobStatistics2 = {
      statementType: "SELECT",
      referencedTables: tables,
      totalBytesProcessed: bytes,
      totalBytesProcessedAccuracy: "PRECISE",
      cacheHit: false,
      schema: { fields: [...fields] },
    };
    const resource: bigquery.IJob = {
      kind: "bigquery#job",
      jobReference: { projectId: this.#settings.project, location: this.#settings.location },
      status: { state: "DONE" },
      statistics: { totalBytesProcessed: bytes, query },
    };
    return resource;
  }

  async #results(id: string, query: URLSearchParams, fault: Scripted | null): Promise<object> {
    const job = this.#job(id, query.get("location"));
    await ended(job, Number(query.get("timeoutMs") ?? 10_000));
    if (job.error !== null) throw refusalOf(job.error);
    const start = Number(query.get("pageToken") ?? query.get("startIndex") ?? 0);
    const most = query.has("maxResults") ? Number(query.get("maxResults")) : null;
    return pageOf(job, { start, most, project: this.#settings.project, fault });
  }

  #cancel(id: string, location: string | null): object {
    const job = this.#job(id, location);
    this.jobs.stop(job);
    const answer: bigquery.IJobCancelResponse = {
      kind: "bigquery#jobCancelResponse",
      job: jobResource(job, this.#settings.project),
    };
    return answer;
  }

  #table(path: string): object {
    const table = this.jobs.layout.get(path);
    if (table === undefined) throw new HttpError(404, "notFound", `Not found: Table ${path.replace(".", ":")}`);
    return { kind: "bigquery#table", numRows: String(table.rows), ...table.resource };
  }

  #tables(project: string, dataset: string): object {
    const inside = [...this.jobs.layout.keys()].filter((path) => path.startsWith(`${project}.${dataset}.`));
    if (inside.length === 0) throw new HttpError(404, "notFound", `Not found: Dataset ${project}:${dataset}`);
    const list: bigquery.ITableList = {
      kind: "bigquery#tableList",
      totalItems: inside.length,
      tables: inside.map((path) => ({
        tableReference: { projectId: project, datasetId: dataset, tableId: path.split(".")[2] ?? "" },
      })),
    };
    return list;
  }

  #upload(body: string): object {
    const { path, schema, rows } = readUpload(body);
    this.loaded.set(path, { schema, rows });
    const resource: bigquery.IJob = {
      kind: "bigquery#job",
      jobReference: { projectId: this.#settings.project, jobId: "load", location: this.#settings.location },
      status: { state: "DONE" },
    };
    const done = Promise.resolve();
    const asked = { id: "load", location: this.#settings.location, sql: "", labels: {} };
    const end = (): void => undefined;
    this.jobs.byId.set("load", {
      ...asked,
      state: "DONE",
      result: null,
      error: null,
      bytes: 0,
      cacheHit: false,
      ended: done,
      end,
    });
    return resource;
  }

  #job(id: string, location: string | null): DoubleJob {
    this.#checkPlace(location);
    const job = this.jobs.byId.get(id);
    if (job === undefined) throw new HttpError(404, "notFound", `Not found: Job ${this.#settings.project}:${id}`);
    return job;
  }

  #checkPlace(location: string | null): void {
    if (location !== null && location !== this.#settings.location)
      throw new HttpError(404, "notFound", `Not found: Dataset was not found in location ${location}`);
  }
}

async function ended(job: DoubleJob, withinMs: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, withinMs, undefined);
  await Promise.race([job.ended, late]);
  clearTimeout(timer);
}

function refusalOf({ reason = "invalid", message = "" }: bigquery.IErrorProto): Refused {
  return new Refused(message, reason);
}

function send(response: ServerResponse, { status, body }: Reply): void {
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" });
  response.end(JSON.stringify(body));
}

import { finished } from "node:stream/promises";
import { BigQuery, type BigQueryOptions } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";
import type { z } from "zod";
import { isLoopback } from "#lib/setting-error.ts";
import { faultOf } from "#lib/warehouse/bigquery/faults.ts";
import {
  type JobRequest,
  JobResource,
  type QueryRequest,
  ResultPage,
  TableList,
  TableResource,
} from "#lib/warehouse/bigquery/resources.ts";

export type Connection = {
  readonly project: string;
  readonly location: string;
  /** Another address than Google's; on loopback it is spoken to without credentials. */
  readonly endpoint: string | null;
};

export type TablePath = { readonly project: string; readonly dataset: string; readonly table: string };

export type PageRequest = {
  readonly jobId: string;
  readonly maxResults: number;
  readonly timeoutMs: number;
  readonly pageToken: string | null;
};

export type TableRows = {
  readonly path: TablePath;
  readonly schema: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
};

/** The calls of the REST API that the portal makes. Each throws a `BigQueryFault`; none is repeated here. */
export type Api = {
  query(request: QueryRequest): Promise<ResultPage>;
  insert(request: JobRequest): Promise<JobResource>;
  results(page: PageRequest): Promise<ResultPage>;
  job(jobId: string): Promise<JobResource>;
  cancel(jobId: string): Promise<void>;
  table(path: TablePath): Promise<TableResource>;
  tables(project: string, dataset: string): Promise<string[]>;
  /** Replaces the table by these rows, all or nothing. */
  load(table: TableRows): Promise<void>;
};

type Call = {
  readonly method: "GET" | "POST";
  readonly uri: string;
  readonly qs?: Readonly<Record<string, string | number | boolean>>;
  readonly json?: object;
  readonly projectId?: string;
};

/** Retries are our own: the client's do not know reasons such as `rateLimitExceeded`, nor a budget. */
function clientOf({ project, location, endpoint }: Connection): BigQuery {
  const options: BigQueryOptions = { projectId: project, location, retryOptions: { autoRetry: false, maxRetries: 0 } };
  if (endpoint === null) return new BigQuery(options);
  const apiEndpoint = endpoint.replace(/\/+$/, "");
  return isLoopback(endpoint)
    ? new BigQuery({ ...options, apiEndpoint, authClient: new PassThroughClient() })
    : new BigQuery({ ...options, apiEndpoint });
}

const JSON_TYPE = { "content-type": "application/json" } as const;

/** The client copies an object several times over, deeply; a text goes as it is. */
function asText({ json, ...call }: Call) {
  return json === undefined ? call : { ...call, body: JSON.stringify(json), headers: JSON_TYPE };
}

function pageQuery({ maxResults, timeoutMs, pageToken }: PageRequest, location: string): NonNullable<Call["qs"]> {
  const asked = { location, maxResults, timeoutMs, "formatOptions.useInt64Timestamp": true };
  return pageToken === null ? asked : { ...asked, pageToken };
}

async function load(client: BigQuery, location: string, { path, schema, rows }: TableRows): Promise<void> {
  const table = client.dataset(path.dataset, { projectId: path.project }).table(path.table);
  const stream = table.createWriteStream({
    sourceFormat: "NEWLINE_DELIMITED_JSON",
    schema: { fields: schema.map(({ name, type }) => ({ name, type })) },
    writeDisposition: "WRITE_TRUNCATE",
    location,
  });
  const complete = new Promise((resolve) => stream.once("complete", resolve));
  try {
    stream.end(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    await Promise.race([complete, finished(stream).then(() => complete)]);
  } catch (error) {
    throw faultOf(error);
  }
}

/** BigQuery by the official client: its sign-in, its transport. */
export function bigQueryApi(connection: Connection): Api {
  const client = clientOf(connection);
  const { location } = connection;

  function call<S extends z.ZodType>(output: S, request: Call): Promise<z.output<S>> {
    return new Promise((resolve, reject) => {
      client.request(asText(request), (error: unknown, body: unknown) => {
        if (error !== null && error !== undefined) {
          reject(faultOf(error));
          return;
        }
        const parsed = output.safeParse(body);
        if (parsed.success) resolve(parsed.data);
        else reject(faultOf({ message: `not understood: ${parsed.error.message}`, code: 502 }));
      });
    });
  }

  async function tables(project: string, dataset: string): Promise<string[]> {
    const names: string[] = [];
    let pageToken: string | null = null;
    do {
      const qs: NonNullable<Call["qs"]> = { maxResults: 1_000, ...(pageToken === null ? {} : { pageToken }) };
      const uri = `/datasets/${dataset}/tables`;
      const page: z.infer<typeof TableList> = await call(TableList, { method: "GET", uri, qs, projectId: project });
      names.push(...page.tables.map(({ tableReference }) => tableReference.tableId));
      pageToken = page.nextPageToken ?? null;
    } while (pageToken !== null);
    return names;
  }

  return {
    query: (json) => call(ResultPage, { method: "POST", uri: "/queries", json }),
    insert: (json) => call(JobResource, { method: "POST", uri: "/jobs", json }),
    results: (page) =>
      call(ResultPage, { method: "GET", uri: `/queries/${page.jobId}`, qs: pageQuery(page, location) }),
    job: (jobId) => call(JobResource, { method: "GET", uri: `/jobs/${jobId}`, qs: { location } }),
    cancel: async (jobId) => {
      await call(JobResource.partial().loose(), { method: "POST", uri: `/jobs/${jobId}/cancel`, qs: { location } });
    },
    table: ({ project, dataset, table }) =>
      call(TableResource, { method: "GET", uri: `/datasets/${dataset}/tables/${table}`, projectId: project }),
    tables,
    load: (rows) => load(client, location, rows),
  };
}

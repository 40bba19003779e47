import type bigquery from "@google-cloud/bigquery/build/src/types.d.ts";
import type { Scripted } from "#lib/warehouse/bigquery/testing/faults.ts";
import type { DoubleCell, DoubleJob } from "#lib/warehouse/bigquery/testing/jobs.ts";

export type PageAsked = {
  readonly start: number;
  /** Rows at most; 0 gives none and a token to go on by, as BigQuery does. */
  readonly most: number | null;
  readonly project: string;
  readonly fault: Scripted | null;
};

const ALL = 100_000;

export function jobResource(job: DoubleJob, project: string): bigquery.IJob {
  const status: bigquery.IJobStatus = {
    state: job.state,
    ...(job.error === null ? {} : { errorResult: job.error, errors: [job.error] }),
  };
  return {
    kind: "bigquery#job",
    id: `${project}:${job.location}.${job.id}`,
    jobReference: { projectId: project, jobId: job.id, location: job.location },
    configuration: { jobType: "QUERY", labels: { ...job.labels }, query: { query: job.sql } },
    status,
    statistics: {
      totalBytesProcessed: String(job.bytes),
      query: { totalBytesProcessed: String(job.bytes), cacheHit: job.cacheHit, statementType: "SELECT" },
    },
  };
}

function cellOf(value: DoubleCell, fault: Scripted | null): bigquery.ITableCell {
  if (fault?.kind === "wrongTypes") return { v: [{ v: "1" }] };
  return { v: value === null ? null : String(value) };
}

/** A page of a job's result; of one that still runs, only that it does. */
export function pageOf(job: DoubleJob, { start, most, project, fault }: PageAsked): bigquery.IQueryResponse {
  const jobReference = { projectId: project, jobId: job.id, location: job.location };
  const kind = "bigquery#queryResponse";
  if (job.state !== "DONE" || job.result === null) return { kind, jobReference, jobComplete: false };
  const { fields, rows } = job.result;
  const end = start + (most ?? ALL);
  const shown = fault?.kind === "losePage" ? [] : rows.slice(start, end);
  return {
    kind,
    jobReference,
    jobComplete: true,
    schema: { fields: [...fields] },
    rows: shown.map((row): bigquery.ITableRow => ({ f: row.map((cell) => cellOf(cell, fault)) })),
    totalRows: String(rows.length),
    totalBytesProcessed: String(job.bytes),
    cacheHit: job.cacheHit,
    ...(end < rows.length ? { pageToken: String(end) } : {}),
  };
}

import type bigquery from "@google-cloud/bigquery/build/src/types.d.ts";
import { z } from "zod";

/** Reads a resource of the API; the type checker compares the field names with the client's published types. */
function reader<Resource>() {
  return <Shape extends z.core.$ZodLooseShape>(
    shape: Shape & Readonly<Record<Exclude<keyof Shape, keyof Resource>, never>>,
  ): z.ZodObject<Shape> => z.object<Shape>(shape);
}

/** Whole numbers come as text. */
const Whole = z.union([z.string().regex(/^-?\d+$/), z.int()]).transform(Number);

const JobReference = reader<bigquery.IJobReference>()({
  jobId: z.string().optional(),
  location: z.string().optional(),
});

const TableReference = reader<bigquery.ITableReference>()({
  projectId: z.string(),
  datasetId: z.string(),
  tableId: z.string(),
});

const Field = reader<bigquery.ITableFieldSchema>()({
  name: z.string(),
  type: z.string(),
  mode: z.string().optional(),
});
export type Field = z.infer<typeof Field>;

const Schema = reader<bigquery.ITableSchema>()({ fields: z.array(Field).default([]) });

const Row = reader<bigquery.ITableRow>()({
  f: z.array(reader<bigquery.ITableCell>()({ v: z.unknown() })),
});
export type Row = z.infer<typeof Row>;

export const ErrorProto = reader<bigquery.IErrorProto>()({
  reason: z.string().optional(),
  message: z.string().optional(),
  location: z.string().optional(),
});
export type ErrorProto = z.infer<typeof ErrorProto>;

/** What `jobs.query` and `jobs.getQueryResults` answer, as far as both do. */
export const ResultPage = reader<bigquery.IQueryResponse>()({
  jobComplete: z.boolean(),
  jobReference: JobReference.optional(),
  queryId: z.string().optional(),
  schema: Schema.optional(),
  rows: z.array(Row).default([]),
  pageToken: z.string().optional(),
  totalRows: Whole.optional(),
  totalBytesProcessed: Whole.optional(),
  cacheHit: z.boolean().optional(),
  errors: z.array(ErrorProto).optional(),
});
export type ResultPage = z.infer<typeof ResultPage>;

const QueryStatistics = reader<bigquery.IJobStatistics2>()({
  statementType: z.string().optional(),
  referencedTables: z.array(TableReference).optional(),
  referencedRoutines: z.array(z.unknown()).optional(),
  totalBytesProcessed: Whole.optional(),
  totalBytesProcessedAccuracy: z.string().optional(),
  totalPartitionsProcessed: Whole.optional(),
  schema: Schema.optional(),
});

export const JobResource = reader<bigquery.IJob>()({
  jobReference: JobReference.optional(),
  status: reader<bigquery.IJobStatus>()({
    state: z.string().optional(),
    errorResult: ErrorProto.optional(),
  }).optional(),
  statistics: reader<bigquery.IJobStatistics>()({
    query: QueryStatistics.optional(),
    totalBytesProcessed: Whole.optional(),
  }).optional(),
});
export type JobResource = z.infer<typeof JobResource>;

export const TableResource = reader<bigquery.ITable>()({
  schema: Schema.optional(),
  lastModifiedTime: Whole.optional(),
  numRows: Whole.optional(),
  type: z.string().optional(),
  requirePartitionFilter: z.boolean().optional(),
  timePartitioning: reader<bigquery.ITimePartitioning>()({ field: z.string().optional() }).optional(),
});
export type TableResource = z.infer<typeof TableResource>;

export const TableList = reader<bigquery.ITableList>()({
  tables: z.array(z.object({ tableReference: TableReference })).default([]),
  nextPageToken: z.string().optional(),
});

/** What is asked; the names are the client's. */
export type QueryRequest = Pick<
  bigquery.IQueryRequest,
  | "query"
  | "useLegacySql"
  | "parameterMode"
  | "location"
  | "labels"
  | "maximumBytesBilled"
  | "maxResults"
  | "timeoutMs"
  | "jobTimeoutMs"
  | "requestId"
  | "jobCreationMode"
  | "formatOptions"
  | "useQueryCache"
> & { queryParameters: QueryParameter[] };

export type ParameterType = bigquery.IQueryParameterType;

/** The published type leaves out that the value of a parameter may be null. */
export type ParameterValue =
  | { readonly value: string | null }
  | { readonly arrayValues: readonly ParameterValue[] }
  | { readonly structValues: Readonly<Record<string, ParameterValue>> };

export type QueryParameter = {
  readonly name: string;
  readonly parameterType: ParameterType;
  readonly parameterValue: ParameterValue;
};

export type JobRequest = {
  readonly jobReference: bigquery.IJobReference;
  readonly configuration: Pick<bigquery.IJobConfiguration, "labels" | "dryRun" | "jobTimeoutMs"> & {
    readonly query: Pick<
      bigquery.IJobConfigurationQuery,
      "query" | "useLegacySql" | "parameterMode" | "maximumBytesBilled" | "useQueryCache" | "priority"
    > & { queryParameters: QueryParameter[] };
  };
};

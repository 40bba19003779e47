import type bigquery from "@google-cloud/bigquery/build/src/types.d.ts";
import { z } from "zod";
import type { Route } from "#lib/warehouse/bigquery/testing/faults.ts";
import type { JobAsked } from "#lib/warehouse/bigquery/testing/jobs.ts";

/** A call that came. */
export type Seen = {
  readonly route: Route;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
};

/** As the double reads it: a null is the value left out, as the published type has it. */
type ParameterValue = {
  value?: string;
  arrayValues?: ParameterValue[];
  structValues?: Record<string, ParameterValue>;
};
type ParameterType = { type: string; arrayType?: ParameterType; structTypes?: { name: string; type: ParameterType }[] };

type RawValue = {
  readonly value?: string | null | undefined;
  readonly arrayValues?: readonly RawValue[] | undefined;
  readonly structValues?: Readonly<Record<string, RawValue>> | undefined;
};
const RawValue: z.ZodType<RawValue> = z.lazy(() =>
  z.strictObject({
    value: z.string().nullable().optional(),
    arrayValues: z.array(RawValue).optional(),
    structValues: z.record(z.string(), RawValue).optional(),
  }),
);

type RawType = {
  readonly type: string;
  readonly arrayType?: RawType | undefined;
  readonly structTypes?: readonly { readonly name: string; readonly type: RawType }[] | undefined;
};
const RawType: z.ZodType<RawType> = z.lazy(() =>
  z.strictObject({
    type: z.string(),
    arrayType: RawType.optional(),
    structTypes: z.array(z.strictObject({ name: z.string(), type: RawType })).optional(),
  }),
);

function valueOf({ value, arrayValues, structValues }: RawValue): ParameterValue {
  if (arrayValues !== undefined) return { arrayValues: arrayValues.map(valueOf) };
  if (structValues !== undefined)
    return {
      structValues: Object.fromEntries(Object.entries(structValues).map(([name, one]) => [name, valueOf(one)])),
    };
  return value === null || value === undefined ? {} : { value };
}

function typeOf({ type, arrayType, structTypes }: RawType): ParameterType {
  return {
    type,
    ...(arrayType === undefined ? {} : { arrayType: typeOf(arrayType) }),
    ...(structTypes === undefined
      ? {}
      : { structTypes: structTypes.map((one) => ({ name: one.name, type: typeOf(one.type) })) }),
  };
}

const Parameter = z
  .strictObject({ name: z.string(), parameterType: RawType, parameterValue: RawValue })
  .transform(({ name, parameterType, parameterValue }): bigquery.IQueryParameter => {
    return { name, parameterType: typeOf(parameterType), parameterValue: valueOf(parameterValue) };
  });

const Common = {
  query: z.string(),
  useLegacySql: z.literal(false),
  parameterMode: z.literal("NAMED").optional(),
  queryParameters: z.array(Parameter).default([]),
  maximumBytesBilled: z.string().regex(/^\d+$/).optional(),
  useQueryCache: z.boolean().default(true),
};
const Label = z.string().regex(/^[a-z0-9_-]{0,63}$/);
const Labels = z.record(z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/), Label).default({});

/** `jobs.query`; a field that the API does not know is refused, as the API does. */
const Query = z.strictObject({
  ...Common,
  location: z.string().nullable().default(null),
  labels: Labels,
  maxResults: z.int().nullable().default(null),
  timeoutMs: z.number().default(10_000),
  jobTimeoutMs: z.string().optional(),
  requestId: z.string(),
  jobCreationMode: z.string().optional(),
  formatOptions: z.strictObject({ useInt64Timestamp: z.boolean() }).optional(),
});

const Insert = z.strictObject({
  jobReference: z.strictObject({
    jobId: z.string().optional(),
    location: z.string().optional(),
    projectId: z.string().optional(),
  }),
  configuration: z.strictObject({
    labels: Labels,
    dryRun: z.boolean().default(false),
    jobTimeoutMs: z.string().optional(),
    query: z.strictObject({ ...Common, priority: z.string().optional() }),
  }),
});

export function readQuery(body: string): z.infer<typeof Query> {
  return Query.parse(JSON.parse(body));
}

export function readInsert(body: string) {
  const { jobReference, configuration } = Insert.parse(JSON.parse(body));
  const { jobId = "", location = null } = jobReference;
  return { ...configuration, jobId, location };
}

function mostOf(text: string | undefined): number {
  return text === undefined ? Infinity : Number(text);
}

export function queryAsked(request: z.infer<typeof Query>, id: string, location: string): JobAsked {
  return {
    id,
    location,
    sql: request.query,
    parameters: request.queryParameters,
    labels: request.labels,
    mostBytes: mostOf(request.maximumBytesBilled),
    useCache: request.useQueryCache,
  };
}

export function insertAsked({ jobId, labels, query }: ReturnType<typeof readInsert>, location: string): JobAsked {
  return {
    id: jobId,
    location,
    sql: query.query,
    parameters: query.queryParameters,
    labels,
    mostBytes: mostOf(query.maximumBytesBilled),
    useCache: query.useQueryCache,
  };
}

const Upload = z.object({
  configuration: z.object({
    load: z.object({
      destinationTable: z.object({ projectId: z.string(), datasetId: z.string(), tableId: z.string() }),
      schema: z.object({ fields: z.array(z.object({ name: z.string(), type: z.string() })) }),
      sourceFormat: z.literal("NEWLINE_DELIMITED_JSON"),
      writeDisposition: z.literal("WRITE_TRUNCATE"),
    }),
  }),
});

/** A load job with its rows: `multipart/related` of the job and the file. */
export function readUpload(body: string): { path: string; schema: bigquery.ITableSchema; rows: unknown[] } {
  const parts = body
    .split(/^--[^\r\n]+$/m)
    .map((part) => part.replace(/^\s*(?:[\w-]+:[^\r\n]*\r\n)+\r\n/, "").trim())
    .filter((part) => part !== "" && part !== "--");
  const [metadata = "{}", file = ""] = parts;
  const { load } = Upload.parse(JSON.parse(metadata)).configuration;
  const { projectId, datasetId, tableId } = load.destinationTable;
  const rows = file === "" ? [] : file.split("\n").map((line): unknown => JSON.parse(line));
  return { path: `${projectId}.${datasetId}.${tableId}`, schema: load.schema, rows };
}

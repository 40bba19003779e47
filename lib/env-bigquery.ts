import { z } from "zod";
import { isLoopback, need, SettingError } from "#lib/setting-error.ts";

/** Sign-in to BigQuery is Google's own: the attached service account, or what `gcloud auth` left. */
export const BIGQUERY_VARIABLES = {
  BIGQUERY_PROJECT: z
    .string()
    .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "write the project's id, such as my-project-1")
    .optional()
    .describe("The Google Cloud project that runs, and pays for, the portal's queries."),
  BIGQUERY_DATASET: z
    .string()
    .regex(/^\w+$/, "write the dataset's name alone")
    .optional()
    .describe("The dataset in it with the portal's tables."),
  BIGQUERY_LOCATION: z.string().min(2).optional().describe("Where the data are, such as `EU` or `europe-west1`."),
  BIGQUERY_SNAPSHOT_DATASET: z
    .string()
    .regex(/^\w+$/, "write the dataset's name alone")
    .optional()
    .describe("A dataset the portal may write to, whose tables expire: for customer lists above 2 MB."),
  BIGQUERY_MAPPING: z
    .string()
    .min(1)
    .optional()
    .describe("A YAML file saying where an existing warehouse keeps which table and column."),
  BIGQUERY_MAX_GIB: z
    .string()
    .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?){2}$/, "write three numbers, such as 1,20,100")
    .default("1,20,100")
    .describe("Most GiB one statement may read: for Viewers and every dashboard, Creators, Admins."),
  BIGQUERY_USD_PER_TIB: z.coerce
    .number()
    .positive()
    .optional()
    .describe("Your on-demand price; where it is set, estimates in `bq:verify` say dollars too."),
  BIGQUERY_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Another address than Google's, https or on loopback: a private endpoint, or a stand-in for tests."),
} as const;

type Values = z.output<z.ZodObject<typeof BIGQUERY_VARIABLES>>;

export type BigQuerySettings = {
  readonly project: string;
  readonly dataset: string;
  readonly location: string;
  readonly snapshotDataset: string | null;
  readonly mappingFile: string | null;
  /** Most GiB that a statement may read. */
  readonly caps: { readonly viewer: number; readonly creator: number; readonly admin: number };
  readonly usdPerTib: number | null;
  readonly endpoint: string | null;
};

function endpointOf(endpoint: string | null, mode: "demo" | "production"): string | null {
  const isHere = endpoint !== null && isLoopback(endpoint);
  if (endpoint !== null && !isHere && new URL(endpoint).protocol !== "https:")
    throw new SettingError("BIGQUERY_ENDPOINT", "must be an https address, or one on this machine.");
  if (mode === "demo" && !isHere)
    throw new SettingError("WAREHOUSE", "demo mode has invented data of its own. Set CANDOR_MODE=production.");
  return endpoint;
}

/** The settings of the second engine. Throws `SettingError` where one is missing, or would send data unencrypted. */
export function bigQuerySettings(values: Values, mode: "demo" | "production"): BigQuerySettings {
  const [viewer = 0, creator = 0, admin = 0] = values.BIGQUERY_MAX_GIB.split(",").map(Number);
  const sentence = "is required with WAREHOUSE=bigquery.";
  return {
    endpoint: endpointOf(values.BIGQUERY_ENDPOINT ?? null, mode),
    project: need("BIGQUERY_PROJECT", values.BIGQUERY_PROJECT, sentence),
    dataset: need("BIGQUERY_DATASET", values.BIGQUERY_DATASET, sentence),
    location: need("BIGQUERY_LOCATION", values.BIGQUERY_LOCATION, sentence),
    snapshotDataset: values.BIGQUERY_SNAPSHOT_DATASET ?? null,
    mappingFile: values.BIGQUERY_MAPPING ?? null,
    caps: { viewer, creator, admin },
    usdPerTib: values.BIGQUERY_USD_PER_TIB ?? null,
  };
}

import { createHmac } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import { BIGQUERY_VARIABLES, type BigQuerySettings, bigQuerySettings } from "#lib/env-bigquery.ts";
import { isLoopback, need, SettingError } from "#lib/setting-error.ts";

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback);
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== ""),
);

/** Every variable the portal reads; the descriptions are the table in docs/operate.md. */
export const Variables = z.object({
  CANDOR_MODE: z
    .enum(["demo", "production"])
    .default("demo")
    .describe("`demo` (loopback only, development issuer, sample people) or `production`."),
  CANDOR_TODAY: z.iso
    .date()
    .optional()
    .describe("Sets the day on which consent is evaluated, for rehearsals. Refused in production."),
  BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("The address people use. Default: the loopback address on `PORT`. Required in production."),
  PORT: port(3000).describe("Port of the portal."),
  ISSUER_PORT: port(3001).describe("Port of the development issuer (demo only)."),
  PG_PORT: port(54_329).describe("Port of the embedded Postgres."),
  WAREHOUSE_PORT: port(54_330).describe("Port of the warehouse server, on loopback."),
  DATA_DIR: z.string().min(1).default(".data").describe("Folder of everything the portal keeps on disk."),
  DATABASE_URL: z
    .string()
    .min(1)
    .default("postgresql://candor@127.0.0.1:54329/candor")
    .describe("A Postgres (16 or later) of yours in place of the embedded one. Refused in demo mode."),
  NEXTAUTH_SECRET: z
    .string()
    .optional()
    .describe("Signs sign-in cookies: 32 or more random characters. Made by the launcher in demo mode."),
  NEXTAUTH_URL: z.string().optional().describe("Set by the launcher to `BASE_URL`; do not set it yourself."),
  SAMPLE_DATA: z
    .enum(["on", "off"])
    .optional()
    .describe("`off` starts with an empty registry and warehouse. Default: `on` in demo mode; refused in production."),
  GOOGLE_CLIENT_ID: z.string().min(1).optional().describe("OAuth client of your Google Workspace. Production only."),
  GOOGLE_CLIENT_SECRET: z.string().min(1).optional().describe("Its secret. Production only."),
  GOOGLE_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Another OpenID issuer than Google's. Default: Google, or the development issuer in demo mode."),
  GOOGLE_HOSTED_DOMAINS: list
    .optional()
    .describe("Domains whose people may sign in, separated by commas. Required in production."),
  FIRST_ADMIN: z
    .email()
    .toLowerCase()
    .optional()
    .describe("Becomes Admin at the first sign-in. Required in production."),
  WAREHOUSE: z
    .enum(["duckdb", "bigquery"])
    .default("duckdb")
    .describe("The warehouse engine: the embedded `duckdb`, or `bigquery`, which needs the settings below."),
  WAREHOUSE_FILE: z.string().min(1).optional().describe("The DuckDB file. Default: `warehouse.duckdb` in `DATA_DIR`."),
  ...BIGQUERY_VARIABLES,
  WAREHOUSE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Set by the launcher: where the warehouse server listens."),
  WAREHOUSE_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe("Set by the launcher: the warehouse server's token of this start."),
  LOG_LEVEL: z
    .enum(["silent", "error", "warn", "info", "debug"])
    .default("info")
    .describe("How much the log says: `silent`, `error`, `warn`, `info` or `debug`."),
});

type Values = z.output<typeof Variables>;

export type Mode = Values["CANDOR_MODE"];

export type Env = {
  readonly mode: Mode;
  readonly today: string | null;
  readonly baseUrl: string;
  readonly databaseUrl: string;
  readonly secret: string;
  readonly sampleData: boolean;
  readonly firstAdmin: string;
  readonly google: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly issuer: string;
    readonly hostedDomains: readonly string[];
  };
  readonly warehouse: {
    readonly engine: Values["WAREHOUSE"];
    readonly port: number;
    readonly url: string;
    readonly token: string;
    readonly file: string;
    /** Null unless BigQuery is the engine. */
    readonly bigquery: BigQuerySettings | null;
  };
  readonly ports: { readonly web: number; readonly issuer: number; readonly postgres: number };
  readonly dataDir: string;
};

/** The settings of this process. Throws `SettingError` when they contradict each other. */
export function env(): Env {
  return parseEnv(process.env);
}

/** The log's level alone, so that logging works before the other settings are known to be right. */
export function logLevel(): Values["LOG_LEVEL"] {
  const level = Variables.shape.LOG_LEVEL.safeParse(process.env["LOG_LEVEL"]);
  return level.success ? level.data : "info";
}

/** Whether Next's development server runs this; decides nothing but what that server itself needs. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}

/** Pure form of `env()`. Empty variables count as not set. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const values = valuesOf(source);
  const baseUrl = (values.BASE_URL ?? loopback(values.PORT)).replace(/\/+$/, "");
  const settled = values.CANDOR_MODE === "production" ? production(values, baseUrl) : demo(values, baseUrl);
  return {
    ...settled,
    mode: values.CANDOR_MODE,
    today: values.CANDOR_TODAY ?? null,
    baseUrl,
    databaseUrl: values.DATABASE_URL,
    warehouse: {
      engine: values.WAREHOUSE,
      port: values.WAREHOUSE_PORT,
      url: values.WAREHOUSE_URL ?? loopback(values.WAREHOUSE_PORT),
      token: values.WAREHOUSE_TOKEN ?? "",
      file: values.WAREHOUSE_FILE ?? path.join(values.DATA_DIR, "warehouse.duckdb"),
      bigquery: values.WAREHOUSE === "bigquery" ? bigQuerySettings(values, values.CANDOR_MODE) : null,
    },
    ports: { web: values.PORT, issuer: values.ISSUER_PORT, postgres: values.PG_PORT },
    dataDir: values.DATA_DIR,
  };
}

function valuesOf(source: Readonly<Record<string, string | undefined>>): Values {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Variables.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SettingError(String(issue?.path[0] ?? "environment"), issue?.message ?? "not understood");
}

function loopback(port: number): string {
  return `http://127.0.0.1:${port}`;
}

type Settled = Pick<Env, "secret" | "sampleData" | "firstAdmin" | "google">;

const DEMO_DOMAIN = "candor.example";

function demo(values: Values, baseUrl: string): Settled {
  if (!isLoopback(baseUrl)) {
    throw new SettingError("BASE_URL", "demo mode serves only this machine. Set CANDOR_MODE=production.");
  }
  if (values.GOOGLE_CLIENT_ID !== undefined) {
    throw new SettingError(
      "GOOGLE_CLIENT_ID",
      "demo mode has its own issuer. Set CANDOR_MODE=production, or unset it.",
    );
  }
  const issuer = values.GOOGLE_ISSUER ?? loopback(values.ISSUER_PORT);
  if (!isLoopback(issuer)) {
    throw new SettingError("GOOGLE_ISSUER", "demo mode trusts only an issuer on this machine.");
  }
  const secret = need(
    "NEXTAUTH_SECRET",
    values.NEXTAUTH_SECRET,
    "is made by the launcher in demo mode: use npm start.",
  );
  if (secret.length < 16) throw new SettingError("NEXTAUTH_SECRET", "needs 16 or more characters.");
  return {
    secret,
    sampleData: values.SAMPLE_DATA !== "off",
    firstAdmin: values.FIRST_ADMIN ?? `admin@${DEMO_DOMAIN}`,
    google: {
      clientId: "candor-demo",
      clientSecret: createHmac("sha256", secret).update("development issuer").digest("hex"),
      issuer,
      hostedDomains: values.GOOGLE_HOSTED_DOMAINS ?? [DEMO_DOMAIN],
    },
  };
}

function production(values: Values, baseUrl: string): Settled {
  if (values.CANDOR_TODAY !== undefined) throw new SettingError("CANDOR_TODAY", "is refused in production. Unset it.");
  if (values.SAMPLE_DATA === "on") throw new SettingError("SAMPLE_DATA", "is refused in production. Unset it.");
  need("BASE_URL", values.BASE_URL, "is required in production: the https address people use.");
  needHttps("BASE_URL", baseUrl);
  const secret = need("NEXTAUTH_SECRET", values.NEXTAUTH_SECRET, "is required in production.");
  if (isWeak(secret)) {
    throw new SettingError("NEXTAUTH_SECRET", "is too weak. Use 32 or more random characters: openssl rand -hex 32.");
  }
  const hostedDomains = values.GOOGLE_HOSTED_DOMAINS ?? [];
  if (hostedDomains.length === 0) {
    throw new SettingError("GOOGLE_HOSTED_DOMAINS", "is required in production: the domains whose people may sign in.");
  }
  const issuer = values.GOOGLE_ISSUER ?? "https://accounts.google.com";
  needHttps("GOOGLE_ISSUER", issuer);
  return {
    secret,
    sampleData: false,
    firstAdmin: need(
      "FIRST_ADMIN",
      values.FIRST_ADMIN,
      "is required in production: who becomes Admin at first sign-in.",
    ),
    google: {
      clientId: need("GOOGLE_CLIENT_ID", values.GOOGLE_CLIENT_ID, "is required in production."),
      clientSecret: need("GOOGLE_CLIENT_SECRET", values.GOOGLE_CLIENT_SECRET, "is required in production."),
      issuer,
      hostedDomains,
    },
  };
}

function needHttps(variable: string, url: string): void {
  if (new URL(url).protocol === "https:" || isLoopback(url)) return;
  throw new SettingError(variable, "must be an https address in production.");
}

/** Too short, or made of too few different characters to have come from a generator. */
function isWeak(secret: string): boolean {
  return secret.length < 32 || new Set(secret).size < 10;
}

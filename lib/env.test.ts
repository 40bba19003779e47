import { describe, expect, test } from "vitest";
import { parseEnv } from "#lib/env.ts";
import { SettingError } from "#lib/setting-error.ts";

const DEMO = { NEXTAUTH_SECRET: "0123456789abcdef" };
const PRODUCTION = {
  CANDOR_MODE: "production",
  BASE_URL: "https://candor.vendor.test",
  NEXTAUTH_SECRET: "9f1c7e4b2a8d6035c1e7f4a9b3d2068e",
  GOOGLE_HOSTED_DOMAINS: "vendor.test, Vendor.Example",
  FIRST_ADMIN: "Ada@vendor.test",
  GOOGLE_CLIENT_ID: "client",
  GOOGLE_CLIENT_SECRET: "shh",
};

function refusedVariable(source: Record<string, string | undefined>): string {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof SettingError) return error.variable;
    throw error;
  }
  return "started";
}

describe("demo mode", () => {
  test("is the default, on loopback, with its own issuer and sample people", () => {
    const env = parseEnv({ ...DEMO, PORT: "4321", ISSUER_PORT: "4322" });
    expect(env).toMatchObject({ mode: "demo", baseUrl: "http://127.0.0.1:4321", sampleData: true, today: null });
    expect(env.google).toMatchObject({ issuer: "http://127.0.0.1:4322", hostedDomains: ["candor.example"] });
    expect(env.firstAdmin).toBe("admin@candor.example");
  });

  test("gives the issuer's client a secret that depends on the portal's own", () => {
    const other = parseEnv({ NEXTAUTH_SECRET: "fedcba9876543210" });
    expect(parseEnv(DEMO).google.clientSecret).not.toBe(other.google.clientSecret);
  });

  test.each([
    ["a public address", { BASE_URL: "https://candor.vendor.test" }, "BASE_URL"],
    ["an address of the local network", { BASE_URL: "http://192.168.0.7:3000" }, "BASE_URL"],
    ["a name that only begins like loopback", { BASE_URL: "http://127.0.0.1.evil.test" }, "BASE_URL"],
    ["a Google client", { GOOGLE_CLIENT_ID: "client" }, "GOOGLE_CLIENT_ID"],
    ["a foreign issuer", { GOOGLE_ISSUER: "https://accounts.google.com" }, "GOOGLE_ISSUER"],
    ["no secret", { NEXTAUTH_SECRET: undefined }, "NEXTAUTH_SECRET"],
    ["an empty secret", { NEXTAUTH_SECRET: "" }, "NEXTAUTH_SECRET"],
    ["a short secret", { NEXTAUTH_SECRET: "secret" }, "NEXTAUTH_SECRET"],
    ["an unknown mode", { CANDOR_MODE: "staging" }, "CANDOR_MODE"],
    ["a day that is none", { CANDOR_TODAY: "2026-02-30" }, "CANDOR_TODAY"],
    ["a port that is none", { PORT: "http" }, "PORT"],
    ["sample data neither on nor off", { SAMPLE_DATA: "yes" }, "SAMPLE_DATA"],
  ])("with %s does not start", (_what, change, variable) => {
    expect(refusedVariable({ ...DEMO, ...change })).toBe(variable);
  });

  test("may rehearse another day and start empty", () => {
    const env = parseEnv({ ...DEMO, CANDOR_TODAY: "2026-03-01", SAMPLE_DATA: "off" });
    expect(env).toMatchObject({ today: "2026-03-01", sampleData: false });
  });
});

describe("production mode", () => {
  test("starts with everything named, trusts Google and has no sample data", () => {
    const env = parseEnv(PRODUCTION);
    expect(env).toMatchObject({ mode: "production", sampleData: false, firstAdmin: "ada@vendor.test" });
    expect(env.google).toMatchObject({ issuer: "https://accounts.google.com" });
    expect(env.google.hostedDomains).toEqual(["vendor.test", "vendor.example"]);
  });

  test.each([
    ["without a secret", { NEXTAUTH_SECRET: undefined }, "NEXTAUTH_SECRET"],
    ["with a short secret", { NEXTAUTH_SECRET: "9f1c7e4b2a8d6035" }, "NEXTAUTH_SECRET"],
    ["with a secret of one letter", { NEXTAUTH_SECRET: "a".repeat(64) }, "NEXTAUTH_SECRET"],
    ["without an allowed domain", { GOOGLE_HOSTED_DOMAINS: undefined }, "GOOGLE_HOSTED_DOMAINS"],
    ["with only commas for domains", { GOOGLE_HOSTED_DOMAINS: " , " }, "GOOGLE_HOSTED_DOMAINS"],
    ["without a first admin", { FIRST_ADMIN: undefined }, "FIRST_ADMIN"],
    ["with a first admin that is no address", { FIRST_ADMIN: "ada" }, "FIRST_ADMIN"],
    ["without a Google client", { GOOGLE_CLIENT_ID: undefined }, "GOOGLE_CLIENT_ID"],
    ["without the client's secret", { GOOGLE_CLIENT_SECRET: undefined }, "GOOGLE_CLIENT_SECRET"],
    ["without an address", { BASE_URL: undefined }, "BASE_URL"],
    ["on plain http", { BASE_URL: "http://candor.vendor.test" }, "BASE_URL"],
    ["with an issuer on plain http", { GOOGLE_ISSUER: "http://issuer.vendor.test" }, "GOOGLE_ISSUER"],
    ["with another day", { CANDOR_TODAY: "2026-03-01" }, "CANDOR_TODAY"],
    ["with sample data", { SAMPLE_DATA: "on" }, "SAMPLE_DATA"],
  ])("%s does not start and names the variable", (_what, change, variable) => {
    expect(refusedVariable({ ...PRODUCTION, ...change })).toBe(variable);
  });
});

describe("BigQuery", () => {
  const BIGQUERY = {
    ...PRODUCTION,
    WAREHOUSE: "bigquery",
    BIGQUERY_PROJECT: "vendor-prod",
    BIGQUERY_DATASET: "candor",
    BIGQUERY_LOCATION: "EU",
  };

  test("is set by project, dataset and location; the rest has defaults", () => {
    const { warehouse } = parseEnv(BIGQUERY);
    expect(warehouse.engine).toBe("bigquery");
    expect(warehouse.bigquery).toEqual({
      project: "vendor-prod",
      dataset: "candor",
      location: "EU",
      snapshotDataset: null,
      mappingFile: null,
      caps: { viewer: 1, creator: 20, admin: 100 },
      usdPerTib: null,
      endpoint: null,
    });
    expect(parseEnv(PRODUCTION).warehouse.bigquery).toBeNull();
  });

  test.each([
    ["no project", { BIGQUERY_PROJECT: undefined }, "BIGQUERY_PROJECT"],
    ["a project that is none", { BIGQUERY_PROJECT: "Vendor Prod" }, "BIGQUERY_PROJECT"],
    ["no dataset", { BIGQUERY_DATASET: undefined }, "BIGQUERY_DATASET"],
    ["a dataset with a project in it", { BIGQUERY_DATASET: "vendor.candor" }, "BIGQUERY_DATASET"],
    ["no location", { BIGQUERY_LOCATION: undefined }, "BIGQUERY_LOCATION"],
    ["an endpoint in clear text", { BIGQUERY_ENDPOINT: "http://bigquery.vendor.test" }, "BIGQUERY_ENDPOINT"],
    ["a name that only begins like loopback", { BIGQUERY_ENDPOINT: "http://127.0.0.1.evil.test" }, "BIGQUERY_ENDPOINT"],
    ["two limits for three roles", { BIGQUERY_MAX_GIB: "1,2" }, "BIGQUERY_MAX_GIB"],
    ["a price of nothing", { BIGQUERY_USD_PER_TIB: "0" }, "BIGQUERY_USD_PER_TIB"],
  ])("with %s does not start", (_what, change, variable) => {
    expect(refusedVariable({ ...BIGQUERY, ...change })).toBe(variable);
  });

  test("is not mixed with invented data, except on this machine", () => {
    const settings = { ...BIGQUERY, ...DEMO, CANDOR_MODE: "demo", BASE_URL: "", GOOGLE_CLIENT_ID: "" };
    expect(refusedVariable(settings)).toBe("WAREHOUSE");
    expect(refusedVariable({ ...settings, BIGQUERY_ENDPOINT: "https://bigquery.vendor.test" })).toBe("WAREHOUSE");
    expect(refusedVariable({ ...settings, BIGQUERY_ENDPOINT: "http://127.0.0.1:9050" })).toBe("started");
  });
});

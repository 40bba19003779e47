/** `npm run bq:verify -- --project X --dataset D --location L`: what the portal asks, tried on a live BigQuery project. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { BIGQUERY_VARIABLES, bigQuerySettings } from "#lib/env-bigquery.ts";
import { loadModels } from "#lib/semantic/load.ts";
import { ModelError } from "#lib/semantic/model-file.ts";
import { SettingError } from "#lib/setting-error.ts";
import { bigQueryApi } from "#lib/warehouse/bigquery/api.ts";
import { Circuit } from "#lib/warehouse/bigquery/circuit.ts";
import { schemaText } from "#lib/warehouse/bigquery/ddl.ts";
import { PATIENCE_MS, Runner } from "#lib/warehouse/bigquery/runner.ts";
import { bigQueryParts } from "#lib/warehouse/bigquery/settings.ts";
import { trialsOf } from "#lib/warehouse/bigquery/testing/trials.ts";
import { type Report, verify } from "#lib/warehouse/bigquery/verify.ts";

const SMOKE = 20;
const TIB = 2 ** 40;

const { values } = parseArgs({
  options: {
    project: { type: "string" },
    dataset: { type: "string" },
    location: { type: "string" },
    mapping: { type: "string" },
    endpoint: { type: "string" },
    "usd-per-tib": { type: "string" },
    report: { type: "string" },
    ddl: { type: "boolean", default: false },
  },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function settings() {
  const given = {
    BIGQUERY_PROJECT: values.project,
    BIGQUERY_DATASET: values.dataset,
    BIGQUERY_LOCATION: values.location,
    BIGQUERY_MAPPING: values.mapping,
    BIGQUERY_ENDPOINT: values.endpoint,
    BIGQUERY_USD_PER_TIB: values["usd-per-tib"],
  };
  const read = z.object(BIGQUERY_VARIABLES).safeParse(given);
  if (read.success) return bigQuerySettings(read.data, "production");
  const [issue] = read.error.issues;
  throw new SettingError(String(issue?.path[0] ?? "settings"), issue?.message ?? "not understood");
}

function priceOf(bytes: number, usdPerTib: number | null): string {
  return usdPerTib === null ? "" : `, USD ${((bytes / TIB) * usdPerTib).toFixed(2)}`;
}

function reportText(report: Report, usdPerTib: number | null): string {
  const { texts, faults, bytes, dearest, runs, rows } = report;
  const most = dearest === null ? "" : ` The dearest, ${dearest.name}: ${String(dearest.bytes)} bytes.`;
  return [
    "# BigQuery, tried on a live project",
    "",
    `${String(texts)} texts by dry run: ${String(bytes)} bytes in all${priceOf(bytes, usdPerTib)}.${most}`,
    `${String(runs)} of them were run: ${String(rows)} rows.`,
    `${String(faults.length)} faults.`,
    "",
    ...faults.map((fault) => `- ${fault}`),
    "",
  ].join("\n");
}

async function main(): Promise<number> {
  const found = settings();
  if (values.ddl) {
    say(schemaText(found));
    return 0;
  }
  const { connection, mapping, retries } = bigQueryParts(found, () => new Date().toISOString().slice(0, 10));
  const api = bigQueryApi(connection);
  const circuit = new Circuit();
  const runner = new Runner({ api, circuit, retries, location: found.location, patienceMs: PATIENCE_MS });
  const trials = trialsOf(loadModels("models"), mapping, found.caps.viewer);
  const report = await verify({ api, runner, mapping }, trials, SMOKE);
  const text = reportText(report, found.usdPerTib);
  if (values.report !== undefined) writeFileSync(values.report, text);
  say(text);
  return report.faults.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SettingError) && !(error instanceof ModelError)) throw error;
  say(error.message);
  process.exitCode = 2;
}

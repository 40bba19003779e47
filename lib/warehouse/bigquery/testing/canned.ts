import { bigQueryApi } from "#lib/warehouse/bigquery/api.ts";
import { Circuit } from "#lib/warehouse/bigquery/circuit.ts";
import { RETRIES, type RetryPlan } from "#lib/warehouse/bigquery/retry.ts";
import { type Asked, Runner } from "#lib/warehouse/bigquery/runner.ts";
import { BigQueryDouble } from "#lib/warehouse/bigquery/testing/double.ts";
import { type DoubleEngine, type DoubleResult, Refused } from "#lib/warehouse/bigquery/testing/jobs.ts";

export const PROJECT = "vendor";
export const LOCATION = "EU";

const PATIENCE_MS = 200;

/** The real plan, a hundredth as slow. */
export const QUICK_RETRIES: RetryPlan = { ...RETRIES, baseMs: 10, budgetMs: 2_000, random: () => 0.5 };

/** Rows by text; any other text is refused. */
export function canned(results: Readonly<Record<string, DoubleResult>>): DoubleEngine {
  return (sql) => {
    const result = results[sql];
    return result === undefined ? Promise.reject(new Refused("Syntax error")) : Promise.resolve(result);
  };
}

export function doubleOf(engine: DoubleEngine): Promise<BigQueryDouble> {
  return BigQueryDouble.open({ project: PROJECT, location: LOCATION, engine });
}

/** A runner on the double, by the official client over HTTP. */
export function runnerOn(double: BigQueryDouble, retries = QUICK_RETRIES, location = LOCATION): Runner {
  const api = bigQueryApi({ project: PROJECT, location, endpoint: double.endpoint });
  return new Runner({ api, circuit: new Circuit(), retries, location, patienceMs: PATIENCE_MS });
}

export function asked(sql: string, changed: Partial<Asked> = {}): Asked {
  return { sql, parameters: [], labels: {}, mostBytes: 10 ** 9, deadlineMs: 20_000, route: "quick", ...changed };
}

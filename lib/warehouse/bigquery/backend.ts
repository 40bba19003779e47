import type { Day } from "#lib/consent/model.ts";
import { log } from "#lib/log.ts";
import type { Statement } from "#lib/semantic/compiled.ts";
import { bigQueryText } from "#lib/semantic/print/bigquery-text.ts";
import { bigQueryApi, type Connection } from "#lib/warehouse/bigquery/api.ts";
import { Circuit } from "#lib/warehouse/bigquery/circuit.ts";
import { BigQueryEditions } from "#lib/warehouse/bigquery/edition.ts";
import { BigQueryFault } from "#lib/warehouse/bigquery/faults.ts";
import { jobLabels } from "#lib/warehouse/bigquery/labels.ts";
import { type Mapping, tableText } from "#lib/warehouse/bigquery/mapping.ts";
import type { RetryPlan } from "#lib/warehouse/bigquery/retry.ts";
import { type Asked, PATIENCE_MS, Runner } from "#lib/warehouse/bigquery/runner.ts";
import { SnapshotPlaces } from "#lib/warehouse/bigquery/snapshot.ts";
import { queryParameters } from "#lib/warehouse/bigquery/values.ts";
import type { Asker, Backend, Ground } from "#lib/warehouse/server/backend.ts";

const AT_ONCE = 16;
const GIB = 2 ** 30;

/** Most GiB that one statement may read, by the role of who asks. */
export type Caps = { readonly viewer: number; readonly creator: number; readonly admin: number };

export type BigQueryParts = {
  readonly connection: Connection;
  readonly mapping: Mapping;
  readonly snapshotDataset: string | null;
  readonly caps: Caps;
  readonly retries: RetryPlan;
  readonly today: () => Day;
  /** How often it is looked whether there are newer data. */
  readonly lookMs: number;
};

/** Asked by hand, and so with the rights of the one who asks; everything else is shown to everybody alike. */
const BY_HAND = new Set(["explore", "look", "sql"]);

function capOf({ labels }: Asker, caps: Caps): number {
  const { surface = "", role = "" } = labels;
  const cap = BY_HAND.has(surface) && (role === "creator" || role === "admin") ? caps[role] : caps.viewer;
  return Math.round(cap * GIB);
}

/** Says to people what they can do about it, and to the operator what BigQuery said. */
async function plainly<T>(asker: Asker | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BigQueryFault)) throw error;
    const { reason, status, message } = error;
    log.error({ ...asker?.labels, reason, status, detail: message }, "BigQuery did not answer");
    throw error.toAppError();
  }
}

/** BigQuery behind the warehouse server. */
export function bigQueryBackend(parts: BigQueryParts): Backend {
  const { connection, mapping, caps } = parts;
  const api = bigQueryApi(connection);
  const { location, project } = connection;
  const runner = new Runner({ api, circuit: new Circuit(), retries: parts.retries, location, patienceMs: PATIENCE_MS });
  const editions = new BigQueryEditions({ api, runner, mapping, today: parts.today, lookMs: parts.lookMs });
  const places = new SnapshotPlaces(api, { project, dataset: parts.snapshotDataset });

  async function asked({ sql, params }: Statement, { snapshot }: Ground, asker: Asker): Promise<Asked> {
    const { parameters, texts } = await places.place(sql, snapshot);
    const text = bigQueryText(sql, {
      warehouse: (name) => tableText(placed(mapping, name)),
      snapshot: (table) => {
        const place = texts.get(table);
        if (place === undefined) throw new Error(`The statement reads ${table}, which was not handed over`);
        return place;
      },
    });
    return {
      sql: text,
      parameters: [...queryParameters(params), ...parameters],
      labels: jobLabels(asker.labels),
      mostBytes: capOf(asker, caps),
      deadlineMs: asker.deadlineMs,
      route: BY_HAND.has(asker.labels["surface"] ?? "") ? "job" : "quick",
    };
  }

  return {
    name: "bigquery",
    atOnce: AT_ONCE,
    isParallel: true,
    // The snapshot travels with each statement.
    keep: () => Promise.resolve(),
    drop: () => Promise.resolve(),
    lease: () => plainly(null, () => editions.lease()),
    run: (statement, ground, asker, signal) =>
      plainly(asker, async () => {
        const { rows, bytes } = await runner.run(await asked(statement, ground, asker), signal);
        return { rows, bytes };
      }),
    estimate: (statement, ground, asker, signal) =>
      plainly(asker, async () => {
        const { totalBytesProcessed = null } = await runner.dryRun(await asked(statement, ground, asker), signal);
        return totalBytesProcessed;
      }),
    ready: () => plainly(null, () => editions.ready()),
    close: () => undefined,
  };
}

function placed(mapping: Mapping, name: string) {
  const found = [...mapping.values()].find((table) => table.name === name);
  if (found === undefined) throw new Error(`The mapping has no table ${name}`);
  return found;
}

import { createHash } from "node:crypto";
import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import { AppError } from "#lib/errors.ts";
import { type SnapshotArray, snapshotArrays } from "#lib/semantic/print/bigquery-text.ts";
import type { Api, TablePath } from "#lib/warehouse/bigquery/api.ts";
import { pathText } from "#lib/warehouse/bigquery/mapping.ts";
import type { QueryParameter } from "#lib/warehouse/bigquery/resources.ts";
import { tableParameter } from "#lib/warehouse/bigquery/values.ts";

/** Above this, a snapshot goes as a table: a request may have 10 MB in all. */
const MOST_PARAMETER = 2_000_000;
/** Tables of the dataset expire; before that they are written again. */
const FRESH_MS = 6 * 3_600_000;

/** What the statement reads of the snapshot: as parameters, or as tables that lie in the snapshot dataset. */
export type PlacedSnapshot = {
  readonly parameters: readonly QueryParameter[];
  /** By snapshot table: what may follow FROM. */
  readonly texts: ReadonlyMap<string, string>;
};

/** Hands the registry's snapshot to BigQuery: no more of it than a statement reads. */
export class SnapshotPlaces {
  readonly #api: Api;
  readonly #home: { readonly project: string; readonly dataset: string | null };
  readonly #written = new Map<string, { readonly done: Promise<void>; readonly at: number }>();

  constructor(api: Api, home: { readonly project: string; readonly dataset: string | null }) {
    this.#api = api;
    this.#home = home;
  }

  async place(sql: string, snapshot: Snapshot): Promise<PlacedSnapshot> {
    const parameters: QueryParameter[] = [];
    const texts = new Map<string, string>();
    for (const array of snapshotArrays(sql, snapshot)) {
      const parameter = tableParameter(array);
      if (JSON.stringify(parameter.parameterValue).length <= MOST_PARAMETER) {
        parameters.push(parameter);
        texts.set(array.table, `UNNEST(@${array.parameter})`);
      } else texts.set(array.table, pathText(await this.#write(array)));
    }
    return { parameters, texts };
  }

  /** The name is that of the content, so a table is never another one's, and written once. */
  async #write({ table, columns, rows }: SnapshotArray): Promise<TablePath> {
    const { project, dataset } = this.#home;
    if (dataset === null) throw noDataset();
    const hash = createHash("sha256")
      .update(JSON.stringify([columns, rows]))
      .digest("hex")
      .slice(0, 32);
    const path = { project, dataset, table: `s_${hash}_${table}` };
    const known = this.#written.get(path.table);
    const isFresh = known !== undefined && performance.now() - known.at < FRESH_MS;
    const done = isFresh ? known.done : this.#api.load({ path, schema: columns, rows: objects(columns, rows) });
    if (!isFresh) this.#written.set(path.table, { done, at: performance.now() });
    try {
      await done;
    } catch (error) {
      this.#written.delete(path.table);
      throw error;
    }
    return path;
  }
}

function objects(columns: SnapshotArray["columns"], rows: SnapshotArray["rows"]): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])));
}

function noDataset(): AppError {
  return new AppError(
    "warehouse_unavailable",
    "There are more customers than fit into one question to BigQuery. An operator has to set BIGQUERY_SNAPSHOT_DATASET.",
  );
}

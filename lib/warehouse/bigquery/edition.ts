import { z } from "zod";
import type { Day } from "#lib/consent/model.ts";
import { log } from "#lib/log.ts";
import type { Cell } from "#lib/semantic/answer.ts";
import type { Api } from "#lib/warehouse/bigquery/api.ts";
import { faultOf } from "#lib/warehouse/bigquery/faults.ts";
import { type Mapping, tableText } from "#lib/warehouse/bigquery/mapping.ts";
import type { Runner } from "#lib/warehouse/bigquery/runner.ts";
import { queryParameters } from "#lib/warehouse/bigquery/values.ts";
import type { Edition, EditionLease } from "#lib/warehouse/server/backend.ts";
import type { TableName } from "#warehouse/schema.ts";

/** Whether there is something newer is asked this often; asking is free, the table's metadata says it. */
export const LOOK_MS = 15_000;
const LOOK_BACK_DAYS = 45;
const MOST_BYTES = 2 ** 33;
const DEADLINE_MS = 20_000;

const About = z.tuple([z.iso.date().nullable(), z.string(), z.boolean()]);
const LastDay = z.tuple([z.iso.date().nullable()]);

type Parts = {
  readonly api: Api;
  readonly runner: Runner;
  readonly mapping: Mapping;
  readonly today: () => Day;
  readonly lookMs: number;
};

/** The newest data: the table `edition` says which they are, its own metadata whether it says something new. */
export class BigQueryEditions {
  readonly #parts: Parts;
  #current: Edition | null = null;
  #modified: number | null = null;
  #seenAt = 0;
  #nextLook = 0;
  #looking: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The edition as last seen while BigQuery does not answer; throws when none was seen ever. */
  async lease(): Promise<EditionLease> {
    if (performance.now() >= this.#nextLook) await this.#look();
    const edition = this.#current;
    if (edition === null) throw new Error("No edition is known");
    return { edition, release: () => undefined };
  }

  /** Throws a `BigQueryFault` while BigQuery does not answer. */
  async ready(): Promise<void> {
    await this.#parts.api.table(this.#table("edition").path);
  }

  async #look(): Promise<void> {
    this.#looking ??= this.#follow().finally(() => {
      this.#nextLook = performance.now() + this.#parts.lookMs;
      this.#looking = null;
    });
    await this.#looking;
  }

  async #follow(): Promise<void> {
    try {
      const { lastModifiedTime = null } = await this.#parts.api.table(this.#table("edition").path);
      if (this.#current === null || lastModifiedTime === null || lastModifiedTime !== this.#modified) {
        this.#current = await this.#read();
        this.#modified = lastModifiedTime;
        log.info({ dataVersion: this.#current.dataVersion, dataClock: this.#current.dataClock }, "serving");
      }
      this.#seenAt = Date.now();
      this.#current = { ...this.#current, unseenSince: null };
    } catch (error) {
      if (this.#current === null) throw error;
      const { reason, message } = faultOf(error);
      log.error({ reason, detail: message }, "BigQuery cannot be asked for newer data");
      this.#current = { ...this.#current, unseenSince: new Date(this.#seenAt).toISOString() };
    }
  }

  async #read(): Promise<Edition> {
    const columns = ["CAST(s.data_clock AS STRING) AS data_clock", "s.data_version", "s.is_sample"];
    const [[row], lastPing, lastEvent] = await Promise.all([
      this.#rows(`SELECT ${columns.join(", ")} FROM ${tableText(this.#table("edition"))} AS s LIMIT 1`),
      this.#lastDay("instance_day"),
      this.#lastDay("event"),
    ]);
    if (row === undefined)
      return { ...NOTHING, alias: "bigquery/empty", dataVersion: "empty", lastPing: null, lastEvent: null };
    const [dataClock, dataVersion, isSample] = About.parse(row);
    return { ...NOTHING, alias: `bigquery/${dataVersion}`, dataClock, dataVersion, isSample, lastPing, lastEvent };
  }

  async #lastDay(table: TableName): Promise<Day | null> {
    const to = Date.parse(this.#parts.today());
    const days = [to - LOOK_BACK_DAYS * 86_400_000, to].map((day) => new Date(day).toISOString().slice(0, 10));
    const parameters = queryParameters(days.map((value) => ({ type: "date" as const, value })));
    const sql = `SELECT CAST(MAX(s.day) AS STRING) AS day FROM ${tableText(this.#table(table))} AS s WHERE s.day >= @p1 AND s.day < @p2`;
    const [row] = await this.#rows(sql, parameters);
    return row === undefined ? null : LastDay.parse(row)[0];
  }

  async #rows(sql: string, parameters = queryParameters([])): Promise<readonly (readonly Cell[])[]> {
    const labels = { app: "candor", surface: "clock" };
    const asked = { sql, parameters, labels, mostBytes: MOST_BYTES, deadlineMs: DEADLINE_MS, route: "quick" } as const;
    const { rows } = await this.#parts.runner.run(asked, AbortSignal.timeout(DEADLINE_MS));
    return rows;
  }

  #table(name: TableName) {
    const table = this.#parts.mapping.get(name);
    if (table === undefined) throw new Error(`The mapping has no table ${name}`);
    return table;
  }
}

const NOTHING = { dataClock: null, isSample: false, unseenSince: null } as const;

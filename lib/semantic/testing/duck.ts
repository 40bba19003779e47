import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import type { Day } from "#lib/consent/model.ts";
import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import type { Cell } from "#lib/semantic/answer.ts";
import type { CompiledQuery, StatementResult } from "#lib/semantic/compiled.ts";
import { inlined } from "#lib/semantic/print/share.ts";
import type { World } from "#lib/semantic/testing/world.ts";
import { eventDays, rollUpEvents } from "#warehouse/refresh/event-rollups.ts";
import { createTable } from "#warehouse/schema.ts";
import { PING_LIST_NAMES } from "#warehouse/schema-pings.ts";

/** Tables as they are served; what a world says nothing of is empty. */
const SHIPPED = ["instance_day", ...PING_LIST_NAMES, "ticket", "ticket_solved", "nps_response"] as const;

const WAREHOUSE = `
  ${SHIPPED.map((table) => createTable(table)).join("; ")};
  CREATE TABLE event (ts TIMESTAMP, day DATE, insert_id BIGINT, instance_no INTEGER, site_id VARCHAR, name VARCHAR,
    family VARCHAR, client VARCHAR, user_key VARCHAR, session_id BIGINT, version VARCHAR, counts_as_active BOOLEAN,
    is_operator BOOLEAN);
  CREATE TABLE kind_language (day DATE, instance_no INTEGER, site_id VARCHAR, last_ts TIMESTAMP, language VARCHAR,
    actions BIGINT, repos BIGINT);
  CREATE TABLE kind_ticket (day DATE, account_id VARCHAR, ticket_id BIGINT, priority VARCHAR, minutes BIGINT,
    met BOOLEAN);`;

const SNAPSHOT = `
  CREATE TABLE interval (instance_no INTEGER, site_id VARCHAR, valid_from DATE, valid_to DATE, level UTINYINT,
    account_id VARCHAR, account_type VARCHAR, hosting VARCHAR, environment VARCHAR);
  CREATE TABLE account (account_id VARCHAR, name VARCHAR, segment VARCHAR, region VARCHAR, account_executive VARCHAR,
    customer_engineer VARCHAR);
  CREATE TABLE account_type (account_id VARCHAR, type VARCHAR, valid_from DATE, valid_to DATE);
  CREATE TABLE instance (instance_no INTEGER, site_id VARCHAR, name VARCHAR);
  CREATE TABLE licence (licence_id VARCHAR, account_id VARCHAR, instance_no INTEGER, seats BIGINT, valid_from DATE,
    valid_to DATE);`;

/** A world in a DuckDB of its own, in memory. */
export class Duck {
  private readonly connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection) {
    this.connection = connection;
  }

  static async open(): Promise<Duck> {
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    return new Duck(await instance.connect());
  }

  close(): void {
    this.connection.closeSync();
  }

  /** Loads a world under the name; replaces one of that name. */
  async load(name: string, world: World): Promise<void> {
    await this.connection.run(`DROP SCHEMA IF EXISTS ${name} CASCADE; CREATE SCHEMA ${name}; USE ${name};`);
    await this.connection.run(WAREHOUSE + SNAPSHOT);
    await this.insert(
      "instance_day (day, instance_no, site_id, version, deploy_type, pings, last_ts, mau_month, mau, registered, total_user_accounts, dau)",
      world.instanceDays.map((row) => [
        row.day,
        row.instanceNo,
        `site-${row.instanceNo}`,
        row.version,
        row.deployType,
        1,
        row.lastTs,
        row.mauMonth,
        row.mau,
        null,
        row.totalUserAccounts,
        row.dau,
      ]),
    );
    await this.insert(
      "event",
      world.events.map((row) => [
        `${row.day} 12:00:00`,
        row.day,
        row.insertId,
        row.instanceNo,
        `site-${row.instanceNo}`,
        row.name,
        row.family,
        row.client,
        row.userKey,
        null,
        null,
        row.countsAsActive,
        row.isOperator,
      ]),
    );
    await this.insert(
      "kind_language",
      world.languages.map((row) => [
        row.day,
        row.instanceNo,
        `site-${row.instanceNo}`,
        row.lastTs,
        row.language,
        row.actions,
        row.repos,
      ]),
    );
    await this.insert(
      "kind_ticket",
      world.tickets.map((row) => [row.day, row.accountId, row.ticketId, row.priority, row.minutes, row.met]),
    );
    await this.rollUp(`${name}.`, world.dataClock);
    await this.loadSnapshot(world.snapshot);
  }

  /** The rollups as a refresh makes them, up to the last complete day. */
  private async rollUp(into: string, dataClock: Day): Promise<void> {
    for (const table of ["event_user", "user_month", "event_period", "event_day"] as const)
      await this.connection.run(createTable(table, into));
    const days = await eventDays(this.connection, into);
    const places = { from: into, into };
    await rollUpEvents(
      this.connection,
      places,
      days.filter((day) => day <= dataClock),
    );
  }

  private async loadSnapshot(snapshot: Snapshot): Promise<void> {
    await this.insert(
      "interval",
      snapshot.intervals.map((one) => [
        one.instanceNo,
        one.siteId,
        one.from,
        one.to,
        one.level,
        one.accountId,
        one.accountType,
        one.hosting,
        one.environment,
      ]),
    );
    await this.insert(
      "account",
      snapshot.accounts.map((one) => [
        one.accountId,
        one.name,
        one.segment,
        one.region,
        one.accountExecutive,
        one.customerEngineer,
      ]),
    );
    const types = snapshot.accounts.flatMap(({ accountId, types: dated }) =>
      dated.map(({ type, from, to }) => [accountId, type, from, to]),
    );
    await this.insert("account_type", types);
    await this.insert(
      "instance",
      snapshot.instances.map(({ instanceNo, siteId, name }) => [instanceNo, siteId, name]),
    );
    await this.insert(
      "licence",
      snapshot.licences.map((one) => [one.licenceId, one.accountId, one.instanceNo, one.seats, one.from, one.to]),
    );
  }

  private async insert(table: string, rows: readonly (readonly Cell[])[]): Promise<void> {
    for (let at = 0; at < rows.length; at += 500) {
      const values = rows.slice(at, at + 500).map((row) => `(${row.map(literal).join(",")})`);
      await this.connection.run(`INSERT INTO ${table} VALUES ${values.join(",")}`);
    }
  }

  /** The tables of the world of that name. */
  async tables(name: string): Promise<string[]> {
    const sql = `SELECT table_name FROM information_schema.tables WHERE table_schema = '${name}' ORDER BY table_name`;
    const found = await this.connection.runAndReadAll(sql);
    return found.getRowsJS().map(([table]) => String(cellOf(table)));
  }

  /** Changes what lies in a world. */
  async change(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** What lies in a table of the world of that name, every cell as text. */
  async table(name: string, table: string): Promise<DuckTable> {
    const found = await this.connection.runAndReadAll(
      `SELECT column_name, data_type FROM information_schema.columns
       WHERE table_schema = '${name}' AND table_name = '${table}' ORDER BY ordinal_position`,
    );
    const columns = found
      .getRowsJS()
      .map((row) => row.map(cellOf))
      .map(([column, type]) => ({ name: String(column), type: String(type) }));
    const cells = columns.map((column) => `CAST(${column.name} AS VARCHAR)`).join(", ");
    const rows = await this.connection.runAndReadAll(`SELECT ${cells} FROM ${name}.${table}`);
    return { columns, rows: rows.getRowsJS().map((row) => row.map(cellOf)) };
  }

  /** Runs every statement of a compiled question against the world of that name. */
  async run(name: string, query: CompiledQuery): Promise<StatementResult[]> {
    const results: StatementResult[] = [];
    for (const statement of query.statements) {
      const { sql: text, params } = inlined(statement);
      const sql = text.replaceAll("{{snapshot}}", name).replaceAll("{{warehouse}}", name);
      const values = params.map(({ value }): DuckDBValue => value);
      const reader = await this.connection.runAndReadAll(sql, values);
      results.push({ name: statement.name, rows: reader.getRowsJS().map((row) => row.map(cellOf)) });
    }
    return results;
  }
}

/** A table as it lies in the engine; instants as DuckDB writes them. */
export type DuckTable = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Cell[])[];
};

function literal(cell: Cell): string {
  if (typeof cell === "string") return `'${cell.replaceAll("'", "''")}'`;
  return String(cell);
}

function cellOf(value: unknown): Cell {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  throw new Error(`a ${typeof value} came out of the warehouse: every column must be text, DOUBLE or INTEGER`);
}

import { type Columns, columnList } from "#warehouse/columns.ts";
import { ACCOUNT_FILES, ACCOUNT_TABLES } from "#warehouse/schema-accounts.ts";
import { listFile, listTable, PING_COLUMNS, PING_LIST_NAMES, type PingList } from "#warehouse/schema-pings.ts";

/** What pings say in lists: one row per instance, day and key, of the day's last ping that has the list. */
const LISTS = {
  search_type: listTable("search_type"),
  search_operator: listTable("search_operator"),
  codeintel_action: listTable("codeintel_action"),
  extension_usage: listTable("extension_usage"),
  retention_cohort: listTable("retention_cohort"),
  code_host: listTable("code_host"),
  auth_provider: listTable("auth_provider"),
  insight_type: listTable("insight_type"),
  monitor_action: listTable("monitor_action"),
  batch_cohort: listTable("batch_cohort"),
  bulk_operation: listTable("bulk_operation"),
  integration: listTable("integration"),
  organization: listTable("organization"),
} as const satisfies Readonly<Record<PingList, Columns>>;

/**
 * Every warehouse table. None holds a tier, an account or anything else of the registry: that comes
 * from the snapshot, by `instance_no` and day.
 */
export const TABLES = {
  release: { version: "VARCHAR", minor_index: "INTEGER", released_on: "DATE" },
  update_check: {
    ts: "TIMESTAMP",
    day: "DATE",
    instance_no: "INTEGER",
    site_id: "VARCHAR",
    version: "VARCHAR",
    deploy_type: "VARCHAR",
    total_user_accounts: "BIGINT",
    mau_month: "DATE",
    mau: "BIGINT",
    registered: "BIGINT",
    wau_week: "DATE",
    wau: "BIGINT",
    dau_day: "DATE",
    dau: "BIGINT",
    has_update: "BOOLEAN",
    ...PING_COLUMNS,
  },
  instance_day: {
    day: "DATE",
    instance_no: "INTEGER",
    site_id: "VARCHAR",
    version: "VARCHAR",
    deploy_type: "VARCHAR",
    pings: "BIGINT",
    last_ts: "TIMESTAMP",
    mau_month: "DATE",
    mau: "BIGINT",
    registered: "BIGINT",
    total_user_accounts: "BIGINT",
    wau_week: "DATE",
    wau: "BIGINT",
    dau: "BIGINT",
    minors_behind: "INTEGER",
    ...PING_COLUMNS,
  },
  ...LISTS,
  event: {
    ts: "TIMESTAMP",
    day: "DATE",
    insert_id: "BIGINT",
    instance_no: "INTEGER",
    site_id: "VARCHAR",
    name: "VARCHAR",
    family: "VARCHAR",
    client: "VARCHAR",
    user_key: "VARCHAR",
    session_id: "BIGINT",
    version: "VARCHAR",
    counts_as_active: "BOOLEAN",
    is_operator: "BOOLEAN",
  },
  /** Short numbers for the users of an instance; a user of two instances has two. */
  event_user: { instance_no: "INTEGER", user_key: "VARCHAR", user_no: "INTEGER" },
  /**
   * The days of a calendar month on which a user did something, bit 0 for the first: `seen_days` anything,
   * `active_days` what counts as use; operators are in neither. `detail` says which of family and client a row is
   * of, and what it is not of is null: `none`, `family`, `client` or `both`.
   */
  user_month: {
    month: "DATE",
    instance_no: "INTEGER",
    site_id: "VARCHAR",
    detail: "VARCHAR",
    family: "VARCHAR",
    client: "VARCHAR",
    user_no: "INTEGER",
    seen_days: "INTEGER",
    active_days: "INTEGER",
  },
  /** What an instance's events of a day, Monday week or calendar month come to, with the same `detail`. */
  event_period: {
    grain: "VARCHAR",
    start: "DATE",
    instance_no: "INTEGER",
    site_id: "VARCHAR",
    detail: "VARCHAR",
    family: "VARCHAR",
    client: "VARCHAR",
    events: "BIGINT",
    users: "BIGINT",
    active_users: "BIGINT",
  },
  /** The same by name of the event, with its users up to the fifth: enough to know whether there are fewer. */
  event_day: {
    day: "DATE",
    instance_no: "INTEGER",
    site_id: "VARCHAR",
    name: "VARCHAR",
    family: "VARCHAR",
    client: "VARCHAR",
    events: "BIGINT",
    users: "BIGINT",
    user_1: "INTEGER",
    user_2: "INTEGER",
    user_3: "INTEGER",
    user_4: "INTEGER",
    user_5: "INTEGER",
  },
  ...ACCOUNT_TABLES,
  quarantine: {
    source: "VARCHAR",
    line: "BIGINT",
    field: "VARCHAR",
    reason: "VARCHAR",
    payload_sha256: "VARCHAR",
    loaded_at: "TIMESTAMP",
  },
  load_run: {
    run_id: "VARCHAR",
    started_at: "TIMESTAMP",
    finished_at: "TIMESTAMP",
    source: "VARCHAR",
    rows_read: "BIGINT",
    rows_loaded: "BIGINT",
    rows_refused: "BIGINT",
    data_through: "DATE",
  },
  /** One row: what this file is. `layout` changes with how it is built; `is_sample` marks data that was made up. */
  edition: {
    data_clock: "DATE",
    data_version: "VARCHAR",
    built_at: "TIMESTAMP",
    is_sample: "BOOLEAN",
    layout: "VARCHAR",
  },
} as const satisfies Readonly<Record<string, Columns>>;

export type TableName = keyof typeof TABLES;

export const TABLE_NAMES = [
  "release",
  "update_check",
  "instance_day",
  ...PING_LIST_NAMES,
  "ticket",
  "ticket_solved",
  "nps_response",
  "data_source",
  "event",
  "event_user",
  "user_month",
  "event_period",
  "event_day",
  "quarantine",
  "load_run",
  "edition",
] as const satisfies readonly TableName[];

/** What a folder may hold of telemetry: the columns of the files, before site ids become numbers. */
export const FILE_COLUMNS = {
  update_checks: {
    ts: "TIMESTAMP",
    site_id: "VARCHAR",
    version: "VARCHAR",
    deploy_type: "VARCHAR",
    total_user_accounts: "BIGINT",
    mau_month: "DATE",
    mau: "BIGINT",
    registered: "BIGINT",
    wau_week: "DATE",
    wau: "BIGINT",
    dau_day: "DATE",
    dau: "BIGINT",
    has_update: "BOOLEAN",
    ...PING_COLUMNS,
  },
  events_usage: {
    ts: "TIMESTAMP",
    insert_id: "BIGINT",
    site_id: "VARCHAR",
    name: "VARCHAR",
    source: "VARCHAR",
    user_id: "BIGINT",
    anonymous_user_id: "VARCHAR",
    session_id: "BIGINT",
    version: "VARCHAR",
    is_operator: "BOOLEAN",
  },
  search_type: listFile("search_type"),
  search_operator: listFile("search_operator"),
  codeintel_action: listFile("codeintel_action"),
  extension_usage: listFile("extension_usage"),
  retention_cohort: listFile("retention_cohort"),
  code_host: listFile("code_host"),
  auth_provider: listFile("auth_provider"),
  insight_type: listFile("insight_type"),
  monitor_action: listFile("monitor_action"),
  batch_cohort: listFile("batch_cohort"),
  bulk_operation: listFile("bulk_operation"),
  integration: listFile("integration"),
  organization: listFile("organization"),
  ...ACCOUNT_FILES,
} as const satisfies Readonly<Record<string, Columns>>;

export type TelemetryFile = keyof typeof FILE_COLUMNS;

/** `into` is empty, or the database with its dot. */
export function createTable(table: TableName, into = ""): string {
  return `CREATE TABLE IF NOT EXISTS ${into}${table} (${columnList(TABLES[table])})`;
}

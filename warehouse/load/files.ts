import type { TableName, TelemetryFile } from "#warehouse/schema.ts";
import { PING_LIST_NAMES, PING_LISTS, type PingList } from "#warehouse/schema-pings.ts";

/** How the rows of a file are taken in. */
export type FileRules = {
  readonly table: TableName;
  /** When a row came about; its UTC day is the row's. */
  readonly time: string;
  /** Columns without which a row says nothing. */
  readonly needed: readonly string[];
  /** Columns in which two sendings of the same row agree. */
  readonly key: readonly string[];
  /** Of two rows with the same key the one with the later value stays; null = the first one stays. */
  readonly newestBy: string | null;
  readonly ofAccount: boolean;
};

function list(name: PingList): FileRules {
  const key = ["site_id", "ts", ...Object.keys(PING_LISTS[name].key)];
  // A host may not say its version, and a row without it is still about one host.
  const needed = key.filter((column) => column !== "host_version");
  return { table: name, time: "ts", needed, key, newestBy: null, ofAccount: false };
}

const SENT = { time: "ts", newestBy: null, ofAccount: false } as const;

const RULES: Readonly<Record<TelemetryFile, FileRules>> = {
  update_checks: { ...SENT, table: "update_check", needed: ["ts", "site_id"], key: ["site_id", "ts"] },
  events_usage: {
    ...SENT,
    table: "event",
    needed: ["ts", "insert_id", "site_id", "name"],
    key: ["site_id", "insert_id"],
  },
  search_type: list("search_type"),
  search_operator: list("search_operator"),
  codeintel_action: list("codeintel_action"),
  extension_usage: list("extension_usage"),
  retention_cohort: list("retention_cohort"),
  code_host: list("code_host"),
  auth_provider: list("auth_provider"),
  insight_type: list("insight_type"),
  monitor_action: list("monitor_action"),
  batch_cohort: list("batch_cohort"),
  bulk_operation: list("bulk_operation"),
  integration: list("integration"),
  organization: list("organization"),
  tickets: {
    table: "ticket",
    time: "created_at",
    needed: ["ticket_id", "account_ref", "created_at", "updated_at"],
    key: ["ticket_id"],
    newestBy: "updated_at",
    ofAccount: true,
  },
  nps_responses: {
    table: "nps_response",
    time: "submitted_at",
    needed: ["response_id", "account_ref", "submitted_at", "score"],
    key: ["response_id"],
    newestBy: null,
    ofAccount: true,
  },
};

export function rulesOf(file: TelemetryFile): FileRules {
  return RULES[file];
}

/** In the order in which a folder's files are taken in. */
export const TELEMETRY_FILES = [
  "update_checks",
  ...PING_LIST_NAMES,
  "events_usage",
  "tickets",
  "nps_responses",
] as const satisfies readonly TelemetryFile[];

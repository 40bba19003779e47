import type { Columns } from "#warehouse/columns.ts";

/**
 * What comes from where people talk to us rather than from instances, so it belongs to an account: `account_id` is the
 * registry's id. No subject, no body, no names.
 */
const TICKET = {
  ticket_id: "VARCHAR",
  day: "DATE",
  account_id: "VARCHAR",
  instance_no: "INTEGER",
  created_at: "TIMESTAMP",
  updated_at: "TIMESTAMP",
  priority: "VARCHAR",
  type: "VARCHAR",
  status: "VARCHAR",
  channel: "VARCHAR",
  product_area: "VARCHAR",
  lifecycle: "VARCHAR",
  assignee: "VARCHAR",
  first_response_minutes: "BIGINT",
  solved_minutes: "BIGINT",
  sla_target_minutes: "BIGINT",
  sla_met: "BOOLEAN",
  satisfied: "BOOLEAN",
} as const satisfies Columns;

export const ACCOUNT_TABLES = {
  /** By the day on which it was opened. */
  ticket: TICKET,
  /** The solved ones again, by the day on which they were solved. */
  ticket_solved: TICKET,
  nps_response: {
    response_id: "VARCHAR",
    day: "DATE",
    account_id: "VARCHAR",
    instance_no: "INTEGER",
    submitted_at: "TIMESTAMP",
    score: "BIGINT",
    version: "VARCHAR",
  },
  /** Where data come from, how often they should, and how far they reach; `expected_minutes` null = by hand. */
  data_source: {
    source: "VARCHAR",
    label: "VARCHAR",
    tables: "VARCHAR",
    expected_minutes: "BIGINT",
    last_row_at: "TIMESTAMP",
    rows_24h: "BIGINT",
    rows_24h_usual: "BIGINT",
    note: "VARCHAR",
    owner: "VARCHAR",
  },
} as const satisfies Readonly<Record<string, Columns>>;

/** The files behind them; `account_ref` and `site_id` become the registry's ids. */
export const ACCOUNT_FILES = {
  tickets: {
    ticket_id: "VARCHAR",
    account_ref: "VARCHAR",
    site_id: "VARCHAR",
    created_at: "TIMESTAMP",
    updated_at: "TIMESTAMP",
    first_response_at: "TIMESTAMP",
    solved_at: "TIMESTAMP",
    priority: "VARCHAR",
    type: "VARCHAR",
    status: "VARCHAR",
    channel: "VARCHAR",
    product_area: "VARCHAR",
    lifecycle: "VARCHAR",
    assignee: "VARCHAR",
    sla_target_minutes: "BIGINT",
    sla_met: "BOOLEAN",
    satisfied: "BOOLEAN",
  },
  nps_responses: {
    response_id: "VARCHAR",
    account_ref: "VARCHAR",
    site_id: "VARCHAR",
    submitted_at: "TIMESTAMP",
    score: "BIGINT",
    version: "VARCHAR",
  },
} as const satisfies Readonly<Record<string, Columns>>;

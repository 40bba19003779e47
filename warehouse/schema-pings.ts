import type { Columns } from "#warehouse/columns.ts";

/**
 * What a ping says in one number or word, block by block. All of it may be missing: an older release does not
 * know it, an instance on critical pings does not send it, or the feature is not licensed. `models/fields.yml`
 * says what each means and which level it needs.
 */
export const PING_BLOCKS = {
  critical: {
    anonymous: "BIGINT",
    git_bytes: "BIGINT",
    indexed_lines: "BIGINT",
    insights: "BIGINT",
  },
  configuration: {
    builtin_signup_allowed: "BOOLEAN",
    has_external_url: "BOOLEAN",
    has_repos: "BOOLEAN",
    ever_searched: "BOOLEAN",
    ever_found_references: "BOOLEAN",
  },
  /** Of the day, week and month of DAU, WAU and MAU. */
  search: {
    day_search_users: "BIGINT",
    day_searches: "BIGINT",
    week_search_users: "BIGINT",
    week_searches: "BIGINT",
    month_search_users: "BIGINT",
    month_searches: "BIGINT",
  },
  /** Users of the week of WAU, which starts on Sunday; repositories as of the ping. */
  code_intelligence: {
    codeintel_waus: "BIGINT",
    codeintel_precise_waus: "BIGINT",
    codeintel_search_waus: "BIGINT",
    codeintel_xrepo_waus: "BIGINT",
    codeintel_precise_xrepo_waus: "BIGINT",
    codeintel_search_xrepo_waus: "BIGINT",
    codeintel_settings_views: "BIGINT",
    repos: "BIGINT",
    repos_with_index: "BIGINT",
    repos_with_fresh_index: "BIGINT",
  },
  /** All-time counters, but for contributors, users and executors, which are of the month of MAU. */
  batch_changes: {
    batch_changes: "BIGINT",
    batch_changes_closed: "BIGINT",
    batch_specs_created: "BIGINT",
    changeset_specs_created: "BIGINT",
    changesets_published: "BIGINT",
    changesets_unpublished: "BIGINT",
    changesets_merged: "BIGINT",
    changeset_lines_added: "BIGINT",
    changeset_lines_deleted: "BIGINT",
    merged_lines_added: "BIGINT",
    merged_lines_deleted: "BIGINT",
    imported_changesets: "BIGINT",
    imported_changesets_merged: "BIGINT",
    batch_apply_views: "BIGINT",
    batch_details_views: "BIGINT",
    batch_contributors: "BIGINT",
    batch_users: "BIGINT",
    executor_users: "BIGINT",
    executor_minutes: "BIGINT",
    active_executors: "BIGINT",
  },
  /** Users by what became of them since the month before; of the month of MAU, to date. */
  growth: {
    created_users: "BIGINT",
    deleted_users: "BIGINT",
    retained_users: "BIGINT",
    resurrected_users: "BIGINT",
    churned_users: "BIGINT",
  },
  /** Of the week `insights_week`, which starts on Monday; dashboards as of the ping. */
  code_insights: {
    insights_week: "DATE",
    insights_page_views: "BIGINT",
    insights_viewers: "BIGINT",
    insights_creators: "BIGINT",
    insights_first_time_creators: "BIGINT",
    insights_export_clicks: "BIGINT",
    insights_org_visible: "BIGINT",
    insights_backfill_seconds: "BIGINT",
    insights_dashboards: "BIGINT",
    insights_on_dashboards: "BIGINT",
    insights_per_dashboard_min: "BIGINT",
    insights_per_dashboard_median: "BIGINT",
    insights_per_dashboard_max: "BIGINT",
  },
  /** Runs over the seven days before the ping. */
  code_monitoring: {
    monitors_enabled: "BIGINT",
    monitor_users: "BIGINT",
    monitoring_page_views: "BIGINT",
    monitor_create_views: "BIGINT",
    monitors_submitted: "BIGINT",
    monitor_logs_views: "BIGINT",
    monitor_runs: "BIGINT",
    monitor_runs_failed: "BIGINT",
    monitor_p50_seconds: "BIGINT",
    monitor_p90_seconds: "BIGINT",
  },
  /** All-time counters. */
  notebooks: {
    notebook_views: "BIGINT",
    notebook_list_views: "BIGINT",
    notebook_embedded_views: "BIGINT",
    notebooks_created: "BIGINT",
    notebook_stars: "BIGINT",
    notebook_markdown_blocks: "BIGINT",
    notebook_query_blocks: "BIGINT",
    notebook_file_blocks: "BIGINT",
    notebook_symbol_blocks: "BIGINT",
    notebook_compute_blocks: "BIGINT",
  },
  /** Of the week `extensions_week`, which starts on Monday; without those that come with the product. */
  extensions: {
    extensions_week: "DATE",
    extension_users: "BIGINT",
    extensions_in_use: "BIGINT",
  },
  /** Panels: how many percent of those who saw one clicked on it. */
  home: {
    saved_searches: "BIGINT",
    saved_search_users: "BIGINT",
    saved_search_notifications: "BIGINT",
    saved_search_clicks: "BIGINT",
    panel_files_percent: "BIGINT",
    panel_searches_percent: "BIGINT",
    panel_repos_percent: "BIGINT",
    panel_saved_searches_percent: "BIGINT",
    tour_language_steps: "BIGINT",
    tour_repo_steps: "BIGINT",
    tour_query_steps: "BIGINT",
    tour_submit_steps: "BIGINT",
    tour_searches: "BIGINT",
  },
} as const satisfies Readonly<Record<string, Columns>>;

/** The columns of all blocks in one row: of a ping, and of an instance's day. */
export const PING_COLUMNS = {
  ...PING_BLOCKS.critical,
  ...PING_BLOCKS.configuration,
  ...PING_BLOCKS.search,
  ...PING_BLOCKS.code_intelligence,
  ...PING_BLOCKS.batch_changes,
  ...PING_BLOCKS.growth,
  ...PING_BLOCKS.code_insights,
  ...PING_BLOCKS.code_monitoring,
  ...PING_BLOCKS.notebooks,
  ...PING_BLOCKS.extensions,
  ...PING_BLOCKS.home,
} as const satisfies Columns;

/** What a ping says once per language, extension and the like: `key` tells its rows apart, `values` is what they say. */
export const PING_LISTS = {
  /** Of the ping's day; `month_users` and the latencies of the month to date. */
  search_type: {
    key: { search_type: "VARCHAR" },
    values: {
      searches: "BIGINT",
      users: "BIGINT",
      month_users: "BIGINT",
      p50_ms: "BIGINT",
      p90_ms: "BIGINT",
      p99_ms: "BIGINT",
    },
  },
  /** Of the month to date. */
  search_operator: { key: { operator: "VARCHAR" }, values: { month_users: "BIGINT", month_searches: "BIGINT" } },
  /** Of the week to date, which starts on Sunday. */
  codeintel_action: {
    key: { language: "VARCHAR", action: "VARCHAR", method: "VARCHAR", cross_repository: "BOOLEAN" },
    values: { week_users: "BIGINT", week_actions: "BIGINT" },
  },
  /** Of the week to date, which starts on Monday. */
  extension_usage: { key: { extension_id: "VARCHAR" }, values: { week_users: "BIGINT", week_activations: "BIGINT" } },
  /** People who signed up in a week, which starts on Monday, and how many of them were active `week_no` weeks later. */
  retention_cohort: {
    key: { cohort_week: "DATE", week_no: "BIGINT" },
    values: { cohort_size: "BIGINT", retained: "BIGINT" },
  },
  code_host: { key: { kind: "VARCHAR", host_version: "VARCHAR" }, values: { connections: "BIGINT" } },
  auth_provider: { key: { kind: "VARCHAR" }, values: { providers: "BIGINT" } },
  /** Of the week to date, which starts on Monday. */
  insight_type: {
    key: { insight_type: "VARCHAR" },
    values: {
      week_additions: "BIGINT",
      week_edits: "BIGINT",
      week_removals: "BIGINT",
      week_hovers: "BIGINT",
      week_clicks: "BIGINT",
      insights: "BIGINT",
    },
  },
  /** Enabled as of the ping, triggered and failed over the seven days before it. */
  monitor_action: {
    key: { action: "VARCHAR" },
    values: { enabled: "BIGINT", users: "BIGINT", triggered: "BIGINT", failed: "BIGINT" },
  },
  /** Batch changes created in a week, which starts on Monday, and what became of their changesets. */
  batch_cohort: {
    key: { cohort_week: "DATE" },
    values: { batch_changes: "BIGINT", published: "BIGINT", merged: "BIGINT", closed: "BIGINT", open: "BIGINT" },
  },
  /** All-time counters. */
  bulk_operation: { key: { operation: "VARCHAR" }, values: { operations: "BIGINT", changesets: "BIGINT" } },
  /** Of the month to date: editors, and what stands in a code host's own pages. */
  integration: {
    key: { client: "VARCHAR" },
    values: {
      month_users: "BIGINT",
      month_events: "BIGINT",
      month_installs: "BIGINT",
      month_uninstalls: "BIGINT",
      month_redirects: "BIGINT",
    },
  },
  /** Of dotcom alone, from its own database: an organisation by a random id, and its month to date. */
  organization: {
    key: { org_id: "VARCHAR" },
    values: {
      created_on: "DATE",
      members: "BIGINT",
      month_active_members: "BIGINT",
      month_searches: "BIGINT",
    },
  },
} as const satisfies Readonly<Record<string, { readonly key: Columns; readonly values: Columns }>>;

export type PingList = keyof typeof PING_LISTS;

export const PING_LIST_NAMES = [
  "search_type",
  "search_operator",
  "codeintel_action",
  "extension_usage",
  "retention_cohort",
  "code_host",
  "auth_provider",
  "insight_type",
  "monitor_action",
  "batch_cohort",
  "bulk_operation",
  "integration",
  "organization",
] as const satisfies readonly PingList[];

/** The table of a list: one row per ping and key. */
export function listTable(list: PingList): Columns {
  const { key, values } = PING_LISTS[list];
  return { ts: "TIMESTAMP", day: "DATE", instance_no: "INTEGER", site_id: "VARCHAR", ...key, ...values };
}

/** The file of a list, before site ids become numbers. */
export function listFile(list: PingList): Columns {
  const { key, values } = PING_LISTS[list];
  return { ts: "TIMESTAMP", site_id: "VARCHAR", ...key, ...values };
}

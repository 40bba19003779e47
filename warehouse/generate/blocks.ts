import { about, today, trait } from "#warehouse/generate/draw.ts";
import { MINORS } from "#warehouse/generate/releases.ts";
import { PING_BLOCKS } from "#warehouse/schema-pings.ts";

/** Where a column of a ping comes from: SQL over what was counted of the instance and day. */
type Texts = Readonly<Record<string, string>>;

type BlockRules = {
  /** The first release that knows the block. */
  readonly since: string;
  /** Of which rows it is sent beside that; levels are in `is_full`. */
  readonly when: string;
  readonly columns: Texts;
};

const share = (of: string, low: number, wide: number, label: string): string =>
  `round(${of} * (${String(low)} + ${String(wide)} * ${trait(label)}))`;

const SEARCHERS = `(0.55 + 0.4 * ${trait("searchers")})`;
const REPOS = `round(exp(2.5 + 4.5 * ${trait("repos")}) * (1 + age / 2500.0))`;
/** A quarter of the instances never uploaded an index. */
const PRECISE = `(CASE WHEN ${trait("precise")} < 0.25 THEN 0 ELSE ${trait("precise")} END)`;
const NAVIGATORS = `round(wau * (0.4 + 0.45 * ${trait("navigators")}))`;
const PUBLISHED = `round(all_changesets * (0.7 + 0.25 * ${trait("published")}))`;
const MERGED = `floor(${PUBLISHED} * (0.35 + 0.5 * ${trait("merged")}))`;
const MONITORS = `floor(accounts * 0.12 * ${trait("monitors")})`;
const INSIGHTS = `floor(accounts * 0.5 * ${trait("insights")} * least(1, age / 500.0))`;
const DASHBOARDS = `ceil(${INSIGHTS} / (2.0 + 6 * ${trait("insight dashboards")}))`;
const VIEWERS = `round(wau * 0.2 * ${trait("insights")})`;
const CREATORS = `floor(${VIEWERS} * 0.3 * ${today("insight creators")})`;
const CONTRIBUTORS = `round(mau * 0.08 * ${trait("batch")})`;
const EXTENSION_USERS = `round(wau * 0.35 * ${trait("extensions")})`;
const SAVED = `floor(accounts * 0.25 * ${trait("saved searches")})`;
const MONDAY = "DATE '1970-01-01' + (day - (day + 3) % 7)::INTEGER";
const percent = (middle: number, label: string): string =>
  `round(${String(middle)} * (0.6 + 0.6 * ${trait(label)}) * ${about(label, 0.1)})`;
const tour = (part: number): string => `round(all_tour * ${String(part)})`;

const RULES: Readonly<Record<keyof typeof PING_BLOCKS, BlockRules>> = {
  critical: {
    since: "3.26",
    when: "true",
    columns: {
      anonymous: "mau - registered",
      git_bytes: `(${REPOS}) * (8e6 + 9e7 * ${trait("git bytes")})`,
      indexed_lines: `(${REPOS}) * (9000 + 60000 * ${trait("lines")})`,
      insights: `CASE WHEN minor >= ${minor("3.41")} AND licensed THEN ${INSIGHTS} END`,
    },
  },
  configuration: {
    since: "3.26",
    when: "is_full",
    columns: {
      builtin_signup_allowed: `${trait("signup")} < 0.2`,
      has_external_url: `${trait("url")} < 0.95`,
      has_repos: "true",
      ever_searched: "all_searches > 0",
      ever_found_references: "all_searches > 20",
    },
  },
  search: {
    since: "3.26",
    when: "is_full",
    columns: {
      day_search_users: `round(dau * ${SEARCHERS})`,
      day_searches: "searches",
      week_search_users: `round(wau * ${SEARCHERS})`,
      week_searches: "week_searches",
      month_search_users: `round(mau * ${SEARCHERS})`,
      month_searches: "month_searches",
    },
  },
  code_intelligence: {
    since: "3.26",
    when: "is_full",
    columns: {
      codeintel_waus: NAVIGATORS,
      codeintel_precise_waus: `round(${NAVIGATORS} * ${PRECISE})`,
      codeintel_search_waus: `round(${NAVIGATORS} * greatest(1 - ${PRECISE}, 0.55))`,
      codeintel_xrepo_waus: `round(${NAVIGATORS} * 0.4)`,
      codeintel_precise_xrepo_waus: `round(${NAVIGATORS} * ${PRECISE} * 0.3)`,
      codeintel_search_xrepo_waus: `round(${NAVIGATORS} * greatest(1 - ${PRECISE}, 0.55) * 0.3)`,
      codeintel_settings_views: `floor(wau * 0.03 * ${today("settings")})`,
      repos: REPOS,
      repos_with_index: `floor(${REPOS} * ${PRECISE} * 0.7)`,
      repos_with_fresh_index: `floor(${REPOS} * ${PRECISE} * 0.5)`,
    },
  },
  batch_changes: {
    since: "3.26",
    when: "is_full AND has_batch",
    columns: {
      batch_changes: "all_batch_created",
      batch_changes_closed: `floor(all_batch_created * (0.5 + 0.4 * ${trait("closed")}))`,
      batch_specs_created: "all_batch_created * 3",
      changeset_specs_created: "all_changesets + all_batch_created",
      changesets_published: PUBLISHED,
      changesets_unpublished: `all_changesets - ${PUBLISHED}`,
      changesets_merged: MERGED,
      changeset_lines_added: `${PUBLISHED} * 14`,
      changeset_lines_deleted: `${PUBLISHED} * 9`,
      merged_lines_added: `${MERGED} * 14`,
      merged_lines_deleted: `${MERGED} * 9`,
      imported_changesets: "floor(all_batch_created * 0.4)",
      imported_changesets_merged: "floor(all_batch_created * 0.4 * 0.6)",
      batch_apply_views: "all_batch_created * 5",
      batch_details_views: "all_batch_created * 12",
      batch_contributors: CONTRIBUTORS,
      batch_users: `${CONTRIBUTORS} + round(mau * 0.05 * ${trait("batch lookers")})`,
      executor_users: `CASE WHEN minor >= ${minor("3.40")} THEN floor(${CONTRIBUTORS} * 0.5) END`,
      executor_minutes: `CASE WHEN minor >= ${minor("3.40")} THEN month_executor_minutes END`,
      active_executors: `CASE WHEN minor >= ${minor("3.40")} THEN floor(5 * ${trait("executors")}) END`,
    },
  },
  growth: {
    since: "3.26",
    when: "is_full AND created IS NOT NULL",
    columns: {
      created_users: "created",
      deleted_users: "deleted",
      retained_users: "retained",
      resurrected_users: "resurrected",
      churned_users: "churned",
    },
  },
  code_insights: {
    since: "3.30",
    when: `is_full AND licensed`,
    columns: {
      insights_week: MONDAY,
      insights_page_views: `${VIEWERS} * 6`,
      insights_viewers: VIEWERS,
      insights_creators: CREATORS,
      insights_first_time_creators: `floor(${CREATORS} * 0.4)`,
      insights_export_clicks: `floor(${VIEWERS} * 0.1)`,
      insights_org_visible: `floor(${INSIGHTS} * 0.3)`,
      insights_backfill_seconds: `round(30 + 300 * ${today("backfill")})`,
      insights_dashboards: DASHBOARDS,
      insights_on_dashboards: `round(${INSIGHTS} * 1.2)`,
      insights_per_dashboard_min: `CASE WHEN ${DASHBOARDS} > 0 THEN 1 END`,
      insights_per_dashboard_median: `CASE WHEN ${DASHBOARDS} > 0 THEN greatest(1, round(${INSIGHTS} / ${DASHBOARDS})) END`,
      insights_per_dashboard_max: `CASE WHEN ${DASHBOARDS} > 0 THEN greatest(1, round(${INSIGHTS} / ${DASHBOARDS})) * 2 END`,
    },
  },
  code_monitoring: {
    since: "3.33",
    when: "is_full",
    columns: {
      monitors_enabled: MONITORS,
      monitor_users: `ceil(${MONITORS} * 0.6)`,
      monitoring_page_views: `floor(wau * 0.1 * ${trait("monitors")})`,
      monitor_create_views: `floor(wau * 0.03 * ${trait("monitors")})`,
      monitors_submitted: `floor(wau * 0.01 * ${trait("monitors")})`,
      monitor_logs_views: `floor(wau * 0.02 * ${trait("monitors")})`,
      monitor_runs: `${MONITORS} * 2016`,
      monitor_runs_failed: `floor(${MONITORS} * 2016 * 0.03 * ${trait("failing monitors")})`,
      monitor_p50_seconds: `CASE WHEN ${MONITORS} > 0 THEN round(1 + 4 * ${trait("run time")}) END`,
      monitor_p90_seconds: `CASE WHEN ${MONITORS} > 0 THEN round(6 + 20 * ${trait("run time")}) END`,
    },
  },
  notebooks: {
    since: "3.37",
    when: "is_full",
    columns: {
      notebook_views: "all_notebook_views",
      notebook_list_views: "floor(all_notebook_views * 0.4)",
      notebook_embedded_views: "floor(all_notebook_views * 0.1)",
      notebooks_created: "all_notebooks_created",
      notebook_stars: "floor(all_notebooks_created * 0.7)",
      notebook_markdown_blocks: "all_notebooks_created * 4",
      notebook_query_blocks: "all_notebooks_created * 3",
      notebook_file_blocks: "all_notebooks_created * 2",
      notebook_symbol_blocks: "all_notebooks_created",
      notebook_compute_blocks: "floor(all_notebooks_created * 0.2)",
    },
  },
  extensions: {
    since: "3.28",
    when: "is_full",
    columns: {
      extensions_week: MONDAY,
      extension_users: EXTENSION_USERS,
      extensions_in_use: share(EXTENSION_USERS, 1, 1.5, "extensions per user"),
    },
  },
  home: {
    since: "3.26",
    when: "is_full",
    columns: {
      saved_searches: SAVED,
      saved_search_users: `ceil(${SAVED} * 0.7)`,
      saved_search_notifications: "all_notifications",
      saved_search_clicks: "floor(all_notifications * 0.15)",
      panel_files_percent: percent(30, "panel files"),
      panel_searches_percent: percent(22, "panel searches"),
      panel_repos_percent: percent(18, "panel repositories"),
      panel_saved_searches_percent: percent(6, "panel saved searches"),
      tour_language_steps: tour(1),
      tour_repo_steps: tour(0.8),
      tour_query_steps: tour(0.7),
      tour_submit_steps: tour(0.6),
      tour_searches: tour(0.5),
    },
  },
};

function minor(release: string): string {
  return String(MINORS.indexOf(release));
}

/** `expression AS column` for every column of every block; null where the tier, the release or the licence lacks it. */
export function blockColumns(): string[] {
  return Object.entries(RULES).flatMap(([block, { since, when, columns }]) => {
    const types = Object.entries(PING_BLOCKS).find(([name]) => name === block)?.[1] ?? {};
    const known = `${when} AND minor >= ${minor(since)}`;
    return Object.entries(types).map(([column, type]) => {
      const text = columns[column];
      if (text === undefined) throw new Error(`The sample says nothing of ${column}`);
      return `CASE WHEN ${known} THEN (${text})::${String(type)} END AS ${column}`;
    });
  });
}

/** The pings as a folder has them, in the order of `pinged`. */
export function pingsSql(): string {
  const full = (column: string): string => `CASE WHEN is_full THEN ${column} END`;
  const date = (column: string): string => `DATE '1970-01-01' + ${column}`;
  return `
    SELECT ts, site_id, version, deploy_type, accounts + ceil(users * 0.06)::BIGINT AS total_user_accounts,
      ${date("month")} AS mau_month, mau, registered, ${full(date("week"))} AS wau_week, ${full("wau")} AS wau,
      ${full(date("day"))} AS dau_day, ${full("dau")} AS dau, has_update,
      ${blockColumns().join(",\n      ")}
    FROM pinged`;
}

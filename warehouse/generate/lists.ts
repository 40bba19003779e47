import { dayNumber } from "#warehouse/day.ts";
import { trait } from "#warehouse/generate/draw.ts";
import { PINGS_PER_DAY } from "#warehouse/generate/pings.ts";
import type { Settings } from "#warehouse/generate/plan.ts";
import { MINORS } from "#warehouse/generate/releases.ts";
import type { PingList } from "#warehouse/schema-pings.ts";

type Row = readonly (string | number | boolean)[];

/** A table written out, to be multiplied with the pings. */
function table(name: string, columns: string, rows: readonly Row[]): string {
  const values = rows.map(
    (row) => `(${row.map((cell) => (typeof cell === "string" ? `'${cell}'` : String(cell))).join(", ")})`,
  );
  return `(VALUES ${values.join(", ")}) AS ${name}(${columns})`;
}

const since = (release: string): string => `minor >= ${String(MINORS.indexOf(release))}`;
const NAVIGATORS = `round(wau * (0.4 + 0.45 * ${trait("navigators")}))`;
const PRECISE = `(CASE WHEN ${trait("precise")} < 0.25 THEN 0 ELSE ${trait("precise")} END)`;
const SEARCHERS = `(0.55 + 0.4 * ${trait("searchers")})`;
/** An instance has some of the things on a list, each with its own likelihood. */
const has = (label: string, likely: string): string =>
  `(hash(site_id, '${label}', ${label}) % 1009) / 1009.0 < ${likely}`;

/** Share of searches, reach among those who search in a month, and the usual median in ms. */
const TYPES = table("t", "search_type, share, reach, ms", [
  ["literal", 0.62, 0.97, 250],
  ["regexp", 0.14, 0.4, 450],
  ["symbol", 0.06, 0.3, 180],
  ["file", 0.05, 0.28, 160],
  ["repo", 0.05, 0.25, 120],
  ["diff", 0.03, 0.12, 4000],
  ["commit", 0.03, 0.12, 4000],
  ["structural", 0.02, 0.06, 2500],
]);
const TYPED = "round(searches * share * (0.8 + 0.4 * ((hash(site_id, day, search_type) % 1009) / 1009.0)))";
const MEDIAN = "(ms * (0.6 + 0.8 * ((hash(site_id, month, search_type) % 1009) / 1009.0)))";

const OPERATORS = table("o", "operator, reach", [
  ["or", 0.2],
  ["and", 0.12],
  ["not", 0.15],
  ["select.repo", 0.05],
  ["select.file", 0.03],
  ["select.content", 0.01],
  ["select.symbol", 0.02],
  ["select.commit.diff.added", 0.01],
  ["select.commit.diff.removed", 0.01],
  ["repo.contains", 0.04],
  ["repo.contains.file", 0.03],
  ["repo.contains.content", 0.02],
  ["repo.contains.commit.after", 0.01],
  ["count.all", 0.08],
  ["context", 0.14],
  ["patterns", 0.6],
  ["three.patterns", 0.2],
]);

const LANGUAGES = table("l", "language, likely", [
  ["typescript", 0.6],
  ["go", 0.55],
  ["python", 0.55],
  ["java", 0.45],
  ["c++", 0.2],
  ["c#", 0.15],
  ["ruby", 0.15],
  ["rust", 0.15],
]);
const ACTIONS = table("a", "action, cross_repository, part", [
  ["hover", false, 0.7],
  ["definitions", false, 0.17],
  ["definitions", true, 0.03],
  ["references", false, 0.08],
  ["references", true, 0.02],
]);
const METHODS = table("m", "method", [["precise"], ["search"]]);
const METHOD_SHARE = `CASE method WHEN 'precise' THEN ${PRECISE} ELSE 1 - ${PRECISE} END`;
const WEEK_ACTIONS = `floor(week_searches * 2.5 * likely / 2.8 * part * ${METHOD_SHARE})`;

const EXTENSIONS = table("e", "extension_id, likely", [
  ["sourcegraph.git-extras", 0.5],
  ["sourcegraph.open-in-editor", 0.4],
  ["sourcegraph.code-stats-insights", 0.2],
  ["sourcegraph.search-export", 0.2],
  ["sourcegraph.link-preview-expander", 0.1],
]);
const HOSTS = table("h", "kind, likely, major", [
  ["GITHUB", 0.55, 3],
  ["GITLAB", 0.35, 15],
  ["BITBUCKETSERVER", 0.2, 7],
  ["BITBUCKETCLOUD", 0.08, 1],
  ["PERFORCE", 0.07, 2022],
  ["GERRIT", 0.05, 3],
  ["OTHER", 0.1, 1],
]);
const SIGN_IN = table("p", "kind, likely", [
  ["builtin", 0.5],
  ["saml", 0.45],
  ["openidconnect", 0.3],
  ["github", 0.2],
  ["gitlab", 0.1],
  ["http-header", 0.05],
]);
const INSIGHT_TYPES = table("i", "insight_type, part", [
  ["search", 0.5],
  ["capture-groups", 0.25],
  ["language-stats", 0.2],
  ["compute", 0.05],
]);
const INSIGHTS = `floor(accounts * 0.5 * ${trait("insights")} * least(1, age / 500.0) * part)`;
const MONITOR_ACTIONS = table("m", "action, part", [
  ["email", 0.7],
  ["slack", 0.25],
  ["webhook", 0.15],
]);
const MONITORS = `floor(accounts * 0.12 * ${trait("monitors")} * part)`;
const OPERATIONS = table("b", "operation, part", [
  ["comment", 0.2],
  ["merge", 0.4],
  ["close", 0.15],
  ["reenqueue", 0.15],
  ["publish", 0.1],
]);
const CLIENTS = table("c", "client, likely, reach", [
  ["vscode", 0.6, 0.12],
  ["jetbrains", 0.45, 0.1],
  ["browser-extension", 0.7, 0.18],
  ["native-integration", 0.25, 0.3],
]);
const CLIENT_USERS = "round(mau * reach * (0.4 + 0.6 * ((hash(site_id, client) % 1009) / 1009.0)))";
const ORG = "((hash(site_id, n) % 1009) / 1009.0)";

type ListSql = { readonly columns: string; readonly from: string; readonly when: string };

const TEXTS: Readonly<Record<Exclude<PingList, "retention_cohort">, ListSql>> = {
  search_type: {
    columns: `search_type, ${TYPED} AS searches, least(round(dau * ${SEARCHERS}), ceil(${TYPED} * 0.7)) AS users,
      greatest(least(round(dau * ${SEARCHERS}), ceil(${TYPED} * 0.7)), round(mau * ${SEARCHERS} * reach)) AS month_users,
      round(${MEDIAN}) AS p50_ms, round(${MEDIAN} * 5) AS p90_ms, round(${MEDIAN} * (15 + 10 * reach)) AS p99_ms`,
    from: TYPES,
    when: `${TYPED} > 0`,
  },
  search_operator: {
    columns: `operator, round(mau * ${SEARCHERS} * reach) AS month_users, round(month_searches * reach * 0.3) AS month_searches`,
    from: OPERATORS,
    when: "month_searches > 0",
  },
  codeintel_action: {
    columns: `language, action, method, cross_repository,
      least(${NAVIGATORS}, ceil(${WEEK_ACTIONS} / 6)) AS week_users, ${WEEK_ACTIONS} AS week_actions`,
    from: `${LANGUAGES}, ${ACTIONS}, ${METHODS}`,
    when: `${has("language", "likely")} AND ${WEEK_ACTIONS} > 0`,
  },
  extension_usage: {
    columns: `extension_id, round(wau * 0.35 * ${trait("extensions")} * likely) AS week_users,
      round(wau * 0.35 * ${trait("extensions")} * likely) * 9 AS week_activations`,
    from: EXTENSIONS,
    when: `${since("3.28")} AND ${has("extension_id", "likely")}`,
  },
  code_host: {
    columns: `kind, CASE WHEN kind IN ('BITBUCKETCLOUD', 'OTHER') THEN NULL
        ELSE concat(major::INTEGER, '.', (hash(site_id, kind, month) % 9)::INTEGER, '.0') END AS host_version,
      1 + (hash(site_id, kind) % 3)::INTEGER AS connections`,
    from: HOSTS,
    when: has("kind", "likely"),
  },
  auth_provider: { columns: "kind, 1 AS providers", from: SIGN_IN, when: has("kind", "likely") },
  insight_type: {
    columns: `insight_type, ${INSIGHTS} AS insights, floor(wau * 0.02 * part) AS week_additions,
      floor(wau * 0.03 * part) AS week_edits, floor(wau * 0.01 * part) AS week_removals,
      floor(wau * 0.9 * part) AS week_hovers, floor(wau * 0.2 * part) AS week_clicks`,
    from: INSIGHT_TYPES,
    when: `${since("3.30")} AND licensed`,
  },
  monitor_action: {
    columns: `action, ${MONITORS} AS enabled, ceil(${MONITORS} * 0.6) AS users, ${MONITORS} * 9 AS triggered,
      floor(${MONITORS} * 9 * 0.1 * ${trait("failing actions")}) AS failed`,
    from: MONITOR_ACTIONS,
    when: `${since("3.33")} AND (action = 'email' OR ${since("3.38")})`,
  },
  batch_cohort: {
    columns: `DATE '1970-01-01' + (day - (day + 3) % 7 - 7 * back)::INTEGER AS cohort_week,
      ceil(mau * 0.02 * ${trait("batch")}) AS batch_changes,
      ceil(mau * 0.02 * ${trait("batch")}) * 12 AS published,
      floor(ceil(mau * 0.02 * ${trait("batch")}) * 12 * 0.07 * least(back, 9)) AS merged,
      floor(ceil(mau * 0.02 * ${trait("batch")}) * 12 * 0.02 * least(back, 9)) AS closed,
      ceil(mau * 0.02 * ${trait("batch")}) * 12
        - floor(ceil(mau * 0.02 * ${trait("batch")}) * 12 * 0.07 * least(back, 9))
        - floor(ceil(mau * 0.02 * ${trait("batch")}) * 12 * 0.02 * least(back, 9)) AS open`,
    from: "(SELECT unnest(range(12)) AS back) AS w",
    when: `has_batch AND mau > 0`,
  },
  bulk_operation: {
    columns: "operation, floor(all_bulk * part) AS operations, floor(all_bulk * part) * 14 AS changesets",
    from: OPERATIONS,
    when: `${since("3.31")} AND has_batch`,
  },
  integration: {
    columns: `client, ${CLIENT_USERS} AS month_users, ${CLIENT_USERS} * 11 AS month_events,
      ceil(${CLIENT_USERS} * 0.12) AS month_installs, floor(${CLIENT_USERS} * 0.05) AS month_uninstalls,
      ${CLIENT_USERS} * 2 AS month_redirects`,
    from: CLIENTS,
    when: `${since("3.36")} AND ${has("client", "likely")}`,
  },
  organization: {
    columns: `'org-' || substr(md5(concat(site_id, n)), 1, 10) AS org_id,
      DATE '1970-01-01' + (day - age + 20 * n)::INTEGER AS created_on, round(3 + 90 * ${ORG} ^ 3) AS members,
      floor(round(3 + 90 * ${ORG} ^ 3) * (0.1 + 0.7 * ((hash(site_id, n, month) % 1009) / 1009.0))) AS month_active_members,
      floor(round(3 + 90 * ${ORG} ^ 3) * (0.1 + 0.7 * ((hash(site_id, n, month) % 1009) / 1009.0))) * 14 AS month_searches`,
    from: "(SELECT unnest(range(64)) AS n) AS o",
    when: "is_dotcom AND age >= 20 * n",
  },
};

const WEEKLY: readonly PingList[] = ["codeintel_action", "extension_usage", "insight_type"];

/** The days whose last ping says its lists: searches each day, what is of a week at its end, all else monthly. */
function days(list: PingList, settings: Settings): string {
  if (list === "search_type") return "true";
  const monthEnd = "day(DATE '1970-01-01' + (day + 1)::INTEGER) = 1";
  const last = `day = ${String(dayNumber(settings.asOf))}`;
  // Weeks from Sunday end on Saturday, weeks from Monday a day later.
  const weekEnd = `(day + 4) % 7 = ${list === "codeintel_action" ? "6" : "0"}`;
  return WEEKLY.includes(list) ? `(${weekEnd} OR ${last})` : `(${monthEnd} OR ${last})`;
}

/** Monthly is enough where the row speaks of twelve weeks. */
export function isCohortDay(day: number, settings: Settings): boolean {
  return new Date((day + 1) * 86_400_000).getUTCDate() === 1 || day === dayNumber(settings.asOf);
}

/** The rows of a list as a folder has them. */
export function listSql(list: PingList, settings: Settings): string {
  if (list === "retention_cohort")
    return `SELECT p.ts, p.site_id, DATE '1970-01-01' + c.cohort_week AS cohort_week, c.week_no::BIGINT AS week_no,
        c.cohort_size::BIGINT AS cohort_size, c.retained::BIGINT AS retained
      FROM cohort AS c JOIN pinged AS p USING (instance, day)
      WHERE p.is_full AND p.passed = ${String(PINGS_PER_DAY)} ORDER BY ALL`;
  const { columns, from, when } = TEXTS[list];
  return `SELECT ts, site_id, ${columns} FROM pinged, ${from}
    WHERE is_full AND passed = ${String(PINGS_PER_DAY)} AND ${days(list, settings)} AND ${when} ORDER BY ALL`;
}

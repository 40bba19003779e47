import { CLIENTS, UNCLASSIFIED } from "#warehouse/event-catalogue.ts";
import { rulesOf } from "#warehouse/load/files.ts";
import { quoted } from "#warehouse/quoted.ts";
import type { TelemetryFile } from "#warehouse/schema.ts";
import { PING_COLUMNS, PING_LISTS, type PingList } from "#warehouse/schema-pings.ts";

/** The condition for a row of `staged AS s` not to have been refused. */
export const WELCOME = "NOT EXISTS (SELECT 1 FROM refused AS r WHERE r.line = s.line)";

const clientCase = Object.entries(CLIENTS)
  .map(([source, client]) => `WHEN ${quoted(source)} THEN ${quoted(client)}`)
  .join(" ");

const names = (columns: object): string =>
  Object.keys(columns)
    .map((name) => `s.${name}`)
    .join(", ");

const SENT = "s.ts, s.ts::DATE AS day, site.instance_no, s.site_id";

function list(name: PingList): string {
  const { key, values } = PING_LISTS[name];
  return `${SENT}, ${names({ ...key, ...values })}`;
}

const minutes = (column: string): string => `date_diff('minute', s.created_at, s.${column})`;

/** What a row of `staged AS s` becomes, by the names of the table's columns. */
const SELECTED: Readonly<Record<TelemetryFile, string>> = {
  update_checks: `${SENT}, ltrim(s.version, 'v') AS version, s.deploy_type, s.total_user_accounts, s.mau_month, s.mau,
    s.registered, s.wau_week, s.wau, s.dau_day, s.dau, s.has_update, ${names(PING_COLUMNS)}`,
  events_usage: `${SENT}, s.insert_id, s.name,
    coalesce(kind.family, ${quoted(UNCLASSIFIED.family)}) AS family,
    CASE s.source ${clientCase} ELSE 'Other' END AS client,
    CASE WHEN coalesce(s.user_id, 0) = 0 THEN s.anonymous_user_id ELSE s.user_id::VARCHAR END AS user_key,
    s.session_id, ltrim(s.version, 'v') AS version,
    coalesce(kind.active, ${String(UNCLASSIFIED.active)}) AND s.anonymous_user_id IS DISTINCT FROM 'backend'
      AS counts_as_active,
    coalesce(s.is_operator, false) AS is_operator`,
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
  tickets: `s.ticket_id, s.created_at::DATE AS day, account.account_id, site.instance_no, s.created_at, s.updated_at,
    coalesce(s.priority, 'none') AS priority, s.type, s.status, s.channel, s.product_area, s.lifecycle, s.assignee,
    ${minutes("first_response_at")} AS first_response_minutes, ${minutes("solved_at")} AS solved_minutes,
    s.sla_target_minutes, s.sla_met, s.satisfied`,
  nps_responses: `s.response_id, s.submitted_at::DATE AS day, account.account_id, site.instance_no, s.submitted_at,
    s.score, ltrim(s.version, 'v') AS version`,
};

function joins(file: TelemetryFile): string {
  if (rulesOf(file).ofAccount) return "JOIN account USING (account_ref) LEFT JOIN site USING (site_id)";
  return file === "events_usage"
    ? "JOIN site USING (site_id) LEFT JOIN kind ON kind.name = s.name"
    : "JOIN site USING (site_id)";
}

/** An instance goes by its number; all else as the row says it, and a missing host version is like another. */
function agree(file: TelemetryFile, one: string, site: string, other: string): string {
  const { key } = rulesOf(file);
  const same = key.map((column) => {
    if (column === "site_id" && site !== "") return `${other}.instance_no = ${site}.instance_no`;
    return `${other}.${column} ${column === "host_version" ? "IS NOT DISTINCT FROM" : "="} ${one}.${column}`;
  });
  return same.join(" AND ");
}

/** The lines that another line of the same file makes superfluous. */
export function repeats(file: TelemetryFile): string {
  const { key, newestBy } = rulesOf(file);
  const kept = newestBy === null ? "min(line)" : `last(line ORDER BY ${newestBy}, line DESC)`;
  return `CREATE OR REPLACE TEMP TABLE repeated AS
    SELECT s.line FROM staged AS s JOIN (
      SELECT ${key.join(", ")}, ${kept} AS kept FROM staged AS s WHERE ${WELCOME} GROUP BY ALL HAVING count(*) > 1
    ) AS t ON ${agree(file, "s", "", "t")} WHERE s.line <> t.kept`;
}

/** Takes away the rows that the file says anew; null where a row never changes. */
export function replacement(file: TelemetryFile): string | null {
  const { table, newestBy } = rulesOf(file);
  if (newestBy === null) return null;
  return `DELETE FROM ${table} AS k USING (SELECT * FROM staged AS s WHERE ${WELCOME}) AS s
    WHERE ${agree(file, "s", "", "k")} AND s.${newestBy} > k.${newestBy}`;
}

/** A second sending of the same row adds nothing: neither within a file nor over files. */
export function fresh(file: TelemetryFile): string {
  return `FROM staged AS s ${joins(file)} WHERE ${WELCOME}
    AND NOT EXISTS (SELECT 1 FROM repeated WHERE repeated.line = s.line)
    AND NOT EXISTS (SELECT 1 FROM ${rulesOf(file).table} AS k WHERE ${agree(file, "s", "site", "k")})`;
}

export function insertion(file: TelemetryFile): string {
  return `INSERT INTO ${rulesOf(file).table} BY NAME SELECT ${SELECTED[file]} ${fresh(file)}`;
}

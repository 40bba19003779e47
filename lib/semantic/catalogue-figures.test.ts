import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Metric } from "#lib/semantic/model.ts";
import { EMPTY_QUESTION } from "#lib/semantic/question.ts";
import { ask, MODEL } from "#lib/semantic/testing/asker.ts";
import { Duck } from "#lib/semantic/testing/duck.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";
import { account, FIRST, instance, term, typical } from "#lib/semantic/testing/registry-rows.ts";
import { type RegistryWorld, snapshotOf } from "#lib/testing/registry-world.ts";
import { type Columns } from "#warehouse/columns.ts";
import { TABLES } from "#warehouse/schema.ts";

/** Two customers on full pings and one on critical pings that sends everything all the same. */
const REGISTRY: RegistryWorld = {
  rows: {
    ...plantedWorld().registry.rows,
    accounts: [account("A1"), account("A2"), account("A3"), { ...account("A4"), type: "internal" }],
    instances: [instance("site-1", "A1"), instance("site-2", "A2"), instance("site-3", "A3"), instance("site-4", "A4")],
    licences: [],
    terms: [
      term("A1", 2, FIRST, null),
      term("A2", 2, FIRST, null),
      term("A3", 1, FIRST, null),
      term("A4", 2, FIRST, null),
    ],
  },
  ...typical,
};
const WORLD = {
  ...plantedWorld(),
  registry: REGISTRY,
  snapshot: snapshotOf(REGISTRY, "2026-03-29"),
  instanceDays: [],
  events: [],
  languages: [],
  tickets: [],
};

type Row = Readonly<Record<string, string | number | boolean | null>>;

function insert(table: keyof typeof TABLES, row: Row): string {
  const cells = Object.values(row).map((cell) => (typeof cell === "string" ? `'${cell}'` : String(cell)));
  return `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${cells.join(", ")})`;
}

/** All that a ping can count is the same number; the weeks and the month are those of 28 February. */
function pinged(instanceNo: number, day: string, number: number): string {
  const columns: Columns = TABLES.instance_day;
  const counts = Object.entries(columns).flatMap(([name, type]) =>
    type === "BIGINT" ? [[name, number] as const] : [],
  );
  const periods = {
    mau_month: "2026-02-01",
    wau_week: "2026-02-22",
    insights_week: "2026-02-23",
    extensions_week: "2026-02-23",
  };
  const row = { day, instance_no: instanceNo, version: "5.2.0", last_ts: `${day} 23:00:00`, ...periods };
  return insert("instance_day", { ...row, ...Object.fromEntries(counts) });
}

const sent = (instanceNo: number) => ({
  ts: "2026-02-28 23:00:00",
  day: "2026-02-28",
  instance_no: instanceNo,
  site_id: `site-${String(instanceNo)}`,
});
const latency = { p50_ms: 100, p90_ms: 500, p99_ms: 2000, users: 1, month_users: 1 };
const TYPES = ["literal", "regexp", "structural", "symbol", "file", "repo", "diff", "commit"];
const opened = {
  day: "2026-02-10",
  created_at: "2026-02-10 08:00:00",
  updated_at: "2026-02-10 08:00:00",
  type: "help",
};
const answered = { day: "2026-02-11", submitted_at: "2026-02-11 08:00:00" };

const ROWS: readonly string[] = [
  pinged(1, "2026-02-27", 10),
  pinged(1, "2026-02-28", 40),
  pinged(2, "2026-02-27", 5),
  pinged(2, "2026-02-28", 11),
  pinged(3, "2026-02-28", 100),
  ...TYPES.flatMap((type) => [
    insert("search_type", { ...sent(1), search_type: type, searches: 3, ...latency }),
    insert("search_type", {
      ...sent(2),
      search_type: type,
      searches: 4,
      ...latency,
      p50_ms: 300,
      p90_ms: 900,
      p99_ms: 4000,
    }),
    insert("search_type", { ...sent(3), search_type: type, searches: 50, ...latency, p50_ms: 9, p90_ms: 9, p99_ms: 9 }),
  ]),
  insert("codeintel_action", {
    ...sent(1),
    language: "go",
    action: "hover",
    method: "precise",
    cross_repository: false,
    week_actions: 30,
  }),
  insert("codeintel_action", {
    ...sent(2),
    language: "go",
    action: "hover",
    method: "search",
    cross_repository: false,
    week_actions: 10,
  }),
  insert("codeintel_action", {
    ...sent(3),
    language: "go",
    action: "hover",
    method: "search",
    cross_repository: false,
    week_actions: 900,
  }),
  insert("extension_usage", { ...sent(1), extension_id: "a.b", week_users: 4, week_activations: 30 }),
  insert("extension_usage", { ...sent(2), extension_id: "a.c", week_users: 6, week_activations: 20 }),
  insert("retention_cohort", { ...sent(1), cohort_week: "2026-02-02", week_no: 2, cohort_size: 8, retained: 4 }),
  insert("retention_cohort", { ...sent(2), cohort_week: "2026-02-02", week_no: 2, cohort_size: 2, retained: 2 }),
  insert("code_host", { ...sent(1), kind: "GITHUB", connections: 2 }),
  insert("code_host", { ...sent(1), kind: "GITHUB", host_version: "3.9.0", connections: 1 }),
  insert("code_host", { ...sent(2), kind: "GITLAB", connections: 1 }),
  insert("auth_provider", { ...sent(2), kind: "saml", providers: 1 }),
  insert("auth_provider", { ...sent(3), kind: "saml", providers: 1 }),
  insert("monitor_action", { ...sent(1), action: "email", triggered: 20, failed: 1 }),
  insert("monitor_action", { ...sent(2), action: "slack", triggered: 20, failed: 3 }),
  insert("batch_cohort", { ...sent(1), cohort_week: "2026-02-02", published: 30, merged: 12 }),
  insert("batch_cohort", { ...sent(2), cohort_week: "2026-02-09", published: 10, merged: 8 }),
  insert("integration", { ...sent(1), client: "vscode", month_users: 5, month_events: 60 }),
  insert("integration", { ...sent(2), client: "jetbrains", month_users: 5, month_events: 40 }),
  insert("organization", { ...sent(4), org_id: "o-1", month_active_members: 4, month_searches: 40 }),
  insert("organization", { ...sent(4), org_id: "o-2", month_active_members: 6, month_searches: 10 }),
  insert("ticket", {
    ...opened,
    ticket_id: "T-1",
    account_id: "A1",
    status: "solved",
    first_response_minutes: 30,
    sla_met: true,
    satisfied: true,
  }),
  insert("ticket", {
    ...opened,
    ticket_id: "T-2",
    account_id: "A3",
    status: "pending",
    first_response_minutes: 90,
    sla_met: false,
  }),
  insert("ticket", { ...opened, ticket_id: "T-3", account_id: "A3", status: "open" }),
  insert("ticket", { ...opened, ticket_id: "T-4", account_id: "A4", status: "open" }),
  insert("ticket_solved", { ...opened, day: "2026-02-20", ticket_id: "T-1", account_id: "A1", status: "solved" }),
  ...[10, 9, 9, 8, 3].map((score, at) =>
    insert("nps_response", { ...answered, response_id: `N-${String(at)}`, account_id: "A2", score }),
  ),
  insert("nps_response", { ...answered, day: "2026-03-02", response_id: "N-9", account_id: "A2", score: 0 }),
];

const LAST = 40 + 11;
const RISE = 30 + 6;
const MEAN = 25 + 8;
const MIDDLE = (40 + 11) / 2;

/** What each metric comes to in February, or in the last week of it, worked out by hand. */
const BY_HAND: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    TYPES.flatMap((type) => [
      [`search_${type}_p50`, 200],
      [`search_${type}_p90`, 700],
      [`search_${type}_p99`, 3000],
    ]),
  ),
  registered_users: LAST + 100,
  anonymous_users: LAST + 100,
  git_storage: LAST + 100,
  indexed_lines: LAST + 100,
  insights: LAST + 100,
  dau: MEAN,
  dau_wau: MEAN / LAST,
  searches: 10 + 40 + 5 + 11,
  searches_by_type: 8 * (3 + 4),
  search_saturation: 1,
  precise_user_share: 1,
  index_coverage: 1,
  fresh_index_coverage: 1,
  merge_rate: 1,
  batch_saturation: 1,
  insights_per_dashboard: 1,
  monitor_failure_rate: 1,
  extensions_per_user: 1,
  monitor_p50_seconds: MIDDLE,
  monitor_p90_seconds: MIDDLE,
  notebook_blocks: 5 * RISE,
  precise_action_share: 30 / 40,
  activations_per_user: 50 / 10,
  weekly_retention: 6 / 10,
  instances_by_code_host: 2,
  instances_by_sign_in: 1,
  monitor_action_failure_rate: 4 / 40,
  cohort_merge_rate: 20 / 40,
  integration_actions_per_user: 100 / 10,
  organizations: 2,
  searches_per_organization_member: 50 / 10,
  tickets_opened: 3,
  tickets_unsolved: 2,
  tickets_solved: 1,
  first_response_minutes: 120 / 2,
  sla_met: 1 / 2,
  csat: 1,
  nps: (100 * (3 - 1)) / 5,
  nps_answers: 5,
};

/** By what its one measure is made of, where nothing else stands above. */
function byKind({ numerator }: Metric): number {
  if (numerator.agg === "increase") return RISE;
  if (numerator.agg === "last") return LAST;
  throw new Error(`${numerator.id} needs a figure worked out by hand`);
}

/** These stand in the proofs, beside an oracle of their own. */
const PROVEN = [
  "mau",
  "total_accounts",
  "active_instances",
  "seat_consumption",
  "dau_mau",
  "events",
  "event_active_users",
  "seats",
  "instances",
  "minors_behind",
];
const METRICS = [...MODEL.metrics.values()].filter(({ id }) => !PROVEN.includes(id) && !/^(kind|health)_/.test(id));

let duck: Duck;

beforeAll(async () => {
  duck = await Duck.open();
  await duck.load("hand", WORLD);
  await duck.change(["USE hand", ...ROWS].join(";"));
});

afterAll(() => {
  duck.close();
});

describe("each metric of the catalogue comes to what a person works out", () => {
  it.each(METRICS.map((metric) => [metric.id, metric] as const))("%s", async (id, metric) => {
    const weekly = metric.grains.length === 1 && metric.grains[0] === "week";
    const monday = metric.numerator.describes?.weekStart === "monday";
    const range = monday ? "2026-02-23 to 2026-03-02" : "2026-02-22 to 2026-03-01";
    const question = {
      ...EMPTY_QUESTION,
      fields: [{ id }],
      time: {
        field: `${metric.numerator.source}.day`,
        grain: weekly ? ("week" as const) : ("month" as const),
        range: weekly ? range : "2026-02-01 to 2026-03-01",
      },
      week_start: weekly && !monday ? ("sunday" as const) : ("monday" as const),
    };
    const answer = await ask(duck, "hand", WORLD, question);
    const last = answer.rows[0]?.at(-1);
    expect(last).toBeCloseTo(BY_HAND[id] ?? byKind(metric), 6);
  });
});

import { buildModel, readTexts } from "#lib/semantic/load.ts";
import type { Model } from "#lib/semantic/model.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { withSettings } from "#lib/semantic/settings.ts";

const NEWEST = `
source: kind
label: Kinds
description: Every way to make a figure of an instance's newest rows.
owner: Tests
origin: warehouse
table: instance_day
instance_key: instance_no
level: critical
time: { column: day, label: Day, description: Day of the row. }
latest_by: [last_ts, mau_month]
columns: { day: date, instance_no: number, version: string, last_ts: date, mau_month: date, mau: number,
  total_user_accounts: number, dau: { type: number, level: full } }
dimensions: { version: { label: Version, description: Version of the row., expr: version } }
measures:
  sum: { agg: sum, expr: dau }
  max: { agg: max, expr: total_user_accounts }
  increase: { agg: increase, expr: total_user_accounts }
  last: { agg: last, expr: total_user_accounts }
  last_new: { agg: last, expr: total_user_accounts, where: version = '5.0.0' }
  present_new: { agg: present, where: version != '5.0.0' }
  present: { agg: present }
  month: { agg: last, expr: mau, describes: mau_month }
  median: { agg: median_of_instances, expr: total_user_accounts }
  median_month: { agg: median_of_instances, expr: mau, describes: mau_month }
  lowest: { agg: lowest_of_instances, expr: dau }
  highest: { agg: highest_of_instances, expr: dau }
`;

const KEYED = `
source: kind_language
label: Kinds by language
description: Every way to make a figure of what an instance says language by language.
owner: Tests
origin: warehouse
table: kind_language
instance_key: instance_no
level: full
time: { column: day, label: Day, description: Day of the row. }
latest_by: [last_ts]
row_key: [language]
columns: { day: date, instance_no: number, last_ts: date, language: string, actions: number, repos: number }
measures:
  last: { agg: last, expr: repos }
  last_go: { agg: last, expr: repos, where: language = 'go' }
  sum: { agg: sum, expr: actions }
  mean: { agg: mean_per_day, expr: repos }
  max: { agg: max, expr: repos }
  increase: { agg: increase, expr: actions }
`;

const ROWS = `
source: kind_event
label: Kinds of events
description: Every way to make a figure of all rows.
owner: Tests
origin: warehouse
table: event
instance_key: instance_no
level: user_level
time: { column: day, label: Day, description: Day of the row. }
columns: { day: date, instance_no: number, name: string, client: string, user_key: string, is_operator: boolean }
dimensions: { client: { label: Client, description: Client of the row., expr: client } }
measures:
  user_days: { agg: user_days, expr: user_key, where: not is_operator, users: user_key }
  points: { agg: sum, expr: "if(name = 'hover', 1, 3)" }
  hovers: { agg: count, where: name = 'hover', users: user_key }
  all: { agg: count, users: user_key }
`;

const TICKETS = `
source: kind_ticket
label: Kinds of tickets
description: Figures of rows that accounts are the keys of.
owner: Tests
origin: warehouse
table: kind_ticket
account_key: account_id
level: registry
time: { column: day, label: Day, description: Day of the row. }
columns: { day: date, account_id: string, ticket_id: number, priority: string, minutes: number, met: boolean }
dimensions: { priority: { label: Priority, description: Priority of the row., expr: priority } }
measures:
  tickets: { agg: count }
  urgent: { agg: count, where: priority = 'p0' }
  minutes: { agg: sum, expr: minutes }
  answered: { agg: count, where: minutes is not null, users: ticket_id }
  met: { agg: count, where: met }
  judged: { agg: count, where: met is not null }
`;

const ANY_GRAIN = "grains: [day, week, month, quarter, year]";
const MONTHLY = "grains: [month]\nneeds_grain: true";

/** A metric for each kind of measure and of ratio, by id; what it is made of as `measure` or `a / b`. */
export const KIND_METRICS = {
  kind_sum: ["kind.sum", ANY_GRAIN],
  kind_max: ["kind.max", ANY_GRAIN],
  kind_increase: ["kind.increase", ANY_GRAIN],
  kind_last_new: ["kind.last_new", ANY_GRAIN],
  kind_present_new: ["kind.present_new", ANY_GRAIN],
  kind_median: ["kind.median", ANY_GRAIN],
  kind_median_month: ["kind.median_month", MONTHLY],
  kind_lowest: ["kind.lowest", ANY_GRAIN],
  kind_highest: ["kind.highest", ANY_GRAIN],
  kind_month_by_last: ["kind.month / kind.last", MONTHLY],
  kind_sum_by_last: ["kind.sum / kind.last", ANY_GRAIN],
  kind_increase_by_max: ["kind.increase / kind.max", ANY_GRAIN],
  kind_sum_by_present: ["kind.sum / kind.present", ANY_GRAIN],
  kind_max_by_seats: ["kind.max / licence.seats", ANY_GRAIN],
  kind_keyed_last: ["kind_language.last", ANY_GRAIN],
  kind_keyed_sum: ["kind_language.sum", ANY_GRAIN],
  kind_keyed_mean: ["kind_language.mean", ANY_GRAIN],
  kind_keyed_max: ["kind_language.max", ANY_GRAIN],
  kind_keyed_increase: ["kind_language.increase", ANY_GRAIN],
  kind_keyed_share: ["kind_language.last_go / kind_language.last", ANY_GRAIN],
  kind_user_days: ["kind_event.user_days", ANY_GRAIN],
  kind_points: ["kind_event.points", ANY_GRAIN],
  kind_hover_share: ["kind_event.hovers / kind_event.all", ANY_GRAIN],
  kind_tickets: ["kind_ticket.tickets", ANY_GRAIN],
  kind_urgent: ["kind_ticket.urgent", ANY_GRAIN],
  kind_mean_minutes: ["kind_ticket.minutes / kind_ticket.answered", ANY_GRAIN],
  kind_met: ["kind_ticket.met / kind_ticket.judged", ANY_GRAIN],
  kind_score: ["derived", MONTHLY],
} as const;
export type KindMetric = keyof typeof KIND_METRICS;

export const KIND_IDS = Object.keys(KIND_METRICS).filter((id): id is KindMetric => id in KIND_METRICS);

/** Derived from figures of each account: both parts, a dated number, and for how long it has been a customer. */
const SCORE_NUMBERS = [
  { key: "kind_weights", value: '{"weight":0.25}', from: "2025-01-01", to: "2026-02-01" },
  { key: "kind_weights", value: '{"weight":0.75}', from: "2026-02-01", to: null },
] as const;

export function weightOn(day: string): number {
  return day < "2026-02-01" ? 0.25 : 0.75;
}

const SCORE = `derived:
  parts: { use: kind_month_by_last, full: kind_max_by_seats }
  setting: { key: kind_weights, numbers: [weight] }
  expr: "if(tenure < 40, 0, 100) * (weight * least(1, use) + (1 - weight) * greatest(full, 0.5) / 2)"`;

function metricText(id: string, of: string, grains: string): string {
  const [numerator = "", denominator] = of.split(" / ");
  const simple = denominator === undefined;
  const ratio = `ratio: { numerator: ${numerator}, denominator: ${denominator ?? ""} }`;
  const made = of === "derived" ? SCORE : simple ? `measure: ${numerator}` : ratio;
  return `metric: ${id}
label: ${id}
group: Tests
description: ${of}.
formula: ${of}.
how_to_read: For the proofs.
owner: Tests
certified: null
${made}
format: decimal
better: neither
status: proposed
version: 1
min_version: null
${grains}
population: { unit: account, label: accounts, types: [customer, prospect, free], allows: [customer, prospect, free, former, internal], production: true }
`;
}

/** The shipped models and beside them a metric of each kind. */
export function kindModels(): Model {
  const texts = new Map(readTexts("models"));
  texts.set("sources/kind.yml", NEWEST).set("sources/kind_language.yml", KEYED);
  texts.set("sources/kind_event.yml", ROWS).set("sources/kind_ticket.yml", TICKETS);
  for (const [id, [of, grains]] of Object.entries(KIND_METRICS))
    texts.set(`metrics/${id}.yml`, metricText(id, of, grains));
  return withSettings(buildModel(texts), SCORE_NUMBERS);
}

function ask(metric: KindMetric, grain: "week" | "month" | null, groups: readonly string[]): Question {
  return {
    ...EMPTY_QUESTION,
    fields: [...groups, metric].map((id) => ({ id })),
    time: { field: "kind.day", grain, range: grain === null ? "2026-01-17 to 2026-02-20" : "2026-01-01 to 2026-05-01" },
    limit: 5000,
  };
}

/** Each kind in whole months, and, where it may be, in weeks or in a range that cuts months. */
export const KIND_QUESTIONS: Readonly<Record<string, Question>> = Object.fromEntries(
  KIND_IDS.flatMap((id, index) => {
    const group = [[], ["account.name"], ["account.type"]][index % 3] ?? [];
    const grains = KIND_METRICS[id][1] === MONTHLY ? (["month"] as const) : (["month", "week", null] as const);
    return grains.map((grain) => [`${id} by ${grain ?? "range"}`, ask(id, grain, group)]);
  }),
);

import { EMPTY_QUESTION, type Grain, type Question } from "#lib/semantic/question.ts";

type Short = {
  readonly fields: readonly string[];
  readonly grain: Grain | null;
  readonly range: string;
  readonly filters?: Readonly<Record<string, string>>;
  readonly population?: Question["population"];
  readonly total?: boolean;
  /** Every key that the others do not give. */
  readonly more?: Partial<Question>;
};

const ALL_TOTALS = { grand: true, row: true, sub: true } as const;

function ask({ fields, grain, range, filters = {}, population = null, total = false, more = {} }: Short): Question {
  return {
    ...EMPTY_QUESTION,
    population,
    fields: fields.map((id) => ({ id })),
    time: { field: "instance_day.day", grain, range },
    filters: Object.entries(filters).map(([field, text]) => ({ field, text })),
    totals: { ...EMPTY_QUESTION.totals, grand: total },
    limit: 5000,
    ...more,
  };
}

const WHOLE = "2026-01-01 to 2026-05-01";
/** Cuts January, February and the running month. */
const CUT = "2026-01-17 to 2026-02-20";

/**
 * Questions that every engine must answer alike and every gate must guard. Append only: a question that
 * found a fault stays.
 */
export const QUESTIONS: Readonly<Record<string, Question>> = {
  "MAU by month": ask({ fields: ["mau"], grain: "month", range: WHOLE }),
  "MAU by hosting type, cut": ask({ fields: ["instance.hosting", "mau"], grain: "month", range: CUT }),
  "MAU by customer": ask({ fields: ["account.name", "mau"], grain: "month", range: "last 2 months" }),
  "MAU by version, managed only": ask({
    fields: ["instance_day.version", "mau"],
    grain: "month",
    range: WHOLE,
    filters: { "instance.hosting": "managed" },
  }),
  "MAU of one month with its total": ask({
    fields: ["account.name", "instance.tier", "mau"],
    grain: "month",
    range: "2026-02",
    total: true,
  }),
  "Accounts by week": ask({ fields: ["total_accounts"], grain: "week", range: "90 days" }),
  "Accounts by customer, no grain": ask({
    fields: ["account.name", "total_accounts"],
    grain: null,
    range: CUT,
    total: true,
  }),
  "DAU/MAU by month": ask({ fields: ["dau_mau"], grain: "month", range: WHOLE }),
  "DAU/MAU by customer, cut": ask({ fields: ["account.name", "dau_mau"], grain: "month", range: CUT }),
  "DAU/MAU by tier and version": ask({
    fields: ["instance.tier", "instance_day.version", "dau_mau"],
    grain: "month",
    range: WHOLE,
  }),
  "Seats by account type": ask({
    fields: ["account.type", "seats"],
    grain: "week",
    range: "last 2 months",
    total: true,
  }),
  "Seat consumption by month": ask({ fields: ["seat_consumption"], grain: "month", range: WHOLE }),
  "Seat consumption by customer": ask({ fields: ["account.name", "seat_consumption"], grain: "month", range: CUT }),
  "Seat consumption by hosting type, not one customer": ask({
    fields: ["instance.hosting", "seat_consumption"],
    grain: "month",
    range: WHOLE,
    filters: { "account.name": "-Account A1" },
  }),
  "Active instances by version": ask({
    fields: ["instance_day.version", "active_instances"],
    grain: "month",
    range: WHOLE,
    total: true,
  }),
  "Active instances by environment and day": ask({
    fields: ["instance.environment", "active_instances"],
    grain: "day",
    range: "2026-02",
  }),
  "Active instances of the internal and the former": ask({
    fields: ["instance.name", "active_instances"],
    grain: "quarter",
    range: "2026",
    population: ["internal", "former"],
  }),
  "Instances by tier": ask({ fields: ["instance.tier", "instances"], grain: "month", range: WHOLE }),
  "Events by name": ask({ fields: ["event.name", "events"], grain: "month", range: WHOLE, total: true }),
  "Events by client and week": ask({ fields: ["event.client", "events"], grain: "week", range: CUT }),
  "Active users by month": ask({ fields: ["event_active_users"], grain: "month", range: WHOLE }),
  "Active users by customer": ask({
    fields: ["account.name", "event_active_users"],
    grain: null,
    range: "90 days",
    total: true,
  }),
  "Active users of search by hosting type": ask({
    fields: ["instance.hosting", "event_active_users"],
    grain: "month",
    range: WHOLE,
    filters: { "event.family": "search" },
  }),
  "Events by name and month, hosting type across, all totals": ask({
    fields: ["event.name", "events"],
    grain: "month",
    range: WHOLE,
    more: { pivots: [{ id: "instance.hosting" }], totals: ALL_TOTALS },
  }),
  "MAU by customer, months across, with its change over a year": ask({
    fields: ["account.name", "mau"],
    grain: "month",
    range: "last 2 months",
    more: { pivots: [{ id: "instance_day.day" }], compare: "previous_year", totals: ALL_TOTALS },
  }),
  "Active users by customer and client against the days before": ask({
    fields: ["account.name", "event.client", "event_active_users", "events"],
    grain: null,
    range: "28 days",
    more: { compare: "previous_period", totals: ALL_TOTALS },
  }),
  "Seat consumption and MAU against the months before": ask({
    fields: ["instance.hosting", "mau", "seat_consumption"],
    grain: "month",
    range: "2 months",
    more: { compare: "previous_period", totals: ALL_TOTALS },
  }),
  "Events by client with shares and ranks": ask({
    fields: ["event.client", "events"],
    grain: null,
    range: WHOLE,
    more: {
      calcs: [
        { id: "calc_share", label: "Share", kind: "percent_of_total", of: "events" },
        { id: "calc_rank", label: "Rank", kind: "rank", of: "events" },
        { id: "calc_sum", label: "Running total", kind: "running_total", of: "events" },
      ],
    },
  }),
  "Accounts by week with the change from week to week": ask({
    fields: ["instance.hosting", "total_accounts"],
    grain: "week",
    range: CUT,
    more: {
      pivots: [{ id: "instance.hosting" }],
      fields: [{ id: "total_accounts" }],
      calcs: [{ id: "calc_change", label: "Change", kind: "percent_change", of: "total_accounts" }],
    },
  }),
  "MAU by segment": ask({ fields: ["account.segment", "mau"], grain: "month", range: WHOLE }),
  "Accounts of names with signs and other letters": ask({
    fields: ["account.name", "total_accounts"],
    grain: "day",
    range: "2025-12-27 to 2026-01-13",
    filters: { "account.name": "älg%^%%_of%,Élan%" },
  }),
  "Active instances of weeks from Sunday over the turn of a year": ask({
    fields: ["instance.name", "active_instances"],
    grain: "week",
    range: "2024-12-23 to 2026-01-13",
    more: { week_start: "sunday" },
  }),
  "Events of the two largest customers and all others": ask({
    fields: ["account.name", "events", "event_active_users"],
    grain: "month",
    range: WHOLE,
    total: true,
    more: { topN: { field: "account.name", by: "events", n: 2, other: true } },
  }),
  "DAU/MAU of the largest version alone, against the year before": ask({
    fields: ["instance_day.version", "dau_mau"],
    grain: "month",
    range: WHOLE,
    more: { topN: { field: "instance_day.version", by: "dau_mau", n: 1, other: false }, compare: "previous_year" },
  }),
  "Seat consumption of the three largest and all others": ask({
    fields: ["account.name", "seat_consumption", "seats"],
    grain: "month",
    range: "2026-02",
    more: { topN: { field: "account.name", by: "seat_consumption", n: 3, other: true }, totals: ALL_TOTALS },
  }),
  "Customers with many events, client across": ask({
    fields: ["account.name", "events"],
    grain: null,
    range: WHOLE,
    more: { pivots: [{ id: "event.client" }], having: [{ field: "events", text: ">10" }], totals: ALL_TOTALS },
  }),
  "A custom dimension and two custom measures": ask({
    fields: ["custom.place", "custom.web", "custom.managed"],
    grain: null,
    range: WHOLE,
    more: {
      custom: [
        {
          kind: "dimension",
          id: "custom.place",
          label: "Place",
          expr: "if(instance.hosting = 'managed', 'Ours', 'Theirs')",
        },
        { kind: "measure", id: "custom.web", label: "Web events", of: "events", where: "event.client = 'web'" },
        {
          kind: "measure",
          id: "custom.managed",
          label: "Managed",
          of: "event_active_users",
          where: "instance.hosting != 'dotcom'",
        },
      ],
    },
  }),
  "Events by week from Sunday": ask({
    fields: ["instance.hosting", "events"],
    grain: "week",
    range: CUT,
    more: { week_start: "sunday" },
  }),
  "Accounts by fiscal quarter": ask({
    fields: ["total_accounts", "active_instances"],
    grain: "quarter",
    range: WHOLE,
    more: { fiscal: { start_month: 2 } },
  }),
};

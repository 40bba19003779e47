import { EXCLUSION_REASONS } from "#lib/consent/model.ts";
import { models } from "#lib/semantic/catalogue.ts";
import type { Metric } from "#lib/semantic/model.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";

/** One request: path and query parameters, and what is sent. */
export type Ask = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
};

/** Ids of the portal under test, for addresses that need one. */
export type Known = {
  readonly customers: readonly string[];
  readonly instances: readonly number[];
  readonly looks: readonly string[];
  readonly dashboards: readonly string[];
  readonly users: readonly string[];
  /** Whether every metric is asked for, or one of each kind. */
  readonly isWhole: boolean;
};

/** Days before anything was agreed and all that were loaded since. */
const RANGE = "2025-12-01 to 2026-11-01";
/** Parts of what the canaries hold, none of them whole: what is asked for comes back in the answer's own words. */
const TYPED = ["", "z", "9.9", "zq", "dock"] as const;

function question(rest: Partial<Question>): Question {
  return { ...EMPTY_QUESTION, limit: 5000, ...rest };
}

/** Every metric with its total, and of each source one metric beside every field that can stand there and under filters on it. */
function questions(isWhole: boolean): Question[] {
  const firsts = new Set<string>();
  return [...models().metrics.values()].flatMap((metric) => {
    const { id, numerator, dimensions } = metric;
    const shape = { fields: [{ id }], time: timeOf(metric), totals: { ...EMPTY_QUESTION.totals, grand: true } };
    const kind = `${numerator.source}/${String(metric.level)}`;
    if (firsts.has(kind)) return isWhole ? [question(shape)] : [];
    firsts.add(kind);
    const beside = dimensions.map((dimension) => question({ ...shape, fields: [{ id: dimension }, { id }] }));
    const filters = dimensions.filter(isFreeText).map((field) => [{ field, text: "%z%" }]);
    return [question(shape), ...beside, ...filters.map((one) => question({ ...shape, filters: one }))];
  });
}

/** Of each kind one metric alone. */
function plainQuestions(): Question[] {
  return questions(false).filter(({ fields, filters }) => fields.length === 1 && filters.length === 0);
}

function timeOf({ grains, needsGrain, numerator }: Metric): Question["time"] {
  const month = grains.includes("month") ? "month" : null;
  const field = models().sources.get(numerator.source)?.time?.id ?? "instance_day.day";
  return { field, grain: needsGrain ? (month ?? grains[0] ?? null) : month, range: RANGE };
}

function isFreeText(id: string): boolean {
  const dimension = models().dimensions.get(id);
  return dimension?.type === "string" && dimension.values === null;
}

/** Questions that are refused: the refusal may say nothing either. */
const WRONG: readonly unknown[] = [
  question({ fields: [{ id: "zq" }] }),
  question({ fields: [{ id: "mau" }], time: { field: "instance_day.day", grain: "day", range: RANGE } }),
  question({ fields: [{ id: "mau" }], time: { field: "instance_day.day", grain: "month", range: "zq" } }),
  question({
    fields: [{ id: "mau" }],
    time: { field: "instance_day.day", grain: "month", range: RANGE },
    filters: [{ field: "instance.hosting", text: "zq" }],
  }),
  { ...EMPTY_QUESTION, limit: -1 },
];

const nothing = (): Ask[] => [{}];
const each = (ids: readonly string[], name: string): Ask[] => ids.map((id) => ({ params: { [name]: id } }));
const typed = (name: string): Ask[] => TYPED.map((text) => ({ query: { [name]: text } }));
const asked = ({ isWhole }: Known): Ask[] =>
  [...questions(isWhole), ...WRONG].map((one) => ({ body: { question: one } }));
const table = { type: "table", horizontal: false, target: null } as const;

/** What is asked of each address of the API; a test holds its keys against the routes. */
export const WALK: Readonly<Record<string, (known: Known) => readonly Ask[]>> = {
  "GET /access-requests": nothing,
  "POST /access-requests": () => [{ body: { role: "creator", reason: "Wants to see what zq is about" } }],
  "GET /access-requests/mine": nothing,
  "PATCH /access-requests/{id}": () => [{ params: { id: "req_none" }, body: { decision: "declined" }, ifMatch: "1" }],
  "GET /annotations": nothing,
  "POST /annotations": () => [
    { body: { from: "2026-10-01", to: "2026-10-02", text: "The zq day", metric: "mau", source: null } },
    { body: { from: "2026-10-01", to: "2026-10-02", text: "The zq day", metric: "zq", source: "zq" } },
  ],
  "PATCH /annotations/{id}": () => [
    {
      params: { id: "ann_none" },
      body: { from: "2026-10-01", to: "2026-10-02", text: "The zq day", metric: null, source: null },
      ifMatch: "1",
    },
  ],
  "DELETE /annotations/{id}": () => [{ params: { id: "ann_none" }, ifMatch: "1" }],
  "GET /audit": () => typed("q"),
  "GET /customers": () => [...typed("q"), { query: { population: "free" } }],
  "GET /customers/estate": nothing,
  "GET /customers/{id}": ({ customers }) => each([...customers, "acc_none"], "id"),
  "GET /dashboards": () => typed("q"),
  "POST /dashboards": () => [{ body: { title: "About zq", description: "" } }],
  "GET /dashboards/{slug}": ({ dashboards }) => each([...dashboards, "none"], "slug"),
  "POST /dashboards/{slug}/data": ({ dashboards }) =>
    dashboards.flatMap((slug) => [
      { params: { slug }, body: { filters: { Date: RANGE } } },
      { params: { slug }, body: { filters: { "Account name": "%z%", Version: "9.9%", Nothing: "z" } } },
    ]),
  "POST /dashboards/{slug}/tiles": ({ looks }) => [
    { params: { slug: "company-metrics" }, body: { lookId: looks[0] ?? "" }, ifMatch: "1" },
  ],
  "DELETE /dashboards/{slug}/tiles/{tileId}": () => [
    { params: { slug: "company-metrics", tileId: "none" }, ifMatch: "1" },
  ],
  "GET /fields": nothing,
  "GET /groups": nothing,
  "GET /looks": () => typed("q"),
  "POST /looks": () =>
    questions(false)
      .slice(0, 1)
      .map((one) => ({ body: { title: "One", question: one, vis: table } })),
  "GET /looks/{id}": ({ looks }) => each([...looks, "none"], "id"),
  "PATCH /looks/{id}": ({ looks }) => [
    {
      params: { id: looks[0] ?? "" },
      body: { title: "One", description: "", question: question({ fields: [{ id: "mau" }] }), vis: table },
      ifMatch: "1",
    },
  ],
  "POST /looks/{id}/data": ({ looks }) => each(looks, "id").map((one) => ({ ...one, body: {} })),
  "GET /me": nothing,
  "GET /openapi.json": nothing,
  "POST /opt-outs": ({ instances }) => instances.map((instanceNo) => ({ body: { instanceNo }, ifMatch: "1" })),
  "POST /query": asked,
  "POST /query/compile": (known) => asked({ ...known, isWhole: false }),
  "POST /query/coverage": () =>
    plainQuestions().flatMap((one) =>
      one.fields.flatMap(({ id }) =>
        EXCLUSION_REASONS.map((reason) => {
          const tier = reason === "consent_tier" ? 0 : null;
          return { body: { question: one, metric: id, reason, tier, cursor: null, limit: 200 } };
        }),
      ),
    ),
  "GET /suggest": () =>
    [...models().dimensions.keys(), "zq.field"].flatMap((field) => TYPED.map((q) => ({ query: { field, q } }))),
  "GET /users": () => typed("q"),
  "PATCH /users/{id}": ({ users }) => users.map((id) => ({ params: { id }, body: { role: "zq" }, ifMatch: "1" })),
};

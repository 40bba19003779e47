import { describe, expect, it } from "vitest";
import type { Permission } from "#lib/access/permission.ts";
import { AppError } from "#lib/errors.ts";
import { compile } from "#lib/semantic/compile.ts";
import { type CompiledQuery, revive, type Statement } from "#lib/semantic/compiled.ts";
import { buildModel, loadModels, readTexts } from "#lib/semantic/load.ts";
import { ENGINES } from "#lib/semantic/print/dialect.ts";
import { inlined } from "#lib/semantic/print/share.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import type { CompileContext } from "#lib/semantic/resolved.ts";
import { QUESTIONS } from "#lib/semantic/testing/questions.ts";

const MODEL = loadModels("models");
const NOBODY: ReadonlySet<Permission> = new Set();
const CONTEXT: CompileContext = {
  engine: "duckdb",
  snapshot: { epoch: 7, consentToday: "2026-11-22" },
  dataClock: "2026-11-21",
  permissions: NOBODY,
};
const MONTHLY = { field: "instance_day.day", grain: "month", range: "12 months" } as const;

function question(fields: readonly string[], rest: Partial<Question> = {}): Question {
  return { ...EMPTY_QUESTION, fields: fields.map((id) => ({ id })), time: MONTHLY, ...rest };
}

function compiled(asked: Question): CompiledQuery {
  return compile(MODEL, asked, CONTEXT);
}

function refusal(
  asked: Question,
  model = MODEL,
): { code: string; message: string; path: string | null; suggestion: string | null; offset: number | null } {
  try {
    compile(model, asked, CONTEXT);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message, ...error.place };
    throw error;
  }
  throw new Error("it was not refused");
}

describe("a question that cannot be answered is refused with the place and the way out", () => {
  it.each<[string, Question, string, RegExp, string | null]>([
    ["unknown metric", question(["mao"]), "fields.0.id", /no field "mao", did you mean "mau"/, "mau"],
    [
      "unknown field",
      question(["mau", "instance.hostin"]),
      "fields.1.id",
      /did you mean "instance.hosting"/,
      "instance.hosting",
    ],
    [
      "unknown filter",
      question(["mau"], { filters: [{ field: "acount.name", text: "x" }] }),
      "filters.0.field",
      /did you mean "account.name"/,
      "account.name",
    ],
    [
      "unknown value",
      question(["mau"], { filters: [{ field: "instance.hosting", text: "manged" }] }),
      "filters.0.text",
      /no value "manged", did you mean "Managed"/,
      "Managed",
    ],
    [
      "unknown time field",
      question(["mau"], { time: { ...MONTHLY, field: "instance_day.dya" } }),
      "time.field",
      /did you mean "instance_day.day"/,
      "instance_day.day",
    ],
    [
      "unknown range",
      question(["mau"], { time: { ...MONTHLY, range: "soon" } }),
      "time.range",
      /"soon" is not understood/,
      null,
    ],
    [
      "a grain that a metric does not have",
      question(["mau"], { time: { ...MONTHLY, grain: "week" } }),
      "time.grain",
      /MAU is counted by month/,
      "month",
    ],
    [
      "no grain where one is needed",
      question(["dau_mau"], { time: { ...MONTHLY, grain: null } }),
      "time.grain",
      /DAU\/MAU is counted by month/,
      "month",
    ],
    ["no metric", question(["account.name"]), "fields", /at least one metric/, "mau"],
    ["no time", question(["events"], { time: null }), "time", /Events needs a time range/, "12 months"],
    ["a field twice", question(["mau", "mau"]), "fields.1.id", /there twice/, null],
    ["strangers", question(["mau", "event.name"]), "fields.1.id", /cannot stand beside MAU/, "Leave out Event or MAU"],
    [
      "a stranger as a filter",
      question(["seats"], { filters: [{ field: "instance_day.version", text: "5%" }] }),
      "filters.0.field",
      /cannot stand beside Seats/,
      null,
    ],
    [
      "a population that is not counted",
      question(["seats"], { population: ["free"] }),
      "population",
      /Seats counts only accounts of type customer/,
      "customer",
    ],
    [
      "sorted by something hidden",
      question(["mau"], { sort: [{ field: "account.name", desc: false }] }),
      "sort.0.field",
      /only be sorted by a field that is shown/,
      null,
    ],
    [
      "a filter on a figure that is not shown",
      question(["mau"], { filters: [{ field: "events", text: ">5" }] }),
      "filters.0.field",
      /only where it is shown/,
      "Add Events",
    ],
    [
      "rows kept by a dimension",
      question(["mau"], { having: [{ field: "account.name", text: "Acme" }] }),
      "having.0.field",
      /is no figure/,
      "filters",
    ],
    [
      "a date that is none",
      question(["mau"], { filters: [{ field: "Ping date", text: "lately" }] }),
      "filters.0.text",
      /"lately" is not understood/,
      null,
    ],
    [
      "the largest of what is not shown",
      question(["mau", "account.name"], { topN: { field: "account.nam", by: "mau", n: 3, other: true } }),
      "topN.field",
      /only of a dimension that is shown/,
      "account.name",
    ],
    [
      "the largest by what is not shown",
      question(["mau", "account.name"], { topN: { field: "account.name", by: "events", n: 3, other: true } }),
      "topN.by",
      /found by a figure that is shown/,
      "mau",
    ],
    [
      "an expression with an unknown field",
      question(["mau"], {
        custom: [{ kind: "dimension", id: "custom.a", label: "A", expr: "instance.hostng = 'managed'" }],
      }),
      "custom.0.expr",
      /Unknown column "instance.hostng"/,
      "instance.hosting",
    ],
    [
      "a custom measure of strangers",
      question(["custom.a"], {
        custom: [{ kind: "measure", id: "custom.a", label: "A", of: "mau", where: "event.name = 'hover'" }],
      }),
      "custom.0.where",
      /Event cannot stand beside MAU/,
      null,
    ],
    [
      "a custom measure without a condition",
      question(["custom.a"], {
        custom: [{ kind: "measure", id: "custom.a", label: "A", of: "mau", where: "instance.hosting" }],
      }),
      "custom.0.where",
      /this is a string/,
      null,
    ],
    [
      "bins of text",
      question(["mau"], { custom: [{ kind: "bin", id: "custom.a", label: "A", of: "account.name", edges: [1, 2] }] }),
      "custom.0.of",
      /only numbers fall into bins/,
      null,
    ],
    [
      "too many periods",
      question(["events"], { time: { ...MONTHLY, grain: "day", range: "2014 to 2026" } }),
      "time.range",
      /shorter range/,
      "12 months",
    ],
    [
      "a figure as a pivot",
      question(["events"], { pivots: [{ id: "mau" }] }),
      "pivots.0.id",
      /MAU is a figure/,
      "Choose a dimension",
    ],
    [
      "a date as a pivot without a grain",
      question(["events"], { pivots: [{ id: "event.day" }], time: { ...MONTHLY, grain: null } }),
      "time.grain",
      /only with a grain/,
      "month",
    ],
    [
      "a field that is both",
      question(["account.name", "events"], { pivots: [{ id: "account.name" }] }),
      "pivots.0.id",
      /there twice/,
      null,
    ],
    [
      "rows sorted by what has no total across the pivots",
      question(["account.name", "mau"], { pivots: [{ id: "instance_day.day" }], sort: [{ field: "mau", desc: true }] }),
      "sort",
      /MAU has no total across the pivots to sort by/,
      "Make the pivot a row",
    ],
    [
      "a comparison without time",
      question(["seats"], { time: null, compare: "previous_year" }),
      "compare",
      /needs a time range/,
      null,
    ],
    [
      "a share of a rate",
      question(["dau_mau"], { calcs: [{ id: "calc_a", label: "A", kind: "percent_of_total", of: "dau_mau" }] }),
      "calcs.0.kind",
      /DAU\/MAU is a rate/,
      "rank",
    ],
    [
      "a running total of people",
      question(["mau"], { calcs: [{ id: "calc_a", label: "A", kind: "running_total", of: "mau" }] }),
      "calcs.0.kind",
      /count the same more than once/,
      null,
    ],
    [
      "a calculation over what is not shown",
      question(["mau"], { calcs: [{ id: "calc_a", label: "A", kind: "rank", of: "mua" }] }),
      "calcs.0.of",
      /needs a figure that is shown/,
      "mau",
    ],
    [
      "a change without time",
      question(["account.name", "events"], {
        time: { ...MONTHLY, grain: null },
        calcs: [{ id: "calc_a", label: "A", kind: "percent_change", of: "events" }],
      }),
      "calcs.0.kind",
      /needs a time column/,
      null,
    ],
  ])("%s", (_, asked, path, message, suggestion) => {
    const told = refusal(asked);
    expect(told).toMatchObject({ code: "invalid_input", path });
    expect(told.message).toMatch(message);
    if (suggestion !== null) expect(told.suggestion).toBe(suggestion);
  });

  it("says where in a filter's text reading failed", () => {
    const filters = [{ field: "account.name", text: "Acme,,Bolt" }];
    expect(refusal(question(["mau"], { filters }))).toMatchObject({ path: "filters.0.text", offset: 5 });
  });

  it("says where in an expression reading failed", () => {
    const custom = [
      { kind: "dimension", id: "custom.a", label: "A", expr: "if(instance.hosting = 5, 'a', 'b')" },
    ] as const;
    expect(refusal(question(["mau"], { custom: [...custom] }))).toMatchObject({ path: "custom.0.expr", offset: 20 });
  });

  it("lets a custom dimension stand beside a metric in the version that was saved", () => {
    const custom = [{ kind: "dimension", id: "custom.a", label: "A", expr: "coalesce(account.name, '')" }] as const;
    const asked = question(["custom.a", "mau"], { custom: [...custom], versions: { mau: 1 } });
    expect(compiled(asked).columns.map(({ column }) => column.id)).toEqual(["instance_day.day", "custom.a", "mau"]);
  });

  it("reads the names and values that older reports have in their addresses", () => {
    const filters = [
      { field: "Telemetry Status", text: "Full telemetry" },
      { field: "Unique Server ID", text: "Uber" },
      { field: "Hosting type", text: "" },
      { field: "Ping date", text: "90 day" },
      { field: "MAU", text: "[0,2000]" },
    ];
    const query = compiled(question(["account.name", "mau"], { filters }));
    expect(query.readings).toEqual([
      { field: "instance.tier", label: "Telemetry status", words: "is Full telemetry" },
      { field: "account.name", label: "Account name", words: "is Uber" },
      { field: "instance_day.day", label: "Ping date", words: "is in 24 Aug 2026 – 21 Nov 2026" },
      { field: "mau", label: "MAU", words: "is at least 0 and at most 2000" },
    ]);
    expect(query.range).toMatchObject({ from: "2026-08-24", to: "2026-11-22", text: "90 day" });
    const others = [
      { field: "Customer Name", text: "" },
      { field: "Account Exec", text: "-NULL" },
      { field: "Company Type", text: "Customer" },
      { field: "Filter to a server ID", text: "-NULL" },
      { field: "Created Date", text: "48 months" },
    ];
    expect(
      compiled(question(["mau"], { filters: others })).readings.map(({ field, words }) => `${field} ${words}`),
    ).toEqual([
      "account.account_executive is not null",
      "account.type is Customer",
      "account.name is not null",
      "instance_day.day is in 1 Dec 2022 – 21 Nov 2026",
    ]);
    const weeks = [{ field: "Date", text: "4 week ago for 4 week" }];
    expect(compiled(question(["mau"], { filters: weeks })).range).toMatchObject({
      from: "2026-10-19",
      to: "2026-11-16",
    });
  });

  it("refuses the whole question where a field needs more than the reader has", () => {
    const texts = new Map(readTexts("models"));
    const source = texts.get("sources/event.yml") ?? "";
    const field =
      "dimensions:\n  user:\n    label: User\n    description: A person.\n    expr: user_key\n    requires: rows.user_level\n";
    const model = buildModel(texts.set("sources/event.yml", source.replace("dimensions:\n", field)));
    for (const asked of [
      question(["event.user", "events"]),
      question(["events"], { filters: [{ field: "event.user", text: "u1" }] }),
    ]) {
      expect(refusal(asked, model)).toMatchObject({ code: "forbidden" });
      const permissions = new Set<Permission>(["rows.user_level"]);
      expect(compile(model, asked, { ...CONTEXT, permissions }).level).toBe(3);
    }
  });
});

/** A statement with all its parts in place. */
function textOf(statement: Statement | undefined): string {
  return statement === undefined ? "" : inlined(statement).sql;
}

describe("what a compiled question says", () => {
  it("needs the most that any of its fields needs", () => {
    expect(compiled(question(["mau", "instance.hosting"])).level).toBe(1);
    expect(compiled(question(["dau_mau", "instance_day.version"])).level).toBe(2);
    expect(compiled(question(["seats"])).level).toBe(0);
    const mixed = compiled(question(["mau", "dau_mau", "events"]));
    expect(mixed.columns.map(({ column }) => column.level)).toEqual(["registry", "critical", "full", "user_level"]);
    expect(mixed.coverages[0]?.spec).toMatchObject({ metric: "Events", level: 3 });
  });

  it("gates each measure at its own level, in its own scan", () => {
    const [rows] = compiled(question(["mau", "dau_mau"])).statements;
    expect(textOf(rows).match(/i\.level >= \d/g)).toEqual(["i.level >= 1", "i.level >= 2"]);
  });

  it("asks for versions where a release decides who can send, at the level of the ping that tells them", () => {
    const versions = (field: string) => compiled(question([field])).statements.find(({ name }) => name === "versions");
    expect(versions("events")?.sql.match(/i\.level >= \d/g)).toEqual(["i.level >= 1"]);
    expect(versions("mau")).toBeUndefined();
  });

  it("compares the day bare and half-open, binds every value, and knows no clock", () => {
    for (const [name, asked] of Object.entries(QUESTIONS)) {
      const filters = [...asked.filters, { field: "account.name", text: "O'Brien%,-x^,y" }];
      for (const { sql, params } of compile(MODEL, { ...asked, filters }, CONTEXT).statements.map(inlined)) {
        expect(sql, name).not.toMatch(/current_|now\(|o'brien/i);
        if (sql.includes("{{warehouse}}")) {
          expect(sql, name).toMatch(/s\.(day|start|month) >= CAST\(\$\d+ AS DATE\)/);
          expect(sql, name).toMatch(/s\.(day|start|month) < CAST\(\$\d+ AS DATE\)/);
        }
        const used = new Set([...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
        expect(
          [...used].toSorted((a, b) => a - b),
          name,
        ).toEqual(params.map((_, index) => index + 1));
      }
    }
  });

  it("never scans the warehouse but through the gate", () => {
    for (const asked of Object.values(QUESTIONS)) {
      for (const { sql } of compiled(asked).statements.map(inlined)) {
        const scans = sql.split("{{warehouse}}").length - 1;
        const from = String.raw`FROM \{\{warehouse\}\}\.\w+ AS s\n\s*INNER JOIN `;
        // Days that are open come from the intervals: the scan behind them is behind the gate.
        const gates = sql.match(new RegExp(`${from}(\\{\\{snapshot\\}\\}\\.interval AS i|f\\d+_open AS o)`, "g")) ?? [];
        expect(gates).toHaveLength(scans);
        for (const [, open = ""] of sql.matchAll(/JOIN (f\d+_open) AS o/g))
          expect(sql).toMatch(
            new RegExp(
              `${open.replace("_open", "_span_open")} AS \\([^;]*?INNER JOIN \\{\\{snapshot\\}\\}\\.interval AS i`,
            ),
          );
      }
    }
  });

  it("is sorted without ties: every group column is in the order", () => {
    const { statements } = compiled(
      question(["account.name", "instance.hosting", "mau"], { sort: [{ field: "mau", desc: true }] }),
    );
    expect(statements[0]?.sql).toContain(
      "ORDER BY m0 DESC NULLS LAST, combined.period ASC NULLS LAST, c0 ASC NULLS LAST, c1 ASC NULLS LAST",
    );
  });

  it("survives the wire and is the same each time", () => {
    for (const asked of Object.values(QUESTIONS)) {
      const query = compiled(asked);
      expect(revive(JSON.parse(JSON.stringify(query)))).toEqual(query);
      expect(compiled(asked)).toEqual(query);
    }
  });

  it("has no total of users over several months and says so", () => {
    const totals = { grand: true, row: false, sub: false } as const;
    expect(compiled(question(["mau"], { totals })).notices.join()).toContain("MAU has no total over several months");
    const single = { ...MONTHLY, range: "last month" };
    const names = ({ statements }: CompiledQuery) => statements.map(({ name }) => name);
    expect(names(compiled(question(["mau"], { totals })))).toEqual(["rows", "sent"]);
    expect(names(compiled(question(["mau"], { totals, time: single })))).toEqual(["rows", "total_0", "sent"]);
  });

  it("reads aliases of coded values and says what it understood", () => {
    const filters = [{ field: "instance.tier", text: "Full telemetry" }];
    const query = compiled(question(["mau"], { filters }));
    expect(query.readings).toEqual([{ field: "instance.tier", label: "Telemetry status", words: "is Full telemetry" }]);
    expect(query.coverages[0]?.spec.filters).toEqual([
      { column: "interval.level", predicate: { any: [{ op: "like", segments: ["2"] }], none: [] } },
    ]);
  });

  it("says when a filter asks for what a metric does not count", () => {
    const notices = (field: string, text: string) =>
      compiled(question(["mau"], { filters: [{ field, text }] })).notices;
    expect(notices("instance.environment", "staging")).toEqual([
      "MAU counts production instances only, so this filter leaves nothing.",
    ]);
    expect(notices("account.type", "Former customer").join()).toContain("MAU counts accounts of type customer");
    expect(notices("instance.environment", "production,staging")).toEqual([]);
    expect(notices("account.type", "-free")).toEqual([]);
  });

  it("knows that the range lies ahead, and that a first period is cut", () => {
    const ahead = compiled(question(["mau"], { time: { ...MONTHLY, range: "2027" } }));
    expect(ahead.periods).toEqual([]);
    expect(ahead.notices.join()).toContain("begins after the last day of data");
    const cut = compiled(question(["events"], { time: { ...MONTHLY, range: "90 days" } }));
    expect(cut.notices.join()).toContain("The first month begins on 24 Aug 2026");
  });
});

describe.each(ENGINES)("the text of a statement for %s", (engine) => {
  async function expectText(name: string, asked: Question): Promise<void> {
    const { statements } = compile(MODEL, asked, { ...CONTEXT, engine });
    const [rows] = statements;
    await expect(textOf(rows)).toMatchFileSnapshot(`testing/golden/${name}.${engine}.sql`);
  }

  it("reads like this for a ratio over two facts", async () => {
    const time = { ...MONTHLY, range: "last month" };
    await expectText("seat-consumption", question(["account.name", "seat_consumption"], { time }));
  });

  it("reads like this for people", async () => {
    const filters = [{ field: "event.family", text: "search" }];
    await expectText("active-users", question(["instance.hosting", "event_active_users"], { filters }));
  });

  it("reads like this for a mean of days over a last value", async () => {
    await expectText("dau-mau", question(["dau_mau"]));
  });
});

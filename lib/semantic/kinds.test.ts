import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { compile } from "#lib/semantic/compile.ts";
import { buildModel, readTexts } from "#lib/semantic/load.ts";
import { ModelError } from "#lib/semantic/model-file.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";

const GOOD = readTexts("models");

const PINGS = `
source: ping
label: Pings
description: Pings of the test.
owner: Tests
origin: warehouse
table: instance_day
instance_key: instance_no
level: critical
time: { column: day, label: Day, description: Day of the ping. }
latest_by: [last_ts]
columns: { day: date, instance_no: number, version: string, last_ts: date, month: date, week: date, users: number, wau: number }
measures:
  users: { agg: last, expr: users }
  median: { agg: median_of_instances, expr: users }
  wau: { agg: last, expr: wau, describes: { column: week, grain: week, week_start: sunday } }
  waus: { agg: last, expr: wau, describes: { column: week, grain: week } }
  rows: { agg: count }
`;

const TICKETS = `
source: ticket
label: Tickets
description: Tickets of the test.
owner: Tests
origin: warehouse
table: ticket
account_key: account_id
level: registry
time: { column: day, label: Day, description: Day of the ticket. }
columns: { day: date, account_id: string, minutes: number }
measures:
  tickets: { agg: count }
`;

function metric(id: string, made: string, grains = "grains: [day, week, month]"): string {
  return `metric: ${id}
label: ${id.toUpperCase()}
group: Tests
description: Of the test.
formula: Of the test.
how_to_read: Of the test.
owner: Tests
certified: null
${made}
format: decimal
better: up
status: proposed
version: 1
min_version: null
${grains}
population: { unit: account, label: accounts, types: [customer], allows: [customer], production: true }
`;
}

const WEEKS = "grains: [week]\nneeds_grain: true";

function models(texts: Readonly<Record<string, string>>): ReturnType<typeof buildModel> {
  const others = [...GOOD].filter(([, text]) => !/\bticket\./.test(text));
  const all = new Map(others).set("sources/ping.yml", PINGS).set("sources/ticket.yml", TICKETS);
  for (const [path, text] of Object.entries(texts)) all.set(path, text);
  return buildModel(all);
}

function faultOf(texts: Readonly<Record<string, string>>): string {
  try {
    models(texts);
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
  return "no fault";
}

describe("a model that makes no sense is refused where it says so", () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "an account's rows that would need consent",
      { "sources/ticket.yml": TICKETS.replace("level: registry", "level: full") },
      "models/sources/ticket.yml:8:14 A source keyed by account_id needs level registry in all its columns",
    ],
    [
      "an account's column that would need consent",
      { "sources/ticket.yml": TICKETS.replace("minutes: number", "minutes: { type: number, level: critical }") },
      "needs level registry in all its columns",
    ],
    [
      "two keys",
      { "sources/ticket.yml": TICKETS.replace("account_key:", "instance_key: account_id\naccount_key:") },
      "either instance_key or account_key",
    ],
    [
      "a last value of an account",
      {
        "sources/ticket.yml": TICKETS.replace("agg: count", "agg: last, expr: minutes").replace(
          "level:",
          "latest_by: [day]\nlevel:",
        ),
      },
      "ticket is keyed by account",
    ],
    [
      "a sum of words",
      { "sources/ping.yml": PINGS.replace("agg: last, expr: users", "agg: sum, expr: version") },
      "sum needs a number, not a string",
    ],
    [
      "a last value without an order",
      { "sources/ping.yml": PINGS.replace("latest_by: [last_ts]", "latest_by: []") },
      "last needs latest_by in its source",
    ],
    [
      "a count that describes another week",
      { "sources/ping.yml": PINGS.replace("agg: count", "agg: count, describes: month") },
      "count counts days, so it cannot describe another period",
    ],
    [
      "a ratio of rows and last values",
      { "metrics/odd.yml": metric("odd", "ratio: { numerator: ping.rows, denominator: ping.users }") },
      "A ratio divides two measures that are made of the same rows",
    ],
    [
      "a ratio of two sources",
      {
        "metrics/odd.yml": metric("odd", "ratio: { numerator: ping.users, denominator: instance_day.total_accounts }"),
      },
      "A ratio divides two measures that are made of the same rows",
    ],
    [
      "a ratio with a median",
      { "metrics/odd.yml": metric("odd", "ratio: { numerator: ping.median, denominator: ping.users }") },
      "ping.median is not a sum over instances",
    ],
    [
      "a week's value by month",
      { "metrics/odd.yml": metric("odd", "measure: ping.wau", "grains: [month]\nneeds_grain: true") },
      "week says which week a value describes: grains is [week], needs_grain true",
    ],
    [
      "a choice without an alternative",
      { "sources/ping.yml": PINGS.replace("expr: users }", 'expr: "if(users > 1, 2)" }') },
      "if needs a yes/no value and two others",
    ],
    [
      "a choice of two kinds",
      { "sources/ping.yml": PINGS.replace("expr: users }", "expr: \"if(users > 1, 2, 'x')\" }") },
      "if mixes number and string",
    ],
  ])("%s", (_, texts, message) => {
    expect(faultOf(texts)).toContain(message);
  });
});

describe("weeks as they are sent", () => {
  const model = models({
    "metrics/wau.yml": metric("wau", "measure: ping.wau", WEEKS),
    "metrics/other.yml": metric("other", "measure: ping.waus", WEEKS),
  });
  const snapshot = { epoch: 1, consentToday: "2026-03-29" };
  const context = { engine: "duckdb", snapshot, dataClock: "2026-03-28", permissions: new Set<never>() } as const;

  function ask(fields: readonly string[], weekStart: Question["week_start"]): Question {
    const time = { field: "ping.day", grain: "week", range: "4 weeks" } as const;
    return { ...EMPTY_QUESTION, fields: fields.map((id) => ({ id })), time, week_start: weekStart };
  }

  function refusalOf(question: Question): unknown {
    try {
      compile(model, question, context);
    } catch (error) {
      if (error instanceof AppError) return { message: error.message, ...error.place };
      throw error;
    }
    return null;
  }

  it("are answered by weeks that begin as the sender's", () => {
    expect(refusalOf(ask(["wau"], "sunday"))).toBeNull();
    expect(refusalOf(ask(["other"], "monday"))).toBeNull();
  });

  it("are refused by others, with the question that can be answered", () => {
    expect(refusalOf(ask(["wau"], "monday"))).toMatchObject({
      message: "WAU is sent by weeks from Sunday. Let the weeks begin on Sunday.",
      path: "week_start",
      suggestion: "sunday",
    });
  });

  it("never stand beside others", () => {
    expect(refusalOf(ask(["wau", "other"], "sunday"))).toMatchObject({
      message: "WAU is sent by weeks from Sunday, OTHER by weeks from Monday: they cannot stand beside one another.",
      suggestion: "Leave out WAU or OTHER",
    });
  });
});

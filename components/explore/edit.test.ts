import { describe, expect, test } from "vitest";
import {
  addFilter,
  cycleSort,
  isInUse,
  removeFilter,
  setFilterText,
  setGrain,
  setLimit,
  setPopulation,
  setRange,
  toggleField,
} from "#components/explore/edit.ts";
import {
  ACCOUNT,
  ACTIVE,
  CATALOGUE,
  EVENT_DAY,
  EVENT_NAME,
  EVENTS,
  HOSTING,
  MAU,
  PING_DAY,
} from "#components/explore/testing/fields.ts";
import type { Field } from "#lib/explore/contract.ts";
import { EMPTY_QUESTION, Question } from "#lib/semantic/question.ts";

function chosen(...fields: readonly Field[]): Question {
  return fields.reduce((question, field) => toggleField(question, field, CATALOGUE).question, EMPTY_QUESTION);
}
const ids = (question: Question): string[] => question.fields.map((field) => field.id);

describe("choosing fields", () => {
  test("the first metric brings its own date, a grain it has, and a year", () => {
    const question = chosen(MAU);
    expect(question.time).toEqual({ field: "instance_day.day", grain: "month", range: "12 months" });
    expect(Question.parse(question)).toEqual(question);
  });

  test("a second click takes a field out, with its sort", () => {
    const sorted = cycleSort(chosen(HOSTING, MAU), "mau", CATALOGUE);
    expect(sorted.sort).toHaveLength(1);
    const { question } = toggleField(sorted, MAU, CATALOGUE);
    expect(ids(question)).toEqual(["instance.hosting"]);
    expect(question.sort).toEqual([]);
  });

  test("dimensions stand before metrics, however they were clicked", () => {
    expect(ids(chosen(MAU, HOSTING, ACCOUNT))).toEqual(["instance.hosting", "account.name", "mau"]);
  });

  test("what cannot stand beside is refused in words and changes nothing", () => {
    const question = chosen(MAU);
    const edited = toggleField(question, EVENT_NAME, CATALOGUE);
    expect(edited).toEqual({ question, note: "MAU cannot be broken down by Event name." });
  });

  test("a filter counts as a use: a metric that cannot have it is refused", () => {
    const question = addFilter(EMPTY_QUESTION, EVENT_NAME);
    expect(toggleField(question, MAU, CATALOGUE).note).toBe("MAU cannot be broken down by Event name.");
  });

  test("a metric that lacks the grain in force changes it and says so", () => {
    const daily = setGrain(chosen(ACTIVE), "day");
    const { question, note } = toggleField(daily, MAU, CATALOGUE);
    expect(question.time?.grain).toBe("month");
    expect(note).toBe("The grain changed from day to month, which all chosen metrics have.");
  });

  test("a metric that can do without a grain keeps the one period that was chosen", () => {
    const whole = setGrain(chosen(ACTIVE), null);
    expect(toggleField(whole, HOSTING, CATALOGUE).question.time?.grain).toBeNull();
  });

  test("metrics of two sources stand together; the date of the first stays", () => {
    const question = chosen(HOSTING, ACTIVE, EVENTS);
    expect(ids(question)).toEqual(["instance.hosting", "active_instances", "events"]);
    expect(question.time?.field).toBe("instance_day.day");
    expect(toggleField(question, EVENT_DAY, CATALOGUE).question.time?.field).toBe("event.day");
  });

  test("changing to events moves date and sort to the date of events", () => {
    const pings = cycleSort(chosen(ACTIVE), "instance_day.day", CATALOGUE);
    const without = toggleField(pings, ACTIVE, CATALOGUE).question;
    const events = toggleField(without, EVENTS, CATALOGUE).question;
    expect(events.time?.field).toBe("event.day");
    expect(events.sort).toEqual([{ field: "event.day", desc: true }]);
  });
});

describe("the date as a field", () => {
  test("a click puts the time column in and takes it out", () => {
    const without = toggleField(chosen(ACTIVE), PING_DAY, CATALOGUE).question;
    expect(without.time?.grain).toBeNull();
    expect(isInUse(without, PING_DAY.id)).toBe(false);
    const back = toggleField(without, PING_DAY, CATALOGUE).question;
    expect(back.time?.grain).toBe("month");
    expect(isInUse(back, PING_DAY.id)).toBe(true);
  });

  test("it stays while a metric needs a grain, and another metric's date is refused", () => {
    const question = chosen(MAU);
    expect(toggleField(question, PING_DAY, CATALOGUE)).toEqual({
      question,
      note: "MAU needs a grain, so the date stays.",
    });
    expect(toggleField(question, EVENT_DAY, CATALOGUE).note).toBe("MAU is not counted by Event date.");
  });
});

describe("filters, range, population, limit", () => {
  test("filters are added empty, changed and removed in their place", () => {
    const two = addFilter(addFilter(EMPTY_QUESTION, HOSTING), ACCOUNT);
    const set = setFilterText(two, 1, "Acme");
    expect(set.filters).toEqual([
      { field: "instance.hosting", text: "" },
      { field: "account.name", text: "Acme" },
    ]);
    expect(removeFilter(set, 0).filters).toEqual([{ field: "account.name", text: "Acme" }]);
  });

  test("an empty range changes nothing", () => {
    const question = chosen(MAU);
    expect(setRange(question, "  ", CATALOGUE)).toBe(question);
    expect(setRange(question, " 3 months ", CATALOGUE).time?.range).toBe("3 months");
  });

  test("the population is null for the metrics' own, and keeps the order of the types", () => {
    expect(setPopulation(EMPTY_QUESTION, ["free", "customer"]).population).toEqual(["customer", "free"]);
    expect(setPopulation(EMPTY_QUESTION, null).population).toBeNull();
    expect(setPopulation(EMPTY_QUESTION, []).population).toBeNull();
  });

  test.each([
    [0, 1],
    [9999, 5000],
    [12.4, 12],
    [Number.NaN, 500],
  ])("limit %d becomes %d", (asked, kept) => {
    expect(setLimit(EMPTY_QUESTION, asked).limit).toBe(kept);
  });
});

test("a header sorts numbers downwards first, names upwards first, and the third click ends it", () => {
  const question = chosen(HOSTING, MAU);
  const directions = (id: string): (boolean | undefined)[] => {
    const one = cycleSort(question, id, CATALOGUE);
    const two = cycleSort(one, id, CATALOGUE);
    return [one, two, cycleSort(two, id, CATALOGUE)].map((each) => each.sort[0]?.desc);
  };
  expect(directions("mau")).toEqual([true, false, undefined]);
  expect(directions("instance.hosting")).toEqual([false, true, undefined]);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metricHref } from "#components/explore/metric-href.ts";
import { dropUnknownFields, salvageQuestion } from "#components/explore/salvage.ts";
import { CATALOGUE, MAU } from "#components/explore/testing/fields.ts";
import { type ExploreState, readState, writeState } from "#components/explore/url.ts";
import { VIS_TYPES } from "#lib/looks/contract.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";

const ASKED: Question = {
  ...EMPTY_QUESTION,
  fields: [{ id: "instance.hosting" }, { id: "mau" }],
  time: { field: "instance_day.day", grain: "month", range: "12 months" },
  filters: [{ field: "account.name", text: "Zürich – Röntgen & Söhne, %x^,%" }],
  sort: [{ field: "mau", desc: true }],
};

function read(address: string): ReturnType<typeof readState> {
  return readState(new URL(address, "http://127.0.0.1").searchParams);
}
function link(raw: unknown): string {
  const bytes = Array.from(new TextEncoder().encode(JSON.stringify(raw)), (byte) => String.fromCharCode(byte));
  return `/explore?q=${btoa(bytes.join("")).replaceAll("+", "-").replaceAll("/", "_")}`;
}

test("a state survives its address", () => {
  const vis = fc.record({
    type: fc.constantFrom(...VIS_TYPES),
    horizontal: fc.boolean(),
    target: fc.option(
      fc.record({ value: fc.double({ noNaN: true, noDefaultInfinity: true }), label: fc.string({ maxLength: 60 }) }),
    ),
  });
  const state = fc.record({
    question: fc.constantFrom(ASKED, EMPTY_QUESTION),
    vis: fc.option(vis),
    tab: fc.constantFrom("results" as const, "sql" as const),
    look: fc.option(fc.stringMatching(/^[a-z0-9_-]{1,20}$/)),
  });
  fc.assert(
    fc.property(state, (given: ExploreState) => {
      const back = read(writeState(given));
      expect(back.faults).toEqual([]);
      expect(JSON.stringify(back.state)).toBe(JSON.stringify(given));
    }),
  );
});

test("an empty Explore has the plain address", () => {
  expect(writeState({ question: EMPTY_QUESTION, vis: null, tab: "results", look: null })).toBe("/explore");
});

describe("a wrong address keeps what can be kept and says the rest", () => {
  test("a damaged link starts empty with one notice", () => {
    const { state, faults } = read("/explore?q=%%%not-base64");
    expect(state.question).toEqual(EMPTY_QUESTION);
    expect(faults.map((fault) => fault.what)).toEqual(["This link"]);
  });

  test("an unknown grain falls away, its date and the fields stay", () => {
    const { state, faults } = read(link({ ...ASKED, time: { ...ASKED.time, grain: "mont" } }));
    expect(state.question.time).toEqual({ field: "instance_day.day", grain: null, range: "12 months" });
    expect(state.question.fields).toEqual(ASKED.fields);
    expect(faults).toMatchObject([{ what: "Grain mont", suggestion: "month" }]);
  });

  test("a field id that is no id, a limit out of bounds, an unknown part", () => {
    const { state, faults } = read(
      link({ ...ASKED, fields: [{ id: "mau" }, { id: "DROP TABLE" }], limit: 1e9, filter: [] }),
    );
    expect(state.question).toEqual({ ...ASKED, fields: [{ id: "mau" }], limit: 500 });
    expect(faults.map((fault) => fault.what)).toEqual(["Field DROP TABLE", "Row limit", "filter"]);
    expect(faults[2]?.suggestion).toBe("filters");
  });

  test("an unknown visualization is said, the question runs", () => {
    const { state, faults } = read(`${writeState({ question: ASKED, vis: null, tab: "results", look: null })}&vis=pie`);
    expect(state).toMatchObject({ question: ASKED, vis: null });
    expect(faults).toMatchObject([{ what: "Visualization pie" }]);
  });

  test("anything at all in q is survived", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json().map((json): unknown => JSON.parse(json)),
          fc.anything(),
        ),
        (raw) => {
          const { question } = salvageQuestion(raw);
          expect(salvageQuestion(question).faults).toEqual([]);
        },
      ),
    );
  });
});

test("the link to a metric carries its date and a grain it has", () => {
  const { question } = read(metricHref(MAU, [...CATALOGUE.values()])).state;
  expect(question).toMatchObject({
    fields: [{ id: "mau" }],
    time: { field: "instance_day.day", grain: "month", range: "12 months" },
  });
});

test("names that the model does not know are dropped with the nearest one, and so is their sort", () => {
  const question: Question = {
    ...ASKED,
    fields: [{ id: "instance.hostin" }, { id: "mau" }, { id: "xyzzy_nothing" }],
    filters: [{ field: "acount.name", text: "Acme" }],
    sort: [{ field: "instance.hostin", desc: true }],
  };
  const { question: kept, faults } = dropUnknownFields(question, [...CATALOGUE.values()]);
  expect(kept).toEqual({ ...ASKED, fields: [{ id: "mau" }], filters: [], sort: [] });
  expect(faults.map((fault) => [fault.what, fault.suggestion])).toEqual([
    ["Field instance.hostin", "instance.hosting"],
    ["Field xyzzy_nothing", null],
    ["Filter acount.name", "account.name"],
  ]);
  expect(dropUnknownFields(ASKED, [...CATALOGUE.values()])).toEqual({ question: ASKED, faults: [] });
});

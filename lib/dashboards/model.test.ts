import { expect, test } from "vitest";
import {
  leftWords,
  PERSONAL_FILTERS,
  placeFor,
  readDates,
  resolveFilters,
  underFilters,
} from "#lib/dashboards/model.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";

const asked: Question = {
  ...EMPTY_QUESTION,
  fields: [{ id: "mau" }],
  time: { field: "instance_day.day", grain: "month", range: "12 months" },
};
const all = () => true;

function inForce(given: Readonly<Record<string, string>>) {
  return resolveFilters(PERSONAL_FILTERS, given).inForce;
}

test.each([
  ["Account name", "Quarry Bank"],
  ["account NAME", "Quarry Bank"],
  ["Customer Name", "Quarry Bank"],
  ["Account_name", "Quarry Bank"],
])("a link that says %s filters by account name", (name, text) => {
  expect(underFilters(asked, inForce({ [name]: text }), all).question.filters).toEqual([
    { field: "account.name", text: "Quarry Bank" },
  ]);
});

test("a name that no filter has is reported with the nearest one, unless it asks for nothing", () => {
  const { unknown, inForce: texts } = resolveFilters(PERSONAL_FILTERS, { "Hosting typ": "managed", Plan: "" });
  expect(unknown).toEqual([{ name: "Hosting typ", suggestion: "Hosting type" }]);
  expect(texts.every(({ text }) => text === "")).toBe(true);
});

test("a date filter takes the place of the Look's range; a question without time keeps none and says so", () => {
  const dated = inForce({ Date: "last 3 months" });
  expect(underFilters(asked, dated, all).question.time?.range).toBe("last 3 months");
  const { question, left } = underFilters({ ...asked, time: null }, dated, all);
  expect(question.time).toBeNull();
  expect(leftWords(left)).toBe("Not filtered by Date.");
});

test("a filter takes the place of the Look's own on the same field, and leaves its others", () => {
  const own = {
    ...asked,
    filters: [
      { field: "instance.hosting", text: "managed" },
      { field: "account.region", text: "EMEA" },
    ],
  };
  expect(underFilters(own, inForce({ "Hosting type": "dotcom" }), all).question.filters).toEqual([
    { field: "account.region", text: "EMEA" },
    { field: "instance.hosting", text: "dotcom" },
  ]);
});

test("a filter that cannot stand beside a tile's metrics leaves the tile as it is and is named", () => {
  const only = (_question: Question, field: string) => field === "account.name";
  const texts = inForce({ "Account name": "Quarry Bank", "Hosting type": "managed", "Telemetry status": "Full pings" });
  const { question, left } = underFilters(asked, texts, only);
  expect(question.filters.map(({ field }) => field)).toEqual(["account.name"]);
  expect(leftWords(left)).toBe("Not filtered by Hosting type and Telemetry status.");
  expect(leftWords([])).toBeNull();
});

test("a new tile goes beside the last row's tiles while it fits, then below everything", () => {
  const kpi = { w: 3, h: 3 };
  const placed = [placeFor([], kpi)];
  for (let count = 1; count < 5; count += 1) placed.push(placeFor(placed, kpi));
  expect(placed.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [3, 0],
    [6, 0],
    [9, 0],
    [0, 3],
  ]);
  expect(placeFor(placed, { w: 12, h: 9 })).toMatchObject({ x: 0, y: 6 });
  expect(
    placeFor(
      [
        { x: 0, y: 0, w: 6, h: 8 },
        { x: 6, y: 0, w: 3, h: 3 },
      ],
      { w: 6, h: 8 },
    ),
  ).toMatchObject({ x: 0, y: 8 });
});

test("a date text is read in plain words, or refused with examples", () => {
  expect(readDates("last month", "2026-11-21")).toMatchObject({
    ok: true,
    range: { from: "2026-10-01", to: "2026-11-01" },
  });
  expect(readDates("last mont", "2026-11-21")).toMatchObject({ ok: false });
});

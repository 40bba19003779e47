import { expect, test } from "vitest";
import { countVisible, listFields } from "#components/customers/field-list.ts";

const state = (instanceNo: number, visible: boolean) => ({
  instanceNo,
  visible,
  reason: visible ? null : ("consent_tier" as const),
  text: visible ? "Visible" : "They share critical pings only",
  since: "2026-01-01",
});
const field = (name: string, group: string, one: boolean, two: boolean) => ({
  field: name,
  label: name.toUpperCase(),
  group,
  level: "full" as const,
  description: `What ${name} means`,
  instances: [state(1, one), state(2, two)],
});
const FIELDS = [
  field("mau", "Pings", true, true),
  field("dau", "Pings", false, true),
  field("events", "Events", false, false),
];

test("fields stand in their groups as the chosen instance has them", () => {
  const groups = listFields(FIELDS, { instanceNo: 1, text: "", shown: "all" });
  expect(groups.map(({ name, fields }) => [name, fields.map(({ state: { visible } }) => visible)])).toEqual([
    ["Pings", [true, false]],
    ["Events", [false]],
  ]);
});

test("a search and a choice narrow them, and an empty group is not shown", () => {
  expect(listFields(FIELDS, { instanceNo: 1, text: "DAU", shown: "all" })).toHaveLength(1);
  expect(listFields(FIELDS, { instanceNo: 2, text: "", shown: "hidden" }).map(({ name }) => name)).toEqual(["Events"]);
  expect(listFields(FIELDS, { instanceNo: 1, text: "", shown: "visible" })[0]?.fields).toHaveLength(1);
});

test("what is visible is counted per instance", () => {
  expect(countVisible(FIELDS, 1)).toEqual({ visible: 1, all: 3 });
  expect(countVisible(FIELDS, 2)).toEqual({ visible: 2, all: 3 });
});

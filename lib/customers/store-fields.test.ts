import { expect, test } from "vitest";
import { parseFields, readFields } from "#lib/customers/store-fields.ts";

test("the shipped list is read, each level present", async () => {
  const fields = await readFields();
  expect(new Set(fields.map((field) => field.level))).toEqual(new Set(["registry", "critical", "full", "user_level"]));
  expect(fields.find((field) => field.field === "update_check.dau")).toMatchObject({
    level: "full",
    group: "Other pings",
  });
});

const good = "- group: Pings\n  level: full\n  fields:\n    - { field: a.b, label: B, description: A field. }\n";

test.each([
  ["a level that does not exist", good.replace("full", "fool"), /^f\.yml:2: /],
  ["a field without its source", good.replace("a.b", "b"), /^f\.yml:4: A field is written source\.field/],
  ["a missing label", good.replace("label: B, ", ""), /^f\.yml:4: /],
  ["a key nobody knows", good.replace("level", "lvl: 1\n  level"), /^f\.yml:1: /],
  ["a double", `${good}    - { field: a.b, label: C, description: Again. }\n`, /^f\.yml:5: a\.b stands there twice/],
  ["text that is no YAML", `${good}\n  : : [`, /^f\.yml:\d+: /],
])("%s is told by file and line", (_what, text, message) => {
  expect(() => parseFields(text, "f.yml")).toThrow(message);
});

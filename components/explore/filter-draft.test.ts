import { expect, test } from "vitest";
import { changeForm, isUnfinished, placeDraft, shownForm, withOperator } from "#components/explore/filter-draft.ts";

test("taking away the last value leaves the row unfinished and the text in force", () => {
  const { text, draft } = changeForm("Acme", { operator: "is", values: [] });
  expect(text).toBe("Acme");
  expect(shownForm(text, draft)).toEqual({ operator: "is", values: [] });
  expect(isUnfinished(text, draft)).toBe(true);
});

test("a finished row needs no draft", () => {
  expect(changeForm("", { operator: "contains", values: ["bank"] })).toEqual({ text: "%bank%", draft: null });
  expect(isUnfinished("%bank%", null)).toBe(false);
  expect(isUnfinished("", null)).toBe(false);
});

test("matches (advanced) stays advanced although its text is plain", () => {
  const { text, draft } = changeForm("Acme", { operator: "advanced", values: ["Acme"] });
  expect(shownForm(text, draft).operator).toBe("advanced");
  expect(isUnfinished(text, draft)).toBe(false);
});

test("a draft dies when the text changes under it, as by Back", () => {
  const { draft } = changeForm("Acme", { operator: "is", values: [] });
  expect(shownForm("Birchwood Labs", draft)).toEqual({ operator: "is", values: ["Birchwood Labs"] });
});

test("drafts keep their places", () => {
  const draft = { form: { operator: "is", values: [] }, text: "" } as const;
  expect(placeDraft([], 2, draft)).toEqual([null, null, draft]);
  expect(placeDraft([draft, draft], 0, null)).toEqual([null, draft]);
});

test("a change of operator takes the values along, or keeps their text for advanced", () => {
  const form = { operator: "is", values: ["A,B", "C"] } as const;
  expect(withOperator(form, "contains")).toEqual({ operator: "contains", values: ["A,B", "C"] });
  expect(withOperator(form, "advanced")).toEqual({ operator: "advanced", values: ["A^,B,C"] });
  expect(withOperator(form, "blank")).toEqual({ operator: "blank", values: [] });
  expect(withOperator({ operator: "advanced", values: ["x%,y"] }, "is")).toEqual({ operator: "is", values: [] });
});

import { expect, test } from "vitest";
import { checkDraft, emptyDraft, historyWords } from "#components/customers/opt-out-form.ts";

const FILLED = { ...emptyDraft("2026-11-22"), requester: "Priya Nair", reason: "Asked by their DPO" };

test("a filled draft becomes the body of the request, an empty ticket null", () => {
  expect(checkDraft(FILLED, 7)).toEqual({
    faults: null,
    body: {
      instanceNo: 7,
      level: 1,
      effectiveOn: "2026-11-22",
      requester: "Priya Nair",
      channel: "email",
      ticket: null,
      history: "hide",
      reason: "Asked by their DPO",
    },
  });
});

test("what is missing is named by its field", () => {
  expect(checkDraft({ ...emptyDraft("2026-11-22"), effectiveOn: "" }, 7).faults).toMatchObject({
    requester: "Name who asked for it",
    reason: "Say why in a few words",
    effectiveOn: "Choose the day from which it holds",
  });
});

test("hiding and keeping are told apart", () => {
  expect(historyWords("hide", "2026-11-22")).toContain("before 2026-11-22 disappear");
  expect(historyWords("keep", "2026-11-22")).toContain("stays in past figures");
});

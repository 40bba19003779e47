import { describe, expect, test } from "vitest";
import { addCalc, removeCalc, setCompare, setTotal, togglePivot, withoutUses } from "#components/explore/edit-shape.ts";
import { EMPTY_QUESTION, Question } from "#lib/semantic/question.ts";

const asked: Question = {
  ...EMPTY_QUESTION,
  fields: [{ id: "account.name" }, { id: "instance.hosting" }, { id: "mau" }],
  time: { field: "instance_day.day", grain: "month", range: "12 months" },
};

describe("the shape of a question", () => {
  test("a field becomes columns and rows again", () => {
    const pivoted = togglePivot(asked, "instance.hosting");
    expect(pivoted.fields).toEqual([{ id: "account.name" }, { id: "mau" }]);
    expect(pivoted.pivots).toEqual([{ id: "instance.hosting" }]);
    expect(togglePivot(pivoted, "instance.hosting").fields).toContainEqual({ id: "instance.hosting" });
    const timed = togglePivot(pivoted, "instance_day.day");
    expect(timed.pivots).toHaveLength(2);
    expect(togglePivot(timed, "account.name")).toEqual(timed);
    expect(togglePivot(timed, "instance_day.day").fields).toEqual(pivoted.fields);
  });

  test("a figure that goes takes along what is worked out from it", () => {
    const shaped: Question = {
      ...addCalc(asked, "rank", "mau", "MAU"),
      topN: { field: "account.name", by: "mau", n: 5, other: true },
      sort: [{ field: "mau", desc: true }],
      having: [{ field: "mau", text: ">5" }],
    };
    expect(withoutUses(shaped, "mau")).toEqual({ ...asked, fields: asked.fields.slice(0, 2) });
  });

  test("calculations are there once of each kind, and the question stays one that can be asked", () => {
    const once = addCalc(addCalc(asked, "rank", "mau", "MAU"), "rank", "mau", "MAU");
    expect(once.calcs).toEqual([{ id: "calc_rank_mau", label: "MAU: rank", kind: "rank", of: "mau" }]);
    expect(Question.safeParse(once).success).toBe(true);
    expect(addCalc(asked, "nonsense", "mau", "MAU")).toEqual(asked);
    expect(removeCalc(once, "calc_rank_mau")).toEqual(asked);
  });

  test("totals and comparison are switched on and off", () => {
    expect(setTotal(asked, "row", true).totals).toEqual({ grand: false, row: true, sub: false });
    expect(setCompare(asked, "previous_year").compare).toBe("previous_year");
    expect(setCompare(setCompare(asked, "previous_year"), "none")).toEqual(asked);
  });
});

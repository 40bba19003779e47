import { expect, test } from "vitest";
import { effectiveRole, type HeldRole } from "#lib/people/model.ts";

const given = (role: HeldRole["role"], group: string | null = null): HeldRole => ({
  role,
  group,
  grantedBy: "Ada Moreau",
  reason: "Builds reports",
});

test("without any grant one is a Viewer, by default", () => {
  expect(effectiveRole([])).toEqual({ role: "viewer", why: "Viewer by default" });
});

test("the highest role counts, and says which group it comes from", () => {
  expect(effectiveRole([given("viewer"), given("creator", "Sales"), given("viewer", "Product")])).toEqual({
    role: "creator",
    why: "Creator by group Sales",
  });
});

test("between equals the one given to the person is named, with giver and reason", () => {
  expect(effectiveRole([given("creator", "Sales"), given("creator")]).why).toBe(
    "Creator given by Ada Moreau: Builds reports",
  );
});

import { expect, test } from "vitest";
import { newId } from "#lib/db/id.ts";

test("ids name their kind and never repeat", () => {
  const ids = Array.from({ length: 10_000 }, () => newId("acc"));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^acc_[0-9a-hjkmnp-tv-z]{12}$/);
});

import { expect, test } from "vitest";
import { readSearch } from "#components/customers/list-search.ts";

const NOTHING = { q: null, type: null, tier: null, hosting: null, sort: null, desc: null, cursor: null };

test("an address without a search asks for everything", () => {
  expect(readSearch(NOTHING)).toEqual({ search: {}, faults: [] });
});

test("what is understood is asked, what is not is said with what would be", () => {
  expect(readSearch({ ...NOTHING, q: "birch", tier: "9", hosting: "managed", sort: "colour" })).toEqual({
    search: { q: "birch", hosting: "managed" },
    faults: [
      { key: "tier", value: "9", allowed: "0, 1, 2, 3" },
      { key: "sort", value: "colour", allowed: "name, tier, hosting, seats, instances, last_ping" },
    ],
  });
});

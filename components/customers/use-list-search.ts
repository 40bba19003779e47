"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { type ListKey, readSearch } from "#components/customers/list-search.ts";

const PARSERS = {
  q: parseAsString,
  type: parseAsString,
  tier: parseAsString,
  hosting: parseAsString,
  sort: parseAsString,
  desc: parseAsString,
  cursor: parseAsString,
};

/** The list's state, which lives in the address alone. Changing anything but the page starts at the first. */
export function useListSearch() {
  const [raw, setRaw] = useQueryStates(PARSERS, { history: "push" });
  function change(part: Readonly<Partial<Record<ListKey, string | null>>>) {
    void setRaw("cursor" in part ? part : { ...part, cursor: null });
  }
  function reset() {
    void setRaw(null);
  }
  return { raw, ...readSearch(raw), change, reset };
}

import { ACCOUNT_TYPES, HOSTING_TYPES } from "#lib/consent/model.ts";
import { CUSTOMER_SORTS } from "#lib/customers/contract.ts";

/** The keys of the list in the address, each a plain text. */
export const LIST_KEYS = ["q", "type", "tier", "hosting", "sort", "desc", "cursor"] as const;
export type ListKey = (typeof LIST_KEYS)[number];
export type RawSearch = Readonly<Record<ListKey, string | null>>;

/** A value in the address that means nothing here: said beside the list, never silently dropped. */
export type SearchFault = { readonly key: ListKey; readonly value: string; readonly allowed: string };

const ALLOWED: Readonly<Partial<Record<ListKey, readonly string[]>>> = {
  type: ACCOUNT_TYPES,
  tier: ["0", "1", "2", "3"],
  hosting: HOSTING_TYPES,
  sort: CUSTOMER_SORTS,
  desc: ["true", "false"],
};

type Read = { readonly search: Readonly<Record<string, string>>; readonly faults: readonly SearchFault[] };

/** What the address asks for, as the API takes it, and what in it cannot be understood. */
export function readSearch(raw: RawSearch): Read {
  const search: Record<string, string> = {};
  const faults: SearchFault[] = [];
  for (const key of LIST_KEYS) {
    const value = raw[key];
    if (value === null || value === "") continue;
    const allowed = ALLOWED[key];
    if (allowed === undefined || allowed.includes(value)) search[key] = value;
    else faults.push({ key, value, allowed: allowed.join(", ") });
  }
  return { search, faults };
}

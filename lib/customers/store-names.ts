import type { Day, Span } from "#lib/consent/model.ts";

/** From the names of a folder to the registry's own. */
export type Names = { readonly accounts: Map<string, string>; readonly instances: Map<string, number> };

export function need<T>(names: ReadonlyMap<string, T>, name: string): T {
  const found = names.get(name);
  if (found === undefined) throw new Error(`unchecked reference ${name}`);
  return found;
}

export function instanceOrNull({ instances }: Names, siteId: string | null): number | null {
  return siteId === null ? null : need(instances, siteId);
}

/** The columns of a dated row. */
export const SPAN = { valid_from: "date", valid_to: "date" } as const;

export function span({ from, to }: Span): { valid_from: Day; valid_to: Day | null } {
  return { valid_from: from, valid_to: to };
}

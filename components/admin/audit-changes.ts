type Values = Readonly<Record<string, unknown>> | null;
type Change = { readonly key: string; readonly before: unknown; readonly after: unknown };

/** What stands on either side of a change, key by key; `undefined` where a side does not have it. */
export function changesOf(before: Values, after: Values): readonly Change[] {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...keys].map((key) => ({ key, before: before?.[key], after: after?.[key] }));
}

/** A value as a person reads it; an absent one is a dash, never a blank. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  return typeof value === "number" ? value.toLocaleString("en-GB") : JSON.stringify(value);
}

import { type FilterForm, needsValues, OPERATOR_LABELS, parseFilterText } from "#components/explore/filter-text.ts";

/** What a filter row means, in plain words; null where only the server can say. */
export function filterWords(label: string, text: string): string | null {
  const form = parseFilterText(text);
  if (form.operator === "advanced") return null;
  return `${label} ${formWords(form)}`;
}

function formWords(form: FilterForm): string {
  const words = OPERATOR_LABELS[form.operator];
  if (!needsValues(form.operator)) return words;
  const joiner = form.operator.startsWith("not_") || form.operator === "is_not" ? " nor " : " or ";
  return `${words} ${listed(form.values, joiner)}`;
}

function listed(values: readonly string[], joiner: string): string {
  const quoted = values.map((value) => `“${value}”`);
  if (quoted.length <= 1) return quoted.join("");
  return `${quoted.slice(0, -1).join(", ")}${joiner}${quoted.at(-1) ?? ""}`;
}

import { type FilterForm, OPERATOR_LABELS, parseFilterText } from "#components/explore/filter-text.ts";
import { rangeLabel } from "#components/explore/time-range.ts";
import type { DashboardFilter } from "#lib/dashboards/contract.ts";

/** What a filter's pill says after its name: short, and never more than two values. */
export function shortWords(filter: DashboardFilter, text: string): string {
  if (filter.kind === "date") return rangeLabel(text);
  const form = parseFilterText(text);
  if (form.operator === "advanced") return `matches ${text}`;
  return [form.operator === "is" ? "" : OPERATOR_LABELS[form.operator], listed(form)]
    .filter((part) => part !== "")
    .join(" ");
}

function listed({ values }: FilterForm): string {
  const [first = "", second] = values;
  if (values.length <= 1) return first;
  if (values.length === 2) return `${first}, ${second ?? ""}`;
  return `${first} +${values.length - 1}`;
}

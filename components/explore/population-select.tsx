import { useId } from "react";
import { metricsOf } from "#components/explore/catalogue.ts";
import { setPopulation } from "#components/explore/edit.ts";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Select, type SelectOption } from "#components/ui/select.tsx";
import { ACCOUNT_TYPES } from "#lib/consent/model.ts";

const TYPE_LABELS = {
  customer: "Customers",
  prospect: "Prospects",
  free: "Free accounts",
  former: "Former customers",
  internal: "Internal",
} as const;

const OWN = "own";
const ALL = ACCOUNT_TYPES.join(",");

/** Whom the metrics count: their own population, or account types chosen instead. */
export function PopulationSelect({ explorer }: { readonly explorer: Explorer }) {
  const id = useId();
  const { question } = explorer;
  const value = question.population === null ? OWN : question.population.join(",");
  const known = [OWN, ALL, ...ACCOUNT_TYPES];
  const options: SelectOption[] = [
    { value: OWN, label: "As the metrics define", hint: ownWords(explorer) },
    ...ACCOUNT_TYPES.map((type) => ({ value: type, label: TYPE_LABELS[type] })),
    { value: ALL, label: "All account types" },
    ...(known.includes(value) ? [] : [{ value, label: chosenWords(question.population ?? []) }]),
  ];
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-text-2 text-xs">
        Population
      </label>
      <Select
        id={id}
        size="sm"
        className="w-56"
        value={value}
        options={options}
        onChange={(next) => {
          explorer.edit(setPopulation(question, next === OWN ? null : next.split(",")));
        }}
      />
    </div>
  );
}

function ownWords({ question, catalogue }: Explorer): string {
  const labels = new Set(metricsOf(question, catalogue).flatMap((field) => field.metric?.population.label ?? []));
  return labels.size === 0 ? "each metric names whom it counts" : [...labels].join("; ");
}

function chosenWords(types: readonly (keyof typeof TYPE_LABELS)[]): string {
  return types.map((type) => TYPE_LABELS[type]).join(", ");
}

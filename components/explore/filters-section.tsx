import { CompareSelect } from "#components/explore/compare-select.tsx";
import { FilterRow } from "#components/explore/filter-row.tsx";
import { filterWords } from "#components/explore/filter-words.ts";
import { placeOf, problemWords } from "#components/explore/place.ts";
import { PopulationSelect } from "#components/explore/population-select.tsx";
import { Section } from "#components/explore/section.tsx";
import { TimeControls } from "#components/explore/time-controls.tsx";
import type { Explorer } from "#components/explore/use-explorer.ts";

/** Which days, which accounts, which rows: everything that narrows the question. */
export function FiltersSection({ explorer }: { readonly explorer: Explorer }) {
  const { question, catalogue, filters } = explorer;
  const count = question.filters.length;
  return (
    <Section title="Filters" hint={count === 0 ? undefined : `${String(count)} on fields`}>
      <div className="px-3 py-2">
        <div className="flex flex-wrap items-start gap-x-4 gap-y-2 pb-1">
          <TimeControls explorer={explorer} />
          <CompareSelect explorer={explorer} />
          <PopulationSelect explorer={explorer} />
        </div>
        {count > 0 && (
          <ul className="mt-1 divide-y border-t pt-1">
            {question.filters.map((filter, at) => {
              const field = catalogue.get(filter.field);
              return (
                <FilterRow
                  key={`${String(at)} ${filter.field}`}
                  field={filter.field}
                  label={field?.label ?? filter.field}
                  suggest={field?.suggest ?? false}
                  numeric={field?.type === "number"}
                  form={filters.forms[at] ?? { operator: "any", values: [] }}
                  words={wordsOf(explorer, at)}
                  problem={problemOf(explorer, at)}
                  onChange={(form) => {
                    filters.change(at, form);
                  }}
                  onRemove={() => {
                    filters.remove(at);
                  }}
                />
              );
            })}
          </ul>
        )}
      </div>
    </Section>
  );
}

function wordsOf({ question, catalogue, filters, run, stale }: Explorer, at: number): string | null {
  const filter = question.filters[at];
  if (filter === undefined || filters.unfinished.includes(at)) return null;
  const label = catalogue.get(filter.field)?.label ?? filter.field;
  const own = filterWords(label, filter.text);
  if (own !== null || stale) return own;
  const reading = run.last?.answer.readings[at];
  return reading?.field === filter.field ? `${label} ${reading.words}` : null;
}

function problemOf({ filters, nagging, problem }: Explorer, at: number): string | null {
  if (nagging && filters.unfinished.includes(at)) return "Choose a value, or set it to “is any value”.";
  if (problem === null) return null;
  const place = placeOf(problem.path);
  if (place.part !== "filter" || place.at !== at) return null;
  return problemWords(problem);
}

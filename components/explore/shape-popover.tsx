import { SlidersHorizontal, X } from "lucide-react";
import { useState } from "react";
import { AdvancedInput } from "#components/explore/advanced-input.tsx";
import { metricsOf } from "#components/explore/catalogue.ts";
import { addCalc, CALC_LABELS, removeCalc, setTop, setTotal } from "#components/explore/edit-shape.ts";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { Select } from "#components/ui/select.tsx";
import { CALC_KINDS } from "#lib/semantic/question.ts";

type Props = { readonly explorer: Explorer };

/** What the table holds beside its cells: further totals, only the largest values, calculations over the rows. */
export function ShapePopover({ explorer }: Props) {
  const { totals, topN, calcs } = explorer.question;
  const count = Number(totals.row) + Number(totals.sub) + Number(topN !== null) + calcs.length;
  const trigger = (
    <Button size="sm">
      <SlidersHorizontal aria-hidden />
      <span className="max-sm:sr-only">Table options</span>
      {count > 0 && <span className="tabular-nums">({count})</span>}
    </Button>
  );
  return (
    <Popover label="Table options" trigger={trigger} className="w-96">
      <Totals explorer={explorer} />
      <Largest explorer={explorer} />
      <Calculations explorer={explorer} />
    </Popover>
  );
}

function Totals({ explorer }: Props) {
  const { question } = explorer;
  const options = [
    ["row", "Row totals", question.pivots.length === 0 ? "Needs a pivot." : "Across the pivots, at their own grain."],
    ["sub", "Subtotals", "For each group of rows, at their own grain."],
  ] as const;
  return (
    <fieldset>
      <legend className="mb-1 font-semibold text-sm">Totals</legend>
      {options.map(([which, label, hint]) => (
        <Checkbox
          key={which}
          label={<span className="text-sm">{label}</span>}
          hint={<span className="text-xs">{hint}</span>}
          disabled={which === "row" && question.pivots.length === 0}
          checked={question.totals[which]}
          onChange={(on) => {
            explorer.edit(setTotal(question, which, on));
          }}
        />
      ))}
    </fieldset>
  );
}

const EVERYTHING = "all";
const FIRST_N = 8;

/** Only the largest values of one dimension, the rest as Other. */
function Largest({ explorer }: Props) {
  const { question, catalogue } = explorer;
  const { topN } = question;
  const [metric] = metricsOf(question, catalogue);
  const dimensions = [...question.fields, ...question.pivots].flatMap(({ id }) => {
    const field = catalogue.get(id);
    return field?.kind === "dimension" ? [{ value: id, label: field.label }] : [];
  });
  if (metric === undefined || dimensions.length === 0) return null;
  function choose(field: string): void {
    const next = { n: topN?.n ?? FIRST_N, by: topN?.by ?? metric?.id ?? "", other: topN?.other ?? true, field };
    explorer.edit(setTop(question, field === EVERYTHING ? null : next));
  }
  return (
    <fieldset className="mt-3 border-t pt-3">
      <legend className="sr-only">Largest values</legend>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span>Largest</span>
        <AdvancedInput
          className="h-8 w-14 px-2 text-right text-sm tabular-nums"
          label="How many of the largest values"
          placeholder={String(FIRST_N)}
          text={String(topN?.n ?? FIRST_N)}
          invalid={false}
          describedBy=""
          onChange={(text) => {
            const n = Math.min(100, Math.max(1, Math.round(Number(text) || FIRST_N)));
            if (topN !== null) explorer.edit(setTop(question, { ...topN, n }));
          }}
        />
        <span>of</span>
        <Select
          size="sm"
          aria-label="Largest values of"
          className="w-44"
          value={topN?.field ?? EVERYTHING}
          options={[{ value: EVERYTHING, label: "nothing: show all" }, ...dimensions]}
          onChange={choose}
        />
      </div>
      {topN !== null && (
        <Checkbox
          label={<span className="text-sm">Show the rest as Other</span>}
          checked={topN.other}
          onChange={(other) => {
            explorer.edit(setTop(question, { ...topN, other }));
          }}
        />
      )}
    </fieldset>
  );
}

function Calculations({ explorer }: Props) {
  const { question, catalogue } = explorer;
  const [kind, setKind] = useState<string | null>(null);
  const metrics = metricsOf(question, catalogue);
  const [of, setOf] = useState<string | null>(null);
  const chosen = metrics.find(({ id }) => id === of) ?? metrics[0];
  if (chosen === undefined) return null;
  return (
    <fieldset className="mt-3 border-t pt-3">
      <legend className="sr-only">Table calculations</legend>
      <p className="mb-1.5 font-semibold text-sm">
        Table calculations <span className="font-normal text-text-2 text-xs">worked out from the rows shown</span>
      </p>
      <CalcList explorer={explorer} />
      <div className="flex flex-wrap items-center gap-2">
        <Select
          size="sm"
          aria-label="Calculation"
          className="w-44"
          placeholder="Calculation…"
          value={kind}
          options={CALC_KINDS.map((value) => ({ value, label: CALC_LABELS[value] }))}
          onChange={setKind}
        />
        {metrics.length > 1 && (
          <Select
            size="sm"
            aria-label="Of which figure"
            className="w-32"
            value={chosen.id}
            options={metrics.map(({ id, label }) => ({ value: id, label }))}
            onChange={setOf}
          />
        )}
        <Button
          size="sm"
          disabled={kind === null}
          onClick={() => {
            explorer.edit(addCalc(question, kind ?? "", chosen.id, chosen.label));
            setKind(null);
          }}
        >
          Add
        </Button>
      </div>
    </fieldset>
  );
}

function CalcList({ explorer }: Props) {
  const { question } = explorer;
  return (
    <ul className="mb-2 empty:hidden">
      {question.calcs.map(({ id, label }) => (
        <li key={id} className="flex items-center justify-between text-sm">
          {label}
          <IconButton
            label={`Remove ${label}`}
            onClick={() => {
              explorer.edit(removeCalc(question, id));
            }}
          >
            <X aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

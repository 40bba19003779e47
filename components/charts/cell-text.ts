import { exactText } from "#components/charts/number-format.ts";
import { dayText, periodTitle } from "#components/charts/period.ts";
import type { AnswerColumn, BlankCode, Cell } from "#lib/semantic/answer.ts";
import type { Grain } from "#lib/semantic/question.ts";

/** A dimension's value as people read it. */
export function valueLabel(cell: Cell): string {
  if (cell === null || cell === "") return "(not on record)";
  if (typeof cell === "boolean") return cell ? "Yes" : "No";
  return String(cell);
}

/** The values of the pivots above a column, as people read them. */
export function pivotText(pivot: NonNullable<AnswerColumn["pivot"]>): string {
  const texts = pivot.map(({ text, grain }) =>
    typeof text === "string" && grain !== null ? startText(text, grain) : valueLabel(text),
  );
  return texts.join(" · ");
}

function startText(start: string, grain: Grain): string {
  return grain === "day" ? dayText(start) : periodTitle(start, grain);
}

/** A cell of a table. An empty measure has no text here: its blank has. */
export function cellText(cell: Cell, column: AnswerColumn): string {
  if (column.kind === "measure") return typeof cell === "number" ? exactText(cell, column.format) : "";
  if (column.kind === "time" && typeof cell === "string" && column.grain !== null) {
    return startText(cell, column.grain);
  }
  if (typeof cell === "number") return exactText(cell, column.format);
  return valueLabel(cell);
}

type BlankWords = { readonly shown: string; readonly text: string };

const BLANKS: Readonly<Record<BlankCode, BlankWords>> = {
  suppressed: { shown: "<5", text: "Fewer than five people. Disclosure control shows this as <5." },
  withheld: { shown: "…", text: "Hidden, because with it a figure about fewer than five people could be worked out." },
  zero_denominator: { shown: "", text: "There is nothing to divide by in this period." },
  not_yet_sent: { shown: "", text: "Not sent yet for this period." },
  late_data: { shown: "", text: "Expected, but it has not arrived yet." },
  no_consented_data: { shown: "", text: "No data that we may show. This is not a zero; the coverage says why." },
  no_access: { shown: "", text: "You may not see this figure." },
};

/** What stands in an empty cell and why; without a code the value simply is not there. */
export function blankWords(code: BlankCode | null): BlankWords {
  return code === null ? { shown: "", text: "There is no value. This is not a zero." } : BLANKS[code];
}

import { blankWords } from "#components/charts/cell-text.ts";
import { periodTitle } from "#components/charts/period.ts";
import { reasonWords } from "#components/coverage/coverage-words.ts";
import type { ReasonKind } from "#lib/consent/model.ts";
import type { Answer, AnswerColumn, BlankCode, Coverage } from "#lib/semantic/answer.ts";
import { dayWords } from "#lib/semantic/calendar.ts";

/** Why a cell is blank, sorted by what a reader can do about it. */
export type Explained = {
  /** What stands in the cell; empty text is drawn as hatching. */
  readonly shown: string;
  readonly kind: "Agreed" | "Fixable" | "Ours" | "Real zero";
  readonly text: string;
  /** Who can mend it and how, or why there is nothing to mend. */
  readonly step: string;
  /** Since when, or the last day of data; null where the answer does not say. */
  readonly since: string | null;
};

const KIND = { agreed: "Agreed", fixable: "Fixable", ours: "Ours" } as const satisfies Record<ReasonKind, string>;

/** `row` counts as in the blanks of an answer. */
export function explainBlank(answer: Answer, row: number, column: number): Explained {
  const code = answer.blanks.find((blank) => blank.row === row && blank.column === column)?.code ?? null;
  const { shown, text } = blankWords(code);
  return { shown, text, ...sortOf(answer, column, code), since: sinceWhen(answer, row, column, code) };
}

type Sorted = Pick<Explained, "kind" | "step">;

function sortOf(answer: Answer, column: number, code: BlankCode | null): Sorted {
  switch (code) {
    case "suppressed":
    case "withheld":
      return {
        kind: "Ours",
        step: "Our rule for all figures about people. A longer range or fewer breakdowns show more.",
      };
    case "zero_denominator":
      return { kind: "Real zero", step: "The figure below the line is zero; nothing is missing." };
    case "late_data":
      return { kind: "Ours", step: "Our load is behind. It fills by itself when the source has come." };
    case "not_yet_sent":
      return { kind: "Fixable", step: "Their Customer Engineer can check that the instance still reaches us." };
    case "no_access":
      return { kind: "Fixable", step: "Ask for it with Request access." };
    case "no_consented_data":
      return whyNobody(coverageOf(answer, answer.columns[column]));
    case null:
      return { kind: "Ours", step: "There is no such figure at this grain." };
  }
}

/** The coverage of the figure in that column. */
function coverageOf({ coverage, columnCoverage }: Answer, column: AnswerColumn | undefined): Coverage {
  return columnCoverage.find(({ metrics }) => metrics.includes(column?.id ?? ""))?.coverage ?? coverage;
}

/** Of those who are missing, what most of them miss it for. */
function whyNobody({ excluded, population }: Coverage): Sorted {
  const [most] = excluded.toSorted((a, b) => b.count - a.count);
  if (most === undefined) return { kind: "Ours", step: "Nobody in the population matches." };
  const { title, text } = reasonWords(most, population.unit);
  return { kind: KIND[most.kind], step: `${title}: ${text}` };
}

function sinceWhen(answer: Answer, row: number, column: number, code: BlankCode | null): string | null {
  if (code === "late_data") {
    const days = answer.freshness.flatMap(({ lastDay }) => lastDay ?? []).toSorted();
    return days[0] === undefined ? null : `Last data ${dayWords(days[0])}.`;
  }
  const missing = code === "not_yet_sent" || code === "no_consented_data";
  return missing && row >= 0 ? runOf(answer, row, column) : null;
}

/** Back through the periods of the same group, to the last that has a figure. */
function runOf({ columns, rows }: Answer, row: number, column: number): string | null {
  const time = columns.findIndex(({ kind }) => kind === "time");
  const grain = columns[time]?.grain ?? null;
  const own = rows[row];
  if (grain === null || own === undefined) return null;
  const isAlike = (cells: typeof own) =>
    columns.every(({ kind }, index) => kind === "measure" || index === time || cells[index] === own[index]);
  const before = rows
    .filter((cells) => isAlike(cells) && String(cells[time]) <= String(own[time]))
    .toSorted((a, b) => (String(a[time]) < String(b[time]) ? 1 : -1));
  const end = before.findIndex((cells) => cells[column] !== null);
  const first = before[end === -1 ? before.length - 1 : end - 1];
  const since = `Blank since ${periodTitle(String(first?.[time]), grain)}`;
  return end === -1
    ? `${since} or longer.`
    : `${since}; last figure in ${periodTitle(String(before[end]?.[time]), grain)}.`;
}

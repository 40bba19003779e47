import { CALC_KINDS, type CalcKind, COMPARISONS, type Question } from "#lib/semantic/question.ts";

const MOST_PIVOTS = 2;

/** Turns a field that is in use into columns, or back into rows. */
export function togglePivot(question: Question, id: string): Question {
  if (question.pivots.some((pivot) => pivot.id === id)) {
    const pivots = question.pivots.filter((pivot) => pivot.id !== id);
    const isTime = question.time?.field === id;
    return { ...question, pivots, fields: isTime ? question.fields : [{ id }, ...question.fields] };
  }
  if (question.pivots.length >= MOST_PIVOTS) return question;
  const fields = question.fields.filter((field) => field.id !== id);
  return { ...question, fields, pivots: [...question.pivots, { id }] };
}

/** Takes out everything that speaks about a field, apart from filters. */
export function withoutUses(question: Question, id: string): Question {
  const { topN } = question;
  return {
    ...question,
    fields: question.fields.filter((field) => field.id !== id),
    pivots: question.pivots.filter((pivot) => pivot.id !== id),
    sort: question.sort.filter((entry) => entry.field !== id),
    having: question.having.filter((entry) => entry.field !== id),
    calcs: question.calcs.filter((calc) => calc.of !== id),
    topN: topN?.field === id || topN?.by === id ? null : topN,
  };
}

export function setTotal(question: Question, which: "grand" | "row" | "sub", on: boolean): Question {
  return { ...question, totals: { ...question.totals, [which]: on } };
}

/** Anything but the name of a comparison ends it. */
export function setCompare(question: Question, name: string): Question {
  return { ...question, compare: COMPARISONS.find((known) => known === name) ?? null };
}

export function setTop(question: Question, topN: Question["topN"]): Question {
  return { ...question, topN };
}

export const CALC_LABELS: Readonly<Record<CalcKind, string>> = {
  percent_of_total: "Share of the total",
  percent_of_row: "Share of the row",
  rank: "Rank",
  running_total: "Running total",
  percent_change: "Change from the period before",
};

/** Adds a calculation over a figure, once of each kind. */
export function addCalc(question: Question, kind: string, of: string, label: string): Question {
  const known = CALC_KINDS.find((one) => one === kind);
  if (known === undefined) return question;
  const id = `calc_${known}_${of.replaceAll(".", "_")}`.slice(0, 45);
  if (question.calcs.some((calc) => calc.id === id)) return question;
  return {
    ...question,
    calcs: [...question.calcs, { id, label: `${label}: ${CALC_LABELS[known].toLowerCase()}`, kind: known, of }],
  };
}

export function removeCalc(question: Question, id: string): Question {
  return { ...question, calcs: question.calcs.filter((calc) => calc.id !== id) };
}

import type { Answer, Cell } from "#lib/semantic/answer.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import type { PlainAnswer, PlainQuestion } from "#lib/semantic/testing/metric-oracle.ts";

const RANGES = [
  ["2026-01-01", "2026-05-01"],
  ["2026-01-17", "2026-02-20"],
  ["2026-02-01", "2026-03-01"],
] as const;

/** The metric over every range, grain and grouping. */
export function plain(
  metric: string,
  grains: readonly PlainQuestion["grain"][],
  groups: readonly (readonly string[])[],
  filters: readonly Readonly<Record<string, string>>[],
): PlainQuestion[] {
  return RANGES.flatMap(([from, to]) =>
    grains.flatMap((grain) =>
      groups.flatMap((group, index) => {
        // Every group meets every grain and range; the filters take turns.
        const must = filters[(index + from.length + Number(from.slice(8))) % filters.length] ?? {};
        return [{ metric, grain, groups: group, must, from, to }];
      }),
    ),
  );
}

export function questionOf({ metric, groups, must, grain, from, to }: PlainQuestion): Question {
  return {
    ...EMPTY_QUESTION,
    fields: [...groups, metric].map((id) => ({ id })),
    time: { field: "instance_day.day", grain, range: `${from} to ${to}` },
    filters: Object.entries(must).map(([field, text]) => ({ field, text })),
    limit: 5000,
  };
}

const CODES: Readonly<Record<string, string>> = { "Self-hosted": "self_hosted", "Former customer": "former" };
const CODED = ["Managed", "Dotcom", "Customer", "Prospect", "Free", "Internal"];

function codeOf(cell: Cell): string {
  const text = cell === null ? "∅" : String(cell);
  return CODES[text] ?? (CODED.includes(text) ? text.toLowerCase() : text);
}

/** Rows as the oracle writes them; periods that were only filled in are left out. */
export function byKey(answer: Answer, { grain, from, groups }: PlainQuestion): Map<string, string> {
  const found = new Map<string, string>();
  for (const [index, row] of answer.rows.entries()) {
    const period = grain === null ? from : String(row[0]);
    const start = grain === null ? 0 : 1;
    const key = [period, ...row.slice(start, start + groups.length).map(codeOf)].join("|");
    const value = row.at(-1) ?? null;
    const blank = answer.blanks.find((one) => one.row === index)?.code;
    if (blank === "not_yet_sent" || blank === "no_consented_data") continue;
    found.set(key, blank ?? number(value));
  }
  return found;
}

function number(value: Cell): string {
  return typeof value === "number" ? value.toFixed(5) : String(value);
}

/** The oracle's rows, with the codes of what is not shown. */
export function expected(answer: PlainAnswer): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, { value, users }] of answer) {
    const hidden = users !== null && value !== null && value !== 0 && users < 5;
    found.set(key, hidden ? "suppressed" : value === null ? "zero_denominator" : number(value));
  }
  return found;
}

export function sorted(map: Map<string, string>): string[] {
  return [...map].map(([key, value]) => `${key} = ${value}`).toSorted();
}

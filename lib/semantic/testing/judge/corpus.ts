import { AppError } from "#lib/errors.ts";
import { compile } from "#lib/semantic/compile.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import type { Dimension, Metric, Model } from "#lib/semantic/model.ts";
import type { GateText } from "#lib/semantic/print/gate.ts";
import { CONSENT_GATE } from "#lib/semantic/print/gate.ts";
import { EMPTY_QUESTION, type Grain, type Question } from "#lib/semantic/question.ts";
import type { CompileContext } from "#lib/semantic/resolved.ts";
import { QUESTIONS } from "#lib/semantic/testing/questions.ts";

/** Ranges over which the judge's worlds have data: month ends, and the turns of two years. */
const RANGES = ["2026-01-17 to 2026-02-20", "2024-12-23 to 2026-01-13", "2026-01-01 to 2026-05-01"] as const;

/** Filters of every kind that a field of text can have: equal, pattern, several, not, empty, null. */
const TEXTS = ["5.0.0", "A%,%b_c%", "x,y,-z%", "-EMPTY", "NULL", "-NULL"] as const;
const NUMBERS = ["[1,5)", ">10", "NOT 7", "NOT NULL"] as const;
const DATES = ["2026-01", "before 2026-01-08", "-NULL"] as const;

/** What a question may have beside its fields; they take turns. */
const VARIANTS: readonly Partial<Question>[] = [
  {},
  { compare: "previous_period" },
  { totals: { grand: true, row: true, sub: true } },
  { week_start: "sunday", totals: { grand: true, row: false, sub: false } },
  { fiscal: { start_month: 2 } },
  { compare: "previous_year", totals: { grand: true, row: false, sub: true } },
  { population: ["customer", "internal"] },
  { compare: "previous_period", like_for_like: true },
];

/** A name that says what is asked, so that a fault can be asked again. */
export type Asked = { readonly name: string; readonly question: Question };

/**
 * Every metric by every grain, ungrouped and grouped by each field that may stand beside it, with filters, pivots,
 * totals, comparisons, calendars and orders taking turns. What makes no sense the compiler refuses.
 */
function enumerated(model: Model): Asked[] {
  let turn = 0;
  return [...model.metrics.values()].flatMap((metric) => {
    const fields = metric.dimensions.flatMap((id) => model.dimensions.get(id) ?? []);
    const groups = [[], ...fields.map((field) => [field]), fields.slice(0, 2), fields.slice(-2)];
    const grains: (Grain | null)[] = metric.needsGrain ? [...metric.grains] : [...metric.grains, null];
    return grains.flatMap((grain) => groups.map((group) => asked(metric, { grain, group, fields, turn: turn++ })));
  });
}

type Turn = {
  readonly grain: Grain | null;
  readonly group: readonly Dimension[];
  readonly fields: readonly Dimension[];
  readonly turn: number;
};

function asked(metric: Metric, { grain, group, fields, turn }: Turn): Asked {
  const ids = [...group.map(({ id }) => id), metric.id];
  const pivot = turn % 5 === 4 ? group.slice(-1) : [];
  const question: Question = {
    ...EMPTY_QUESTION,
    fields: ids.filter((id) => pivot[0]?.id !== id).map((id) => ({ id })),
    pivots: pivot.map(({ id }) => ({ id })),
    time: { field: "instance_day.day", grain, range: RANGES[turn % RANGES.length] ?? RANGES[0] },
    filters: filtersOf(fields, turn),
    sort: turn % 4 === 3 ? [{ field: metric.id, desc: turn % 3 === 0 }] : [],
    limit: 5000,
    having: turn % 11 === 3 ? [{ field: metric.id, text: NUMBERS[turn % NUMBERS.length] ?? "" }] : [],
    topN: pivot.length === 0 && turn % 9 === 5 ? largest(group, metric, turn) : null,
    ...VARIANTS[turn % VARIANTS.length],
  };
  return { name: `${ids.join(", ")} by ${grain ?? "no grain"}, turn ${turn}`, question };
}

function filtersOf(fields: readonly Dimension[], turn: number): Question["filters"] {
  const field = turn % 2 === 0 ? undefined : fields[turn % fields.length];
  return field === undefined ? [] : [{ field: field.id, text: textFor(field, turn) }];
}

function largest([field]: readonly Dimension[], { id }: Metric, turn: number): Question["topN"] {
  return field === undefined ? null : { field: field.id, by: id, n: 1 + (turn % 3), other: turn % 2 === 0 };
}

function textFor({ type, values }: Dimension, turn: number): string {
  const known = values?.[turn % values.length];
  if (known !== undefined) return turn % 4 === 1 ? known.value : `-${known.value}`;
  if (type === "boolean") return turn % 4 === 1 ? "yes" : "no";
  const texts = { number: NUMBERS, date: DATES, string: TEXTS }[type];
  return texts[turn % texts.length] ?? "";
}

/** The questions that are kept and, of the enumeration, every n-th so that about `most` are left. */
export function corpusOf(model: Model, most: number): { readonly kept: Asked[]; readonly more: Asked[] } {
  const kept = Object.entries(QUESTIONS).map(([name, question]) => ({ name, question }));
  const all = enumerated(model);
  const step = Math.max(1, all.length / most);
  return { kept, more: all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step)) };
}

/** The compiled question; null where the compiler refuses it. */
export function compiledAsked(
  model: Model,
  question: Question,
  context: CompileContext,
  gate: GateText = CONSENT_GATE,
): CompiledQuery | null {
  try {
    return compile(model, question, context, gate);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

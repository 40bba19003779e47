import { AppError } from "#lib/errors.ts";
import { compile } from "#lib/semantic/compile.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import type { Dimension, Metric, Model } from "#lib/semantic/model.ts";
import type { GateText } from "#lib/semantic/print/gate.ts";
import { CONSENT_GATE } from "#lib/semantic/print/gate.ts";
import { EMPTY_QUESTION, type Grain, type Question } from "#lib/semantic/question.ts";
import type { CompileContext } from "#lib/semantic/resolved.ts";

/** Ranges over which the judge's worlds have data: month ends, and the turns of two years. */
const RANGES = ["2026-01-17 to 2026-02-20", "2024-12-23 to 2026-01-13", "2026-01-01 to 2026-05-01"] as const;

/** Filters of every kind that a field of text can have: equal, pattern, several, not, empty, null. */
const TEXTS = ["5.0.0", "A%,%b_c%", "x,y,-z%", "-EMPTY", "NULL", "-NULL"] as const;
const NUMBERS = ["[1,5)", ">10", "NOT 7", "-NULL"] as const;
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
];

/** A name that says what is asked, so that a fault can be asked again. */
export type Asked = { readonly name: string; readonly question: Question };

/**
 * Every metric by every grain, ungrouped and grouped by each field that may stand beside it, with filters, pivots,
 * totals, comparisons, calendars and orders taking turns. What makes no sense the compiler refuses.
 */
export function enumerated(model: Model): Asked[] {
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
  const filter = turn % 2 === 0 ? null : fields[turn % fields.length];
  const filters = filter === null || filter === undefined ? [] : [{ field: filter.id, text: textFor(filter, turn) }];
  const ids = [...group.map(({ id }) => id), metric.id];
  const pivot = turn % 5 === 4 ? group.slice(-1) : [];
  const question: Question = {
    ...EMPTY_QUESTION,
    fields: ids.filter((id) => pivot[0]?.id !== id).map((id) => ({ id })),
    pivots: pivot.map(({ id }) => ({ id })),
    time: { field: "instance_day.day", grain, range: RANGES[turn % RANGES.length] ?? RANGES[0] },
    filters,
    sort: turn % 4 === 3 ? [{ field: metric.id, desc: turn % 3 === 0 }] : [],
    limit: 5000,
    ...VARIANTS[turn % VARIANTS.length],
  };
  return { name: `${ids.join(", ")} by ${grain ?? "no grain"}, turn ${turn}`, question };
}

function textFor({ type, values }: Dimension, turn: number): string {
  const known = values?.[turn % values.length];
  if (known !== undefined) return turn % 4 === 1 ? known.value : `-${known.value}`;
  if (type === "boolean") return turn % 4 === 1 ? "yes" : "no";
  const texts = { number: NUMBERS, date: DATES, string: TEXTS }[type];
  return texts[turn % texts.length] ?? "";
}

/** The compiled question; null where the compiler refuses it, with its reason to the reader. */
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

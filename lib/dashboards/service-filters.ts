import type { z } from "zod";
import type { Grant } from "#lib/access/grant.ts";
import type { Dashboard, DashboardDataOut } from "#lib/dashboards/contract.ts";
import { type FilterInForce, readDates, resolveFilters } from "#lib/dashboards/model.ts";
import { AppError } from "#lib/errors.ts";
import { suggestQuestion } from "#lib/explore/model.ts";
import { answerQuestion } from "#lib/explore/service.ts";
import { models } from "#lib/semantic/catalogue.ts";
import type { Dimension } from "#lib/semantic/model.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import { EMPTY_QUESTION } from "#lib/semantic/question.ts";
import { resolveFilters as readFilters } from "#lib/semantic/resolve-filters.ts";

type Notice = z.input<typeof DashboardDataOut>["notices"][number];

/** The filters that can be used; what cannot be is said, and its default stays in force. */
export function readGiven(
  dashboard: Dashboard,
  given: Readonly<Record<string, string>>,
): { readonly inForce: readonly FilterInForce[]; readonly notices: readonly Notice[] } {
  const { inForce, unknown } = resolveFilters(dashboard.filters, given);
  const notices: Notice[] = unknown.map(({ name, suggestion }) => ({
    filter: name,
    message: `This dashboard has no filter called “${name}”, so it filters nothing.${meant(suggestion)}`,
    suggestion,
  }));
  const usable = inForce.map((one) => {
    const fault = faultOf(one);
    if (fault === null) return one;
    notices.push({ filter: one.filter.name, ...fault, message: `${fault.message} The filter is not applied.` });
    return { ...one, text: one.filter.default };
  });
  return { inForce: usable, notices };
}

function meant(suggestion: string | null): string {
  return suggestion === null ? "" : ` Did you mean “${suggestion}”?`;
}

type Fault = Pick<Notice, "message" | "suggestion">;

/** Why a filter's text cannot be used; null when it can. */
function faultOf({ filter, text }: FilterInForce): Fault | null {
  if (text === "") return null;
  if (filter.kind === "date") {
    const reading = readDates(text, today());
    return reading.ok ? null : { message: `${reading.message} ${reading.suggestion}.`, suggestion: null };
  }
  try {
    readFilters(models(), { ...EMPTY_QUESTION, filters: [{ field: filter.field, text }] }, today());
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return valueFault(error, models().dimensions.get(filter.field) ?? null);
  }
}

/** One value is a suggestion to press; a list of all of them belongs in the sentence; grammar is neither. */
function valueFault({ message, place: { suggestion } }: AppError, dimension: Dimension | null): Fault {
  const single = dimension?.values?.some(({ label }) => label === suggestion) === true;
  if (single) return { message, suggestion };
  if (suggestion === null || dimension?.values == null) return { message, suggestion: null };
  return { message: `${message} Possible: ${suggestion}.`, suggestion: null };
}

/** Only to judge the words of a range: which days they mean is decided with the data's own clock. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Which filters by themselves match nobody at all, with the value that was probably meant. */
export async function valuesNotFound(grant: Grant, inForce: readonly FilterInForce[]): Promise<readonly Notice[]> {
  const found = await Promise.all(inForce.map((one) => valueNotFound(grant, one)));
  return found.flatMap((notice) => notice ?? []);
}

const MOST_VALUES = 5_000;

async function valueNotFound(grant: Grant, { filter, text }: FilterInForce): Promise<Notice | null> {
  const dimension = models().dimensions.get(filter.field);
  if (text === "" || filter.kind !== "string" || dimension?.values !== null) return null;
  const question = suggestQuestion(models(), dimension, "");
  if (question === null) return null;
  const filters = [{ field: filter.field, text }];
  const matching = await answerQuestion(grant, { ...question, filters, limit: 1 }, "suggest");
  if (matching.rows.length > 0) return null;
  const all = await answerQuestion(grant, { ...question, limit: MOST_VALUES }, "suggest");
  const names = all.rows.flatMap(([name]) => (typeof name === "string" ? [name] : []));
  const suggestion = nearest(text, names);
  return { filter: filter.name, message: `No ${filter.name} is “${text}”.${meant(suggestion)}`, suggestion };
}

import { type Catalogue, metricsOf } from "#components/explore/catalogue.ts";
import { CallError } from "#lib/http/call.ts";
import type { Problem } from "#lib/http/problem.ts";
import type { Question } from "#lib/semantic/question.ts";

/** A first title for a question, after the pattern "<Metric> by <dimension> (<grain>)". */
export function suggestedTitle(question: Question, catalogue: Catalogue): string {
  const metrics = metricsOf(question, catalogue).map((field) => field.label);
  const dimensions = question.fields
    .flatMap((entry) => catalogue.get(entry.id) ?? [])
    .filter((field) => field.kind === "dimension")
    .map((field, at) => (at === 0 ? lowered(field.label) : field.label.toLowerCase()));
  const grain = question.time?.grain ?? null;
  const subject = metrics.length === 0 ? "List" : metrics.join(" and ");
  const by = dimensions.length === 0 ? "" : ` by ${dimensions.join(" and ")}`;
  return `${subject}${by}${grain === null ? "" : ` (${grain})`}`.slice(0, 120);
}

/** "used in 2 dashboards: Company metrics, Mine, and 1 personal one of others"; null when nowhere. */
export function usageWords(usedIn: readonly { readonly title: string }[], alsoUsedIn: number): string | null {
  const count = usedIn.length + alsoUsedIn;
  if (count === 0) return null;
  const others = alsoUsedIn === 0 ? [] : [`${String(alsoUsedIn)} personal of others`];
  const names = [...usedIn.map((place) => place.title), ...others].join(", ");
  return `used in ${String(count)} ${count === 1 ? "dashboard" : "dashboards"}: ${names}`;
}

/** What is wrong with the title itself, as far as the server said so. */
export function titleError(error: Error | null): string | null {
  const problem = problemIn(error);
  return problem?.path === "title" ? problem.detail : null;
}

/** The version that stands now, when somebody else saved first. */
export function newerVersion(error: Error | null): string | null {
  const problem = problemIn(error);
  const current = problem?.code === "stale_version" ? problem.details?.["current"] : undefined;
  return typeof current === "string" ? current : null;
}

function problemIn(error: Error | null): Problem | null {
  return error instanceof CallError ? error.problem : null;
}

function lowered(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

import type { Problem } from "#lib/http/problem.ts";

/** Where on the page a refused question is wrong. */
export type Place =
  | { readonly part: "filter"; readonly at: number; readonly of: "field" | "text" }
  | { readonly part: "range" }
  | { readonly part: "grain" }
  | { readonly part: "population" }
  | { readonly part: "limit" }
  | { readonly part: "field"; readonly at: number }
  | { readonly part: "question" };

const BY_NAME: Readonly<Partial<Record<string, Place>>> = {
  "time.grain": { part: "grain" },
  time: { part: "range" },
  population: { part: "population" },
  limit: { part: "limit" },
};

/** Reads the JSON path of a problem, e.g. `question.filters.0.text`. */
export function placeOf(path: string | null): Place {
  const parts = (path ?? "").split(/[.[\]]+/).filter((each) => each !== "" && each !== "question");
  return placeInList(parts) ?? BY_NAME[parts.join(".")] ?? BY_NAME[parts[0] ?? ""] ?? { part: "question" };
}

function placeInList([list, place = "", of]: readonly string[]): Place | null {
  if (!/^\d+$/.test(place)) return null;
  if (list === "fields") return { part: "field", at: Number(place) };
  return list === "filters" ? { part: "filter", at: Number(place), of: of === "field" ? "field" : "text" } : null;
}

/** What was wrong and what would be right, each said once. */
export function problemWords(problem: Pick<Problem, "detail" | "suggestion" | "path">): string {
  const { detail, suggestion } = problem;
  if (suggestion === null || detail.includes(suggestion)) return detail;
  const values = /^filters\.\d+\.text$/.test(problem.path ?? "");
  return values ? `${detail} Known values: ${suggestion}.` : `${detail} ${suggestion}.`;
}

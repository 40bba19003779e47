/** Where on the page a refused question is wrong. */
export type Place =
  | { readonly part: "filter"; readonly at: number }
  | { readonly part: "range" }
  | { readonly part: "grain" }
  | { readonly part: "population" }
  | { readonly part: "limit" }
  | { readonly part: "field"; readonly at: number }
  | { readonly part: "question" };

/** Reads the JSON path of a problem, e.g. `question.filters.0.text`. */
export function placeOf(path: string | null): Place {
  const [part = "", second = ""] = (path ?? "").split(/[.[\]]+/).filter((each) => each !== "" && each !== "question");
  const at = Number(second);
  switch (part) {
    case "filters":
      return Number.isInteger(at) && second !== "" ? { part: "filter", at } : { part: "question" };
    case "fields":
      return Number.isInteger(at) && second !== "" ? { part: "field", at } : { part: "question" };
    case "time":
      return { part: second === "grain" ? "grain" : "range" };
    case "population":
      return { part: "population" };
    case "limit":
      return { part: "limit" };
    default:
      return { part: "question" };
  }
}

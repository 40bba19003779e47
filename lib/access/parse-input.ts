import { z } from "zod";
import { AppError } from "#lib/errors.ts";

/** Parses untrusted input; the first fault becomes `invalid_input` with its JSON path. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join(".") ?? "";
  const where = path === "" ? "The request" : path;
  throw new AppError("invalid_input", `${where}: ${issue?.message ?? "not understood"}`, {
    path: path === "" ? null : path,
    suggestion: suggestionOf(issue),
  });
}

function suggestionOf(issue: z.core.$ZodIssue | undefined): string | null {
  if (issue?.code === "invalid_value") return `One of: ${issue.values.map(String).join(", ")}`;
  if (issue?.code === "unrecognized_keys") return `Leave out: ${issue.keys.join(", ")}`;
  return null;
}

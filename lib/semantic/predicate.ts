import { z } from "zod";

/**
 * One alternative of a filter. `segments` are the literal parts of a pattern between `%`, anchored at
 * both ends; one segment is equality. Letter case does not matter. `days` are half-open.
 */
const Test = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("like"), segments: z.array(z.string()).min(1) }),
  z.strictObject({ op: z.literal("empty") }),
  z.strictObject({ op: z.literal("null") }),
  z.strictObject({
    op: z.literal("between"),
    min: z.number().nullable(),
    minIn: z.boolean(),
    max: z.number().nullable(),
    maxIn: z.boolean(),
  }),
  z.strictObject({ op: z.literal("is"), value: z.boolean() }),
  z.strictObject({ op: z.literal("days"), from: z.iso.date().nullable(), to: z.iso.date().nullable() }),
]);
export type Test = z.infer<typeof Test>;

/** A row passes if any of `any` holds (or `any` is empty) and none of `none` holds. A null passes no positive test. */
export const Predicate = z.strictObject({ any: z.array(Test), none: z.array(Test) });
export type Predicate = z.infer<typeof Predicate>;

export function isTrivial(predicate: Predicate): boolean {
  return predicate.any.length === 0 && predicate.none.length === 0;
}

type Value = string | number | boolean | null;

/** The same rule that the printers write as SQL, for values that are already at hand. */
export function matches(predicate: Predicate, value: Value): boolean {
  const positive = predicate.any.length === 0 || predicate.any.some((test) => holds(test, value));
  return positive && !predicate.none.some((test) => holds(test, value));
}

function holds(test: Test, value: Value): boolean {
  switch (test.op) {
    case "null":
      return value === null;
    case "empty":
      return value === null || value === "";
    case "like":
      return typeof value === "string" && like(test.segments, value.toLowerCase());
    case "between":
      return typeof value === "number" && between(test, value);
    case "is":
      return value === test.value;
    case "days":
      return typeof value === "string" && (test.from ?? "") <= value && (test.to === null || value < test.to);
  }
}

function between(test: Extract<Test, { op: "between" }>, value: number): boolean {
  const above = test.min === null || (test.minIn ? value >= test.min : value > test.min);
  const below = test.max === null || (test.maxIn ? value <= test.max : value < test.max);
  return above && below;
}

function like(segments: readonly string[], value: string): boolean {
  const lowered = segments.map((segment) => segment.toLowerCase());
  const first = lowered[0] ?? "";
  const last = lowered.at(-1) ?? "";
  if (lowered.length === 1) return value === first;
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  const end = value.length - last.length;
  let at = first.length;
  for (const segment of lowered.slice(1, -1)) {
    const found = value.indexOf(segment, at);
    if (found === -1) return false;
    at = found + segment.length;
  }
  return at <= end;
}
